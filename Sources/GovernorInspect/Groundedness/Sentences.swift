/// Where the sentences of a text are.
enum Sentences {
    /// Abbreviations whose full stop ends no sentence.
    private static let abbreviations = WordList(
        "mr mrs ms dr prof st jr sr vs fig e.g i.e a.m p.m u.s u.k cf inc ltd co corp gen rep gov capt col jan feb mar apr jun jul aug "
            + "sep sept oct nov dec approx est")

    /// The sentences of a text, in order, without the space around them; as half-open byte offsets.
    ///
    /// A sentence ends at `.`, `!`, `?` before a space, at their full-width forms, and at the end of a line.
    static func spans(in text: Span<UInt8>) -> [Range<Int>] {
        var spans: [Range<Int>] = []
        var start = 0
        var position = 0
        while position < text.count {
            let end = sentenceEnd(in: text, at: position, from: start)
            if let end {
                append(start..<end, in: text, to: &spans)
                start = end
            }
            position = end ?? position + 1
        }
        append(start..<text.count, in: text, to: &spans)
        return spans
    }

    private static func append(_ span: Range<Int>, in text: Span<UInt8>, to spans: inout [Range<Int>]) {
        var (start, end) = (span.lowerBound, span.upperBound)
        while start < end, text[start] <= 0x20 { start += 1 }
        while start < end, text[end - 1] <= 0x20 { end -= 1 }
        if start < end { spans.append(start..<end) }
    }

    private static func sentenceEnd(in text: Span<UInt8>, at position: Int, from start: Int) -> Int? {
        switch text[position] {
        case UInt8(ascii: "\n"): return position + 1
        case UInt8(ascii: "!"), UInt8(ascii: "?"): return closing(in: text, from: position + 1)
        case UInt8(ascii: "."):
            guard let end = closing(in: text, from: position + 1) else { return nil }
            var wordStart = position
            while wordStart > start, text[wordStart - 1].isLetterOrDigit || text[wordStart - 1] == UInt8(ascii: ".") {
                wordStart -= 1
            }
            let word = (wordStart..<position).map { text[$0] | 0x20 }
            let isInitial = word.count == 1 && text[wordStart].isLetter
            return isInitial || abbreviations.contains(WordList.hash(word)) ? nil : end
        case 0xE3 where text.longScalar(at: position)?.value == 0x3002: return position + 3
        case 0xEF where [0xFF01, 0xFF1F].contains(text.longScalar(at: position)?.value): return position + 3
        default: return nil
        }
    }

    /// Past the closing quotes and citations behind a sentence's end; nil when no space follows and it is no end.
    private static func closing(in text: Span<UInt8>, from offset: Int) -> Int? {
        var end = offset
        let closers = ByteSet(Array("\"'!?.)]".utf8))
        while end < text.count {
            if closers.contains(text[end]) {
                end += 1
            } else if let (value, length) = text.longScalar(at: end), value == 0x201D || value == 0x2019 {
                end += length
            } else {
                break
            }
        }
        return end == text.count || text[end] <= 0x20 ? end : nil
    }
}
