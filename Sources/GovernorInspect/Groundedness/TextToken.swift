/// A word, number or reference of a text.
struct TextToken: Equatable {
    enum Kind: Equatable {
        case word
        /// Digits with a decimal point or thousands separators, or the name of a small number.
        case number
        /// `[2]`, `[1, 3]`: the numbers of sources, from 1.
        case citation([Int])
        case link
    }

    let kind: Kind
    /// The hash of its stem; of a number's value; of a link's bytes.
    let stem: UInt64
    /// The hash of its folded form.
    let form: UInt64
    let span: Range<Int>
    /// Whether its first letter is an ASCII capital.
    let isCapitalised: Bool

    /// Whether it says something, as opposed to holding a sentence together.
    var isContent: Bool { kind == .number || (kind == .word && !WordList.functionWords.contains(form)) }

    var isCountable: Bool { kind == .word || kind == .number }
}

/// Cuts a text into tokens.
struct TextTokens {
    private(set) var tokens: [TextToken] = []

    /// - Parameter text: UTF-8. Other bytes separate words.
    init(_ text: Span<UInt8>) {
        var position = 0
        while position < text.count {
            position = Self.read(text, at: position, into: &tokens)
        }
    }

    /// Reads the token or separator at a position; returns where it ends.
    private static func read(_ text: Span<UInt8>, at start: Int, into tokens: inout [TextToken]) -> Int {
        if text[start] == UInt8(ascii: "["), let (sources, end) = citation(in: text, at: start) {
            tokens.append(
                TextToken(kind: .citation(sources), stem: 0, form: 0, span: start..<end, isCapitalised: false))
            return end
        }
        if text.hasWord("http://", at: start) || text.hasWord("https://", at: start) {
            return link(in: text, at: start, into: &tokens)
        }
        if text[start].isDigit { return number(in: text, at: start, into: &tokens) }
        return word(in: text, at: start, into: &tokens)
    }

    private static func citation(in text: Span<UInt8>, at start: Int) -> (sources: [Int], end: Int)? {
        var sources: [Int] = []
        var number: Int?
        for position in start + 1..<min(text.count, start + 40) {
            switch text[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                number = min(9999, (number ?? 0) * 10 + Int(text[position] - UInt8(ascii: "0")))
            case UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "]"):
                if let number { sources.append(number) }
                number = nil
                if text[position] == UInt8(ascii: "]") { return sources.isEmpty ? nil : (sources, position + 1) }
            default: return nil
            }
        }
        return nil
    }

    private static func link(in text: Span<UInt8>, at start: Int, into tokens: inout [TextToken]) -> Int {
        var end = start
        let enders = ByteSet(Array(" \t\r\n<>\"()[]{}|\\^`".utf8))
        while end < text.count, text[end] > 0x20, !enders.contains(text[end]) { end += 1 }
        while end > start, ByteSet(Array(".,;:!?'".utf8)).contains(text[end - 1]) { end -= 1 }
        let hash = WordList.hash((start..<end).map { text[$0] })
        tokens.append(TextToken(kind: .link, stem: hash, form: hash, span: start..<end, isCapitalised: false))
        return end
    }

    /// `1,234.50`, `9.000`, `1990s`, `5th`: the value counts, not the letters behind it.
    private static func number(in text: Span<UInt8>, at start: Int, into tokens: inout [TextToken]) -> Int {
        var digits: [UInt8] = []
        var position = start
        while let byte = text.byte(at: position) {
            if byte.isDigit {
                digits.append(byte)
            } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "."),
                text.byte(at: position + 1)?.isDigit ?? false
            {
                let grouped = (1...3).allSatisfy { text.byte(at: position + $0)?.isDigit ?? false }
                if !(grouped && !(text.byte(at: position + 4)?.isDigit ?? false)) { digits.append(UInt8(ascii: ".")) }
            } else {
                break
            }
            position += 1
        }
        while text.byte(at: position)?.isLetterOrDigit ?? false { position += 1 }
        let hash = WordList.hash(digits)
        tokens.append(TextToken(kind: .number, stem: hash, form: hash, span: start..<position, isCapitalised: false))
        return position
    }

    private static func word(in text: Span<UInt8>, at start: Int, into tokens: inout [TextToken]) -> Int {
        var letters: [UInt8] = []
        var position = start
        var end = start
        reading: while position < text.count {
            let (value, length) =
                text[position] < 0x80 ? (UInt32(text[position]), 1) : text.longScalar(at: position) ?? (0, 1)
            switch FoldedScalar(value) {
            case .letter(let letter):
                letters.append(folded: letter)
                end = position + length
            case .ideograph(let letter):
                guard letters.isEmpty else { break reading }
                letters.append(folded: letter)
                end = position + length
                break reading
            case .ignored where !letters.isEmpty: break
            default: break reading
            }
            position += length
        }
        guard !letters.isEmpty else {
            return position + (text[position] < 0x80 ? 1 : text.longScalar(at: position)?.length ?? 1)
        }
        let form = WordList.hash(letters)
        let isCapitalised = text[start].isLetter && text[start] & 0x20 == 0
        let value = WordList.numbers[form]
        let isPossessive = letters.last == UInt8(ascii: "s") && end - start > letters.count
        let stem = value ?? Stem.of(isPossessive && letters.count > 1 ? Array(letters.dropLast()) : letters)
        tokens.append(
            TextToken(
                kind: value == nil ? .word : .number, stem: WordList.hash(stem), form: form, span: start..<end,
                isCapitalised: isCapitalised))
        return end
    }
}

extension [UInt8] {
    fileprivate mutating func append(folded letter: UInt32) {
        if letter < 0x80 { return append(UInt8(letter)) }
        append(0x80 | UInt8(truncatingIfNeeded: letter >> 16))
        append(UInt8(truncatingIfNeeded: letter >> 8))
        append(UInt8(truncatingIfNeeded: letter))
    }
}
