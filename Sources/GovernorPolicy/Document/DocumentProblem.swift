public import GovernorCore

/// One thing wrong with a document: where, what, and what to write instead.
public struct DocumentProblem: GovernorError, Hashable {
    public let code: String
    public let message: String
    public let hint: String?
    /// Where it is.
    public let position: SourcePosition

    /// Creates a problem; see the properties.
    public init(code: String, at position: SourcePosition, _ message: String, hint: String? = nil) {
        self.code = code
        self.position = position
        self.message = message
        self.hint = hint
    }

    /// The message and the hint behind the place, on one line.
    public var description: String { "\(position): \(message)\(hint.map { " (\($0))" } ?? "")" }
}

/// Everything wrong with one document.
public struct DocumentErrors: GovernorError, Hashable {
    /// The document's name.
    public let name: String
    /// The problems in the order of their places; at least one.
    public let problems: [DocumentProblem]

    /// The most problems that the message shows.
    private static let shownLimit = 20

    /// Sorts problems by place and drops repetitions.
    init(name: String, _ problems: [DocumentProblem]) {
        self.name = name
        var kept: [DocumentProblem] = []
        for (_, problem) in problems.enumerated().sorted(by: { ($0.1.position, $0.0) < ($1.1.position, $1.0) })
        where !kept.contains(problem) {
            kept.append(problem)
        }
        self.problems = kept
    }

    public var code: String { problems.first?.code ?? "document.invalid" }

    /// One line a problem, `name:line:column: what (hint)`; at most 20, the rest is counted.
    public var message: String {
        let shown = problems.prefix(Self.shownLimit).map { "\(name):\($0)" }
        let rest = problems.count - shown.count
        return (rest > 0 ? shown + ["and \(rest) more"] : shown).joined(separator: "\n")
    }

    public var hint: String? { nil }
}
