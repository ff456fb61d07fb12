/// Why a pattern is not a regular expression, and where.
public struct LinearRegexError: Error, Equatable, Sendable {
    /// What is wrong with a pattern.
    public enum Problem: Equatable, Sendable {
        /// A reference to what a group matched, which no linear-time search can follow.
        case backreference
        /// A condition on what follows or precedes, which RE2 does not have.
        case lookaround
        /// `(` without its `)`.
        case missingParenthesis
        /// `)` without its `(`.
        case unexpectedParenthesis
        /// `[` without its `]`.
        case missingBracket
        /// A class range whose end comes before its start, or that ends in a class.
        case badRange
        /// An unknown name in `[:name:]`, `\p{name}`.
        case unknownClass
        /// A backslash before something that has no escape.
        case badEscape
        /// The pattern ends with a backslash.
        case trailingBackslash
        /// `*`, `+`, `?` or `{n}` with nothing to repeat.
        case missingOperand
        /// A repetition directly after a repetition.
        case nestedRepetition
        /// A count above 1,000, counts that multiply to more, or a minimum above its maximum.
        case badCount
        /// An unknown flag or group syntax after `(?`.
        case badGroup
        /// A group name that is empty, malformed or used twice.
        case badGroupName
        /// Groups nested more than 200 deep.
        case nestedTooDeep
        /// A pattern, or the program made from it, above the size limit.
        case tooLarge
    }

    /// What is wrong.
    public let problem: Problem
    /// Where: a UTF-8 offset into the pattern.
    public let offset: Int

    /// What is wrong and where, as a sentence.
    public var message: String { "regular expression, offset \(offset): \(text.message)" }

    /// What to write instead.
    public var hint: String { text.hint }

    private var text: (message: String, hint: String) {
        switch problem {
        case .backreference:
            ("backreferences are not supported", "write the alternatives out; the search is linear-time")
        case .lookaround: ("lookahead and lookbehind are not supported", "combine two matches with && or !")
        case .missingParenthesis: ("missing )", "close the group, or write \\( for the character")
        case .unexpectedParenthesis: ("unexpected )", "open a group before it, or write \\) for the character")
        case .missingBracket: ("missing ]", "close the class, or write \\[ for the character")
        case .badRange: ("invalid range in a class", "write the lower character first, or \\- for the character")
        case .unknownClass: ("unknown class name", "use names such as [:alpha:], \\pL or \\p{Greek}")
        case .badEscape: ("invalid escape sequence", "escape punctuation only; in a CEL string, prefer r'...'")
        case .trailingBackslash: ("trailing backslash", "write \\\\ for the character")
        case .missingOperand: ("nothing to repeat", "put an expression before it, or escape the character")
        case .nestedRepetition: ("a repetition of a repetition", "put the inner one into a group, as (?:a*)+")
        case .badCount: ("invalid repeat count", "counts go up to 1000, also multiplied, the smaller one first")
        case .badGroup: ("invalid group or flag after (?", "use (?:...), (?P<name>...) or the flags i, m, s, U")
        case .badGroupName: ("invalid group name", "use letters, digits and _, each name once")
        case .nestedTooDeep: ("groups nest too deep", "at most \(RegexParser.maximumDepth) levels")
        case .tooLarge: ("the expression is too large", "use smaller counts, classes or fewer alternatives")
        }
    }
}
