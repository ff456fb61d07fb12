/// A value that could be a secret, with what introduces it.
struct SecretValue: Sendable {
    /// What stands between a key and the value.
    enum Separator: Int, Sendable, CaseIterable {
        /// `key = value`, `key: value`, `key => value`
        case assignment
        /// `key == value`
        case comparison
        /// `name(key, value)`, `<key>value`
        case argument
        /// `key value`
        case space
        /// The value stands at the beginning of the text.
        case none
    }

    let span: Range<Int>
    let isQuoted: Bool
    let separator: Separator
    /// The word before the separator.
    let near: KeyWords
    /// The words on the line before that.
    let far: KeyWords
    /// Whether a word stands before the separator at all.
    let hasKey: Bool

    /// The shortest value that is judged, where a word says that it is a secret.
    static let shortest = 4
    /// The shortest value that is judged without such a word.
    static let shortestDrawn = 12
    /// How far before a value its key is looked for.
    static let lookBack = 96
    static let longest = 512

    private static let longestKey = 56
    private static let signs = ByteSet.digits.union(ByteSet("+/=".utf8))
    private static let base64Signs = ByteSet("+/".utf8)

    /// A value with its ``extent(in:from:)``; nil when what stands there cannot be a secret.
    init?(in text: Span<UInt8>, at start: Int, _ span: Range<Int>) {
        guard span.count >= Self.shortest else { return nil }
        self.span = span
        let quote = text.byte(at: start - 1)
        isQuoted = quote.map(Self.quotes.contains) ?? false
        let limit = max(0, start - Self.lookBack)
        var end = isQuoted ? start - 1 : start
        // An escaped quote, as in JSON within a string.
        if isQuoted, end > limit, text[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        // A prefix of a string literal: `b"…"`, `@"…"`.
        if isQuoted, end > limit, Self.literalPrefixes.contains(text[end - 1]),
            !(text.byte(at: end - 2)?.isLetterOrDigit ?? false)
        {
            end -= 1
        }
        let sign = Self.separator(in: text, before: &end, from: limit)
        var key = end
        while key > limit, Self.keyBytes.contains(text[key - 1]) { key -= 1 }
        // `the password is value` has a verb between.
        if Self.isOne(of: Self.verbs, text, in: key..<end) {
            end = key
            while end > limit, Self.closers.contains(text[end - 1]) { end -= 1 }
            key = end
            while key > limit, Self.keyBytes.contains(text[key - 1]) { key -= 1 }
        }
        // `key: str = value` names the type between.
        if sign == .assignment, let named = Self.annotated(in: text, type: key..<end, from: limit) {
            (key, end) = named
        }
        // A command-line flag takes the next word.
        separator = sign == .space && key < end && text[key] == UInt8(ascii: "-") ? .assignment : sign
        // The last name of a path is what is assigned: `Token.Color` is a color.
        var name = end
        while name > key, text[name - 1] != UInt8(ascii: ".") { name -= 1 }
        key = name
        // What is longer than any name, or goes on in base 64, is another value.
        let isBase64 = text.byte(at: key - 1).map(Self.base64Signs.contains) ?? false
        if end - key > Self.longestKey || isBase64 { key = end }
        hasKey = key < end
        near = KeyWords(text, in: key..<end)
        // Most words of a text are settled here, before the rest of the line is read.
        guard near.contains(.secret) || Self.mayBeDrawn(text, in: span) else { return nil }
        var line = key
        while line > limit, text[line - 1] != UInt8(ascii: "\n") { line -= 1 }
        far = KeyWords(text, in: line..<key)
    }

    /// Whether a value is long enough to be judged by its look, and has what words have not.
    private static func mayBeDrawn(_ text: Span<UInt8>, in value: Range<Int>) -> Bool {
        value.count >= shortestDrawn && value.contains { signs.contains(text[$0]) }
    }

    /// The bytes of the value: within its quotes, or as far as a token reaches.
    static func extent(in text: Span<UInt8>, from start: Int) -> Range<Int>? {
        guard start < text.count else { return nil }
        let limit = min(text.count, start + longest + 1)
        var end = start
        if let quote = text.byte(at: start - 1), quotes.contains(quote) {
            // That quote ends a value instead.
            if afterQuotes.contains(text[start]) { return nil }
            while end < limit, text[end] != quote, text[end] > 0x20, text[end] != UInt8(ascii: "\\") { end += 1 }
            guard end < limit, text[end] == quote || text[end] == UInt8(ascii: "\\") else { return nil }
        } else {
            while end < limit, !ends.contains(text[end]) { end += 1 }
            // A call, a subscript or a template is code, not a value.
            if let next = text.byte(at: end), callBytes.contains(next) { return nil }
            guard let last = withoutPunctuation(text, from: start, to: end) else { return nil }
            end = last
        }
        return (1...longest).contains(end - start) ? start..<end : nil
    }

    /// Where a value ends before the punctuation at its end; nil when it was cut short by the writer: `eyJzaWdu...`
    static func withoutPunctuation(_ text: Span<UInt8>, from start: Int, to whole: Int) -> Int? {
        var end = whole
        while end > start, trailing.contains(text[end - 1]) { end -= 1 }
        return whole - end > 1 && text[whole - 1] == UInt8(ascii: ".") ? nil : end
    }

    private static func separator(in text: Span<UInt8>, before end: inout Int, from limit: Int) -> Separator {
        func skipBlanks(_ blanks: ByteSet) { while end > limit, blanks.contains(text[end - 1]) { end -= 1 } }
        let start = end
        skipBlanks(blanks)
        let signs = end
        while end > limit, signs - end < 3, separators.contains(text[end - 1]) { end -= 1 }
        let isComparison =
            signs - end >= 2 && text[signs - 1] == UInt8(ascii: "=")
            && (text[end] == UInt8(ascii: "=") || text[end] == UInt8(ascii: "!"))
        let isAssignment = end < signs
        if !isAssignment {
            var arguments = false
            while end > limit, argumentSigns.contains(text[end - 1]) { arguments = true; end -= 1 }
            if !arguments, end == 0 { return .none }
            // A key may stand on the line above.
            skipBlanks(arguments ? closers : closers.union(ByteSet("\n\r".utf8)))
            if arguments { return .argument }
            return end < start ? .space : .none
        }
        skipBlanks(closers)
        return isComparison ? .comparison : .assignment
    }

    /// Where the name stands in `name: type`.
    private static func annotated(in text: Span<UInt8>, type: Range<Int>, from limit: Int) -> (Int, Int)? {
        guard isOne(of: types, text, in: type) else { return nil }
        var end = type.lowerBound
        while end > limit, text[end - 1] == UInt8(ascii: " ") { end -= 1 }
        guard end > limit, text[end - 1] == UInt8(ascii: ":") else { return nil }
        end -= 1
        var start = end
        while start > limit, keyBytes.contains(text[start - 1]) { start -= 1 }
        return (start, end)
    }

    private static func isOne(of words: [[UInt8]], _ text: Span<UInt8>, in range: Range<Int>) -> Bool {
        words.contains { $0.count == range.count && text.hasWord($0, at: range.lowerBound, before: range.upperBound) }
    }

    private static let verbs = [UInt8].words("is was to")
    private static let types = [UInt8].words("str string")
    static let quotes = ByteSet("\"'`".utf8)
    private static let literalPrefixes = ByteSet("bBrRuUfL@".utf8)
    private static let blanks = ByteSet(" \t".utf8)
    private static let separators = ByteSet("=:>!".utf8)
    private static let argumentSigns = ByteSet(",( >".utf8)
    private static let closers = ByteSet(" \t\"'`])\\".utf8)
    private static let keyBytes = ByteSet.base62.union(ByteSet("_-.$".utf8))
    static let ends = ByteSet(Array(0...0x20) + Array("\"'`,;<>()[]{}|&\\".utf8))
    private static let afterQuotes = ByteSet(",;:)]}".utf8)
    private static let callBytes = ByteSet("([{".utf8)
    static let trailing = ByteSet(".:?!".utf8)
}
