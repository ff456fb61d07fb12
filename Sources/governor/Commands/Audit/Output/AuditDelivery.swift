import GovernorAudit
import GovernorCore

/// Where an audit goes: to files, to the gate, into a record and a ledger, and to who reads what is printed.
struct AuditDelivery {
    private let results: AuditResultOptions
    /// Looked at before the data, which may take long.
    private let target: EvidenceTarget?

    init(_ results: AuditResultOptions) throws {
        self.results = results
        target = try results.evidence.target()
    }

    /// Finds out whether what is written goes neither over what is read nor between what is printed. Before the data, which may take
    /// long.
    ///
    /// - Parameters:
    ///   - inputs: The paths of all files that are read; nil for none.
    ///   - others: The paths of files that are written beside the results.
    /// - Throws: ``CommandError/unwritable(path:reason:)``.
    func requireApart(from inputs: [String?], writing others: [String?] = []) throws(CommandError) {
        for input in inputs + [results.evidence.apiKeyFile] {
            try input.map { input throws(CommandError) in
                try AuditInput(input, format: .commaSeparated).requireApart(from: results.paths + others)
            }
        }
    }

    /// Writes, records and prints an audit: all files, or none.
    ///
    /// It is written and printed even when it cannot be recorded, but then the command fails.
    ///
    /// - Parameter others: What is written beside the results.
    func deliver(
        _ document: any AuditDocument, by configuration: any AuditConfiguration,
        writing others: [(file: OutputFile, bytes: [UInt8])] = []
    ) async throws {
        var files = try others + results.files.files(of: document)
        let record = results.isRecorded ? try AuditRecord(document, by: configuration) : nil
        for (path, json) in [(results.evidence.evidence, try record?.json), (results.output, document.gateMetrics)] {
            if let path, let json { files.append((OutputFile(path), Array((json.prettyText + "\n").utf8))) }
        }
        try OutputFile.write(files)
        var (fact, failure): (AppendedFact?, (any Error)?) = (nil, nil)
        if let record {
            do { fact = try await results.evidence.leave(record, in: target) } catch { failure = error }
        }
        try print(document, fact)
        if let failure { throw failure }
    }

    private func print(_ document: any AuditDocument, _ fact: AppendedFact?) throws {
        let isRecorded = results.evidence.ledger != nil
        switch results.format {
        case .text:
            let receipt = fact.map { "true (receipt \($0.id), entry \($0.index))" } ?? "false"
            try StandardStream.output.write(document.text + (isRecorded ? "\nrecorded: \(receipt)\n" : ""))
        case .json:
            var json = document.printedJSON
            if isRecorded {
                json["recorded"] = .bool(fact != nil)
                json["receipt"] = fact.map { ["id": .string($0.id.description), "index": .integer($0.index)] } ?? .null
            }
            try StandardStream.output.write(JSONValue.object(json).prettyText + "\n")
        }
    }
}
