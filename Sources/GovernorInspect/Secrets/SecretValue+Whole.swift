extension SecretValue {
    /// The bytes of a value that people may have chosen, which goes on behind signs that end other values; nil where it does
    /// not. Between quotes it may hold spaces.
    static func wholeExtent(in text: Span<UInt8>, from start: Int) -> Range<Int>? {
        guard start < text.count else { return nil }
        let limit = min(text.count, start + longest + 1)
        let end: Int
        if let quote = text.byte(at: start - 1), quotes.contains(quote) {
            guard let closing = closing(of: quote, in: text, from: start, before: limit) else { return nil }
            end = closing
        } else {
            let sign = unquotedEnd(in: text, from: start, before: limit)
            guard let last = withoutPunctuation(text, from: start, to: sign) else { return nil }
            end = last
        }
        return (1...longest).contains(end - start) ? start..<end : nil
    }

    /// Whether a word in it has letters and digits, as words of sentences hardly ever have.
    func hasDrawnWord(in text: Span<UInt8>) -> Bool {
        var (letters, digits) = (false, false)
        for offset in span {
            letters = text[offset] == UInt8(ascii: " ") ? false : letters || text[offset].isLetter
            digits = text[offset] == UInt8(ascii: " ") ? false : digits || text[offset].isDigit
            if letters, digits { return true }
        }
        return false
    }

    /// Where the quoted text ends that begins at an offset; nil when it does not within its line.
    private static func closing(of quote: UInt8, in text: Span<UInt8>, from start: Int, before limit: Int) -> Int? {
        let isEscaped = text.byte(at: start - 2) == backslash
        var end = start
        while end < limit, text[end] >= 0x20 {
            if text[end] == quote { return isEscaped ? nil : end }
            if text[end] == backslash {
                if isEscaped, text.byte(at: end + 1) == quote { return end }
                end += 1
            }
            end += 1
        }
        return nil
    }

    /// Where a value ends that stands without quotes: at a space, or at a sign that something else follows.
    private static func unquotedEnd(in text: Span<UInt8>, from start: Int, before limit: Int) -> Int {
        var end = start
        while end < limit, text[end] > 0x20, !quotes.contains(text[end]) {
            if ends.contains(text[end]), !goesOn(in: text, at: end, from: start) { break }
            end += 1
        }
        return end
    }

    /// Whether a value goes on behind the sign at an offset.
    private static func goesOn(in text: Span<UInt8>, at offset: Int, from start: Int) -> Bool {
        var after = offset + 1
        while after < offset + longestSigns, let byte = text.byte(at: after), signs.contains(byte) { after += 1 }
        // At its end they are punctuation.
        guard let next = text.byte(at: offset + 1), let part = text.byte(at: after), !ends.contains(part),
            !trailing.contains(part)
        else { return false }
        let isField = isName(in: text, at: after, before: "=")
        switch text[offset] {
        case UInt8(ascii: "&"):
            // The next field of a query or form, or a character of HTML.
            return !(isField && text.byte(at: start - 1) == UInt8(ascii: "="))
                && !isName(in: text, at: after, before: ";")
        case backslash: return !escapes.contains(next)
        // Behind a name, a call, a subscript or a type; a tag.
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"):
            return part != UInt8(ascii: "/") && !isName(in: text, at: after, before: ">")
                && !(start..<offset).dropFirst().allSatisfy { codeBytes.contains(text[$0]) }
        default: return part != UInt8(ascii: "/") && !isField && !isName(in: text, at: after, before: ":")
        }
    }

    /// Whether a name stands at an offset, and a sign behind it.
    private static func isName(in text: Span<UInt8>, at start: Int, before sign: Unicode.Scalar) -> Bool {
        var end = start
        while end < start + longestName, let byte = text.byte(at: end), nameBytes.contains(byte) { end += 1 }
        let isDoubled = text.byte(at: end + 1) == UInt8(ascii: sign)
        return end > start && text.byte(at: end) == UInt8(ascii: sign) && !isDoubled
    }

    private static let backslash = UInt8(ascii: "\\")
    private static let escapes = ByteSet("nrt\"'\\".utf8)
    private static let nameBytes = ByteSet.base62.union(ByteSet("_-.".utf8))
    private static let codeBytes = nameBytes.union(ByteSet(":>".utf8))
    private static let signs = ByteSet("`,;<>()[]{}|&\\".utf8)
    private static let longestName = 32
    private static let longestSigns = 4
}
