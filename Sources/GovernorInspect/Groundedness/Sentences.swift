/// Where the sentences of a text are.
enum Sentences {
    /// Abbreviations whose full stop ends no sentence.
    private static let abbreviations = WordList(
        "mr mrs ms dr prof st jr sr vs fig e.g i.e a.m p.m u.s u.k cf inc ltd co corp gen rep gov capt col jan feb mar apr jun jul aug "
            + "sep sept oct nov dec approx est")

    /// The sentences of a text, in order, without the space around them; as half-open byte offsets.
    ///
    /// A sentence ends at `.`, `!`, `?` before a space, at their full-width forms, and at the end of a line. Time is
    /// linear: what closes no sentence is passed over as a whole.
    static func spans(in text: Span<UInt8>) -> [Range<Int>] {
        var spans: [Range<Int>] = []
        var start = 0
        var position = 0
        while position < text.count {
            switch step(in: text, at: position, from: start) {
            case .sentenceEnd(let end):
                append(start..<end, in: text, to: &spans)
                (start, position) = (end, end)
            case .goesOn(let next): position = next
            }
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

    private enum Step {
        case sentenceEnd(Int)
        case goesOn(Int)
    }

    private static func step(in text: Span<UInt8>, at position: Int, from start: Int) -> Step {
        switch text[position] {
        case UInt8(ascii: "\n"): return .sentenceEnd(position + 1)
        case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "."):
            let end = closersEnd(in: text, from: position + 1)
            guard end == text.count || text[end] <= 0x20 else { return .goesOn(end) }
            let isAbbreviated =
                text[position] == UInt8(ascii: ".") && endsAbbreviation(in: text, at: position, from: start)
            return isAbbreviated ? .goesOn(position + 1) : .sentenceEnd(end)
        case 0xE3 where text.longScalar(at: position)?.value == 0x3002: return .sentenceEnd(position + 3)
        case 0xEF where [0xFF01, 0xFF1F].contains(text.longScalar(at: position)?.value):
            return .sentenceEnd(position + 3)
        default: return .goesOn(position + 1)
        }
    }

    /// Whether the full stop at a position belongs to an abbreviation or an initial.
    private static func endsAbbreviation(in text: Span<UInt8>, at position: Int, from start: Int) -> Bool {
        var wordStart = position
        while wordStart > start, text[wordStart - 1].isLetterOrDigit || text[wordStart - 1] == UInt8(ascii: ".") {
            wordStart -= 1
        }
        let word = (wordStart..<position).map { text[$0] | 0x20 }
        let isInitial = word.count == 1 && text[wordStart].isLetter
        return isInitial || abbreviations.contains(WordList.hash(word))
    }

    /// Past the closing quotes and citations behind a sentence's end.
    private static func closersEnd(in text: Span<UInt8>, from offset: Int) -> Int {
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
        return end
    }
}
