import GovernorCore
import GovernorInspect
import GovernorLedger
import GovernorPolicy

/// A policy file on disk.
struct PolicyFile {
    /// The file.
    let file: InputFile

    init(_ path: String) { file = InputFile(path, "policy") }

    /// Loads and checks the policy.
    func load() throws -> Policy {
        try Self.policy(try file.bytes(), name: file.displayName)
    }

    /// Loads a policy from bytes.
    static func policy(_ bytes: [UInt8], name: String) throws(DocumentErrors) -> Policy {
        try Policy(bytes, name: name, kinds: SensitiveDataInspector.kinds, digest: Digest.sha256)
    }

    /// Where a policy's own tests are: `name.tests.yaml` beside `name.yaml`.
    var testsPath: String {
        for ending in [".yaml", ".yml", ".json"] where file.path.hasSuffix(ending) {
            return "\(file.path.dropLast(ending.count)).tests.yaml"
        }
        return file.path + ".tests.yaml"
    }
}

/// Shows problems of a document as compilers do: the place, what is wrong, and the line with a caret.
struct ProblemListing {
    private let name: String
    private let severity: Diagnostics.Severity
    private let problems: [DocumentProblem]
    private let lines: [Substring]

    /// Keeps the text to show its lines; bytes that are no text are shown as such.
    init(_ severity: Diagnostics.Severity, _ problems: [DocumentProblem], of name: String, in bytes: [UInt8]) {
        self.name = name
        self.severity = severity
        self.problems = problems
        lines = String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false) { $0.isNewline }
    }

    /// `file:line:col: error: …`, or `warning`, with the line, a caret and the hint under it, for every problem.
    func text(_ terminal: Terminal) -> String { problems.map { text($0, terminal) }.joined() }

    private func text(_ problem: DocumentProblem, _ terminal: Terminal) -> String {
        let place = terminal.styled("\(name.singleLine):\(problem.position):", .emphasis)
        let word = terminal.styled("\(severity.rawValue):", severity.style)
        var text = "\(place) \(word) \(problem.message.singleLine)\n"
        if let line = line(problem.position) { text += line }
        if let hint = problem.hint { text += "  \(terminal.styled("hint:", .emphasis)) \(hint.singleLine)\n" }
        return text
    }

    private func line(_ position: SourcePosition) -> String? {
        guard lines.indices.contains(position.line - 1) else { return nil }
        let scalars = lines[position.line - 1].unicodeScalars
        // A long line is cut around the place, and what a terminal would obey is not sent to it.
        let start = max(0, position.column - 60)
        let shown = scalars.dropFirst(start).prefix(100).map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
        guard !shown.isEmpty else { return nil }
        var line = String.UnicodeScalarView()
        line.append(contentsOf: shown)
        return "  \(String(line))\n  \(String(repeating: " ", count: position.column - 1 - start))^\n"
    }

    /// The problems for scripts.
    var json: JSONValue {
        .array(
            problems.map { problem in
                [
                    "line": .integer(problem.position.line), "column": .integer(problem.position.column),
                    "code": .string(problem.code), "message": .string(problem.message),
                    "hint": problem.hint.map { .string($0) } ?? .null,
                ]
            })
    }
}
