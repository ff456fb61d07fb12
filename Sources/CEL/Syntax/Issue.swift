/// One thing that is wrong with an expression's text.
public struct Issue: Sendable, Hashable {
    /// Which rule was broken, for code that reacts to it.
    public enum Kind: String, Sendable {
        case syntax
        case limit
        case undeclaredReference = "undeclared-reference"
        case noSuchOverload = "no-such-overload"
        case typeMismatch = "type-mismatch"
        case invalidMacro = "invalid-macro"
        case unsupported
    }

    /// Which rule was broken.
    public let kind: Kind
    /// What is wrong.
    public let message: String
    /// What to write instead, if something is likely.
    public let hint: String?
    /// Where, in Unicode scalars from the start of the source.
    public let offset: Int

    init(_ kind: Kind, _ message: String, hint: String? = nil, at offset: Int) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.offset = offset
    }

    /// A stable code that scripts may match on.
    public var code: String { "cel.\(kind.rawValue)" }
}

/// Everything that is wrong with an expression, in the order of its text.
public struct CompileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The problems, at least one.
    public let issues: [Issue]
    /// The text that was compiled.
    public let source: String

    init(_ issues: [Issue], source: String) {
        self.issues = issues.sorted { $0.offset < $1.offset }
        self.source = source
    }

    /// The line and column of an issue, both from 1, the column in Unicode scalars.
    public func position(of issue: Issue) -> (line: Int, column: Int) {
        let before = source.unicodeScalars.prefix(issue.offset)
        let column = before.reversed().prefix { $0 != "\n" }.count
        return (before.count { $0 == "\n" } + 1, column + 1)
    }

    /// Each issue with its line of the source and a caret under the place.
    public var description: String { issues.map(rendered).joined(separator: "\n") }

    /// The longest part of a line that is shown before and after the place, in Unicode scalars.
    private static let excerptReach = 60

    private func rendered(_ issue: Issue) -> String {
        let (line, column) = position(of: issue)
        let scalars = source.unicodeScalars
        let place = scalars.index(scalars.startIndex, offsetBy: issue.offset, limitedBy: scalars.endIndex)
        let rest = scalars[(place ?? scalars.endIndex)...].prefix { $0 != "\n" && $0 != "\r" }
        let before = scalars[..<rest.startIndex].suffix(min(column - 1, Self.excerptReach))
        let text = String(before) + String(rest.prefix(Self.excerptReach))
        // A tab stays a tab under the line, so that the caret lands where the reader's editor shows the place.
        let indent = String(String.UnicodeScalarView(before.map { $0 == "\t" ? $0 : " " }))
        let hint = issue.hint.map { " (\($0))" } ?? ""
        return "\(line):\(column): \(issue.message)\(hint)\n | \(text)\n | \(indent)^"
    }
}
