import ArgumentParser
import GovernorCore

/// Prints what checking an evidence document came to, in the form of `governor verify`, and ends with its exit code.
struct EvidenceVerdictOutput {
    private let verdict: EvidenceVerdict

    init(_ verdict: EvidenceVerdict) { self.verdict = verdict }

    /// Prints the verdict.
    ///
    /// - Throws: The exit code, unless the document is valid: 1 tampered or unsigned, 4 signed by an unknown key.
    func write(_ format: OutputFormat) throws {
        try StandardStream.output.write(format == .json ? json.prettyText + "\n" : text)
        switch verdict {
        case .valid: return
        case .tampered, .unsigned: throw ExitCode.answerIsNo
        case .unknownKey: throw ExitCode.unknownKey
        }
    }

    private var outcome: (name: String, headline: String, style: TerminalStyle) {
        switch verdict {
        case .valid: ("valid", "VALID", .success)
        case .tampered: ("tampered", "TAMPERED", .failure)
        case .unsigned: ("unsigned", "UNSIGNED", .failure)
        case .unknownKey: ("unknown-key", "UNKNOWN KEY", .failure)
        }
    }

    private var problems: [String] {
        switch verdict {
        case .valid: []
        case .tampered(let reason): [reason]
        case .unsigned: ["the document has no signature, so nobody vouches for it"]
        case .unknownKey(let ids): ["signed by a key that is not trusted: \(ids.joined(separator: ", "))"]
        }
    }

    private var statements: [String] {
        guard case .valid(let summary) = verdict else { return [] }
        return [
            "the gate judged build \(summary.buildID) at \(summary.time): \(summary.outcome)",
            "policy \(summary.policy)", "signed by \(summary.keyName)",
        ] + summary.subjects.map { "\($0.sha256)  \($0.name)" }
    }

    private var text: String {
        let headline = Terminal(.output).styled(outcome.headline, outcome.style)
        return ([headline] + (problems + statements).map(\.singleLine)).map { $0 + "\n" }.joined()
    }

    private var json: JSONValue {
        [
            "outcome": .string(outcome.name),
            "problems": .array(problems.map { ["place": "/signature", "message": .string($0)] }),
            "statements": .array(statements.map { .string($0) }),
            "facts": [],
        ]
    }
}
