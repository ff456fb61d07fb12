package import ConformanceCases
import GovernorCore

/// Runs the published and computed vectors for the ledger's formats.
///
/// Files are recognised by their members, not by their names, so that files nobody here has seen can be run. A case whose
/// members fit no format we know fails: it was not checked, and must not look as if it were.
package enum LedgerConformance {
    /// Runs all cases of one file.
    ///
    /// - Throws: ``ConformanceError`` when no member of the document is a list of cases that we know, or ``JSONError`` when
    ///   it is no JSON.
    package static func run(file: String, bytes: [UInt8]) throws -> FileReport {
        let document = try JSONValue(parsing: bytes)
        var run = CaseRun()
        for member in document.object ?? JSONObject() where !Self.isDescription(member) {
            Self.run(section: member.name, of: document, &run)
        }
        guard !run.outcomes.isEmpty else {
            throw ConformanceError.unknownFormat(file: file, expected: "cases for a format of the ledger")
        }
        return FileReport(file: file, outcomes: run.outcomes)
    }

    /// Members that describe the file: texts, and lists or objects that cases refer to.
    private static func isDescription(_ member: (name: String, value: JSONValue)) -> Bool {
        if member.value.array == nil && member.value.object == nil { return true }
        return ["leafData", "commits", "counts"].contains(member.name)
    }

    private static func run(section name: String, of document: JSONValue, _ run: inout CaseRun) {
        let value = document[name] ?? .null
        switch name {
        case "numbers", "reject": CanonicalJSONCases.run(section: name, value, &run)
        case "leafInputsHex": SmallTreeCases.run(document, &run)
        case "nodeHashesHex", "rootsBySizeHex": break  // with leafInputsHex
        case "rootsBySize", "inclusion", "consistency": GrownTreeCases.run(section: name, value, &run)
        case "paths", "layout", "tiles": TileCases.run(section: name, value, &run)
        case "invalidVkeys", "invalidBodies", "malformed": NoteCases.run(rejecting: name, value, &run)
        case "files": run.check(name) { throw SkippedCase(reason: "an index of files has no cases") }
        case "pae", "spec": DSSECases.run(section: name, value, &run)
        case "cases":
            for (number, element) in (value.array ?? []).enumerated() { Self.run(element, number, document, &run) }
        default: run.check(name) { throw unknownShape(value) }
        }
    }

    private static func run(_ element: JSONValue, _ number: Int, _ document: JSONValue, _ run: inout CaseRun) {
        let id = element["id"]?.string ?? element["size"]?.number.map { "size-\($0)" } ?? "case-\(number)"
        run.check(id) {
            switch Set(element.object?.keys ?? []) {
            case let has where has.isSuperset(of: ["leafIdx", "treeSize"]): try MerkleCases.inclusion(element)
            case let has where has.isSuperset(of: ["leafIdx", "start", "end"]):
                try MerkleCases.subtreeInclusion(element)
            case let has where has.isSuperset(of: ["size1", "size2"]): try MerkleCases.consistency(element)
            case let has where has.isSuperset(of: ["start", "end", "size", "root1"]):
                try MerkleCases.subtreeConsistency(element)
            case let has where has.isSuperset(of: ["input", "outputHex"]): try CanonicalJSONCases.document(element)
            case let has where has.isSuperset(of: ["canonicalizedBody", "inclusionProof"]):
                try LoggedEntryCases.rekor(element)
            case let has where has.isSuperset(of: ["proof", "leafData"]):
                try LoggedEntryCases.proofFile(element, in: document)
            case let has where has.isSuperset(of: ["size", "checkpoint"]):
                try LoggedEntryCases.smallLog(element, in: document)
            case let has where has.contains("note"): try NoteCases.note(element)
            case let has where has.contains("checkpoint"): try NoteCases.checkpoint(element)
            case let has where has.isSuperset(of: ["envelope", "keys"]): try DSSECases.envelope(element)
            default: throw unknownShape(element)
            }
        }
    }

    /// A failure, or a skip for what we know and do not implement yet.
    private static func unknownShape(_ value: JSONValue) -> any Error {
        let members = value.object
        if members?["bundle"] != nil { return SkippedCase(reason: "OpenSSF Model Signing is not implemented yet") }
        if members?["document"] != nil || members?["doc"] != nil || members?["bom"] != nil {
            return SkippedCase(reason: "document exports are not implemented yet")
        }
        if members?.contains(where: { $0.value.string?.utf8.starts(with: "old ".utf8) == true }) == true {
            return SkippedCase(reason: "requests to witnesses are not implemented yet")
        }
        return Mismatch("the case is in no shape we know")
    }
}
