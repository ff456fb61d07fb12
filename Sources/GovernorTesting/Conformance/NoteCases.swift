import GovernorCore
import GovernorLedger

/// Signed notes and checkpoints.
enum NoteCases {
    /// Lists of texts that must be refused.
    static func run(rejecting section: String, _ value: JSONValue, _ run: inout CaseRun) {
        for (number, element) in (value.array ?? []).enumerated() {
            run.check(element["id"]?.string ?? "\(section)-\(number)") {
                let member = section == "invalidBodies" ? "checkpoint" : "proof"
                let text = try element.string ?? element.text(member)
                try expectVerdict(valid: false) {
                    switch section {
                    case "invalidVkeys": _ = try VerifierKey(parsing: text)
                    case "invalidBodies": _ = try Checkpoint(parsing: Array(text.utf8))
                    default: _ = try TLogProof(parsing: Array(text.utf8))
                    }
                }
            }
        }
    }

    static func note(_ element: JSONValue) throws {
        let keys = try element.list("vkeys").map { try VerifierKey(parsing: $0.string ?? "") }
        let bytes = Array(try element.text("note").utf8)
        try expectVerdict(valid: try element.flag("valid")) { _ = try SignedNote(parsing: bytes).verified(by: keys) }
        guard let secret = element["skey"]?.string else { return }
        // Not compared with the given signature: Ed25519 implementations may add randomness.
        let key = try SigningKey(parsing: secret)
        try expectEqual(key.exportedForKeyFile(), secret, "the signing key")
        let text = try SignedNote(parsing: bytes).text
        _ = try SignedNote(signing: text, by: key).verified(by: keys)
    }

    static func checkpoint(_ element: JSONValue) throws {
        let bytes = Array(try element.text("checkpoint").utf8)
        let key = try verifierKey(element, checkpoint: bytes)
        if element["type"] != nil {
            try expectEqual(UInt64(key.algorithm.rawValue), try element.number("type"), "the signature type")
        }
        try expectVerdict(valid: try element.flag("valid")) {
            let signed = try SignedCheckpoint(parsing: bytes)
            let verification = try signed.note.verified(by: [key])
            try expectEqual(signed.encoded, bytes, "the note written again")
            // The vectors' keys need not be named after the log, as ours are.
            if key.isLogKey { try signed.verified(by: [key], origin: signed.checkpoint.origin) }
            let hasTime = key.algorithm == .cosignature || key.algorithm == .treeHead
            try expectEqual(verification[0].time != nil, hasTime, "whether the signature has a time")
        }
    }

    /// The key as `vkey`, or as a SubjectPublicKeyInfo in any other member: Certificate Transparency logs have no vkeys.
    private static func verifierKey(_ element: JSONValue, checkpoint: [UInt8]) throws -> VerifierKey {
        if let text = element["vkey"]?.string { return try VerifierKey(parsing: text) }
        let origin = String(decoding: checkpoint.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let name = try KeyName(parsing: element["name"]?.string ?? origin)
        for member in element.object ?? JSONObject() {
            guard let text = member.value.string else { continue }
            let lines = text.split(separator: "\n").filter { !$0.utf8.starts(with: "-----".utf8) }
            guard let spki = Base64.decode(lines.joined()), spki.first == 0x30 else { continue }
            return try VerifierKey(name: name, algorithm: .treeHead, publicKey: spki)
        }
        throw Mismatch("the case names no key")
    }
}
