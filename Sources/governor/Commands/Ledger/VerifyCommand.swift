import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorSQLite

/// `governor verify`: checks a receipt, a pack or the evidence of a gate run offline.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a receipt, an evidence pack or a gate's evidence.json offline, with only the public key.",
        discussion: """
            \(ExitCodes.verify)

            Example:
              $ echo '{"note": "first light"}' | governor ledger append --create \\
                  --ledger demo --type note.added --receipt first.tlog-proof
                governor verify first.tlog-proof --key demo/keys/ledger.vkey
            """)

    @Argument(help: ArgumentHelp("A .tlog-proof, a pack or an evidence.json; - is standard input.", valueName: "file"))
    var file: String

    @Option(
        help: ArgumentHelp(
            "A public key or a file with one in each line; governor-data/keys/ledger.vkey if left out.",
            valueName: "key"))
    var key: [String] = []

    @Option(help: "How to print: text or json.")
    var format = OutputFormat.text

    func run() async throws {
        let keys = try TrustedKeys.read(key.isEmpty ? [LedgerPaths("governor-data").verifierKey] : key)
        let bytes = try InputFile(file, "evidence").bytes()
        if let json = try? JSONValue(parsing: bytes), EvidenceVerification.recognizes(json) {
            let verdict = try EvidenceVerification.verify(json, from: file, keys: keys)
            return try EvidenceVerdictOutput(verdict).write(format)
        }
        try VerificationOutput(EvidenceVerifier(trusting: keys).verify(bytes)).write(format)
    }
}

/// Public keys from arguments.
enum TrustedKeys {
    /// Reads keys that are written out, or files with one in each line.
    ///
    /// - Throws: ``CommandError`` for a file that cannot be read, holds no key, or something else.
    static func read(_ arguments: [String]) throws -> [VerifierKey] {
        try arguments.flatMap { argument in
            // The text of a key has two plus signs and no path separator in front of the first.
            if let key = try? VerifierKey(parsing: argument) { return [key] }
            guard !SigningKey.isKeyText(argument) else {
                throw CommandError.privateKey(place: "the value of --key")
            }
            let file = InputFile(argument, "public key")
            let lines = String(decoding: try file.bytes(), as: UTF8.self).split(whereSeparator: \.isNewline)
            guard !lines.contains(where: { SigningKey.isKeyText(String($0)) }) else {
                throw CommandError.privateKey(place: "'\(argument)'")
            }
            guard !lines.isEmpty else {
                throw CommandError.invalid(
                    path: argument, problem: "there is no key in it",
                    hint: "write one public key in each line, such as the content of keys/ledger.vkey")
            }
            return try lines.map { line in
                do throws(NoteError) { return try VerifierKey(parsing: String(line)) } catch {
                    throw CommandError.invalid(path: argument, problem: error.message, hint: error.hint)
                }
            }
        }
    }
}

/// Prints what a verification has shown and ends with its exit code.
struct VerificationOutput {
    private let result: Verification

    init(_ result: Verification) { self.result = result }

    /// Prints the result.
    ///
    /// - Throws: The exit code, unless everything is valid.
    func write(_ format: OutputFormat) throws {
        try StandardStream.output.write(format == .json ? json.prettyText + "\n" : text)
        switch result.outcome {
        case .valid: return
        case .tampered: throw ExitCode.answerIsNo
        case .erased: throw ExitCode.payloadErased
        case .unknownKey: throw ExitCode.unknownKey
        }
    }

    private var headline: String {
        switch result.outcome {
        case .valid: Terminal(.output).styled("VALID", .success)
        case .tampered: Terminal(.output).styled("TAMPERED", .failure)
        case .erased: Terminal(.output).styled("INCLUDED, PAYLOAD ERASED", .caution)
        case .unknownKey: Terminal(.output).styled("UNKNOWN KEY", .failure)
        }
    }

    private var text: String {
        let problems = result.problems.map { "\($0.place): \($0.message)" }
        // What is shown may come from the file itself, and must not be able to draw a verdict of its own.
        return ([headline] + (problems + result.statements).map(\.singleLine)).map { $0 + "\n" }.joined()
    }

    private var json: JSONValue {
        [
            "outcome": .string(result.outcome.rawValue),
            "problems": .array(
                result.problems.map { ["place": .string($0.place), "message": .string($0.message)] }),
            "statements": .array(result.statements.map { .string($0) }),
            "facts": .array(
                result.facts.map { fact in
                    [
                        "log": .string(fact.log), "id": .string(fact.leaf.content.id.description),
                        "index": .integer(fact.index),
                        "type": .string(fact.leaf.content.type.text),
                        "time": .string(fact.leaf.content.time.description),
                        "stream": .string(fact.leaf.content.stream.text), "sequence": .integer(fact.leaf.sequence),
                        "tree_size": .integer(fact.treeSize),
                    ]
                }),
        ]
    }
}
