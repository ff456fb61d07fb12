// A regular expression in RE2's syntax (https://github.com/google/re2/wiki/Syntax), searched in time linear in the
// text.
//
//     pattern ──RegexParser──► RegexNode ──RegexCompiler──► RegexProgram ──RegexSearch──► Bool
//
// The program is Thompson's: a list of instructions that a set of positions walks through in lock-step, one scalar of
// text at a time (Ken Thompson, *Regular Expression Search Algorithm*, CACM 1968; Russ Cox, *Regular Expression
// Matching Can Be Simple And Fast*). No input makes it step back, so the work is at most proportional to (text length +
// 1) × program size. Steps that recur are looked up (see RegexCache.swift). CEL's `matches` asks only whether there is
// a match, so no groups are recorded and greediness makes no difference.
//
// Differences from RE2: `\C` (one byte) is refused, since text is Unicode; groups nest at most 200 deep.

/// A compiled regular expression that answers in linear time whether it matches somewhere in a text.
///
/// The syntax is RE2's: no backreferences and no lookaround. Matching is by Unicode scalars.
public struct LinearRegex: Sendable {
    /// The text it was made from.
    public let pattern: String
    let program: RegexProgram
    let extent: RegexExtent
    private let cache: RegexCache?

    /// Compiles a pattern.
    ///
    /// - Throws: ``LinearRegexError`` with the offset of the problem when the pattern is not valid or too large.
    public init(_ pattern: String) throws(LinearRegexError) {
        var parser = RegexParser(pattern)
        let node = try parser.parse()
        self.pattern = pattern
        program = try RegexCompiler.compile(node)
        extent = RegexExtent(node)
        cache = program.instructions.count <= RegexCache.maximumProgramSize ? RegexCache() : nil
    }

    /// How many instructions the program has: the factor of the worst case of a search, for cost limits.
    public var size: Int { program.instructions.count }

    /// Whether the pattern matches anywhere in a text.
    public func matches(_ text: String) -> Bool { search(text).found }

    /// Searches a text and counts the instructions visited.
    ///
    /// - Parameter usesCache: Whether what earlier searches learned may be used; the answer is the same.
    /// - Returns: Whether there is a match, and how much work it was to know.
    func search(_ text: String, usesCache: Bool = true) -> (found: Bool, steps: Int) {
        // Bridged strings are not contiguous UTF-8; `withUTF8` makes them so, in the copy.
        var text = text
        return text.withUTF8 { RegexSearch.run(program, cache: usesCache ? cache : nil, over: $0) }
    }
}

extension LinearRegex: Equatable {
    /// Compares the patterns, scalar by scalar.
    public static func == (left: LinearRegex, right: LinearRegex) -> Bool {
        left.pattern.utf8.elementsEqual(right.pattern.utf8)
    }
}
