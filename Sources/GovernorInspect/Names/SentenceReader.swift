/// Cuts a text into sentences, and these into tokens.
///
/// A sentence ends at a full stop that ends no abbreviation, at a question or exclamation mark, at an empty line, and at
/// the limits below, whatever stands there. Where it ends follows from its own bytes and the character after it, so that
/// a stream is cut like the whole text.
package struct SentenceReader: Sendable {
    package static let mostTokens = 96
    package static let mostBytes = 1024
    /// A word ends here; nobody is called so.
    static let longestWord = 64
    static let longestGap = 32
    /// No sentence has more bytes than this, and no decision reads more than that far.
    package static let reach = mostBytes + longestWord + longestGap + 4

    package private(set) var tokens: [NameToken] = []

    package init() { tokens.reserveCapacity(Self.mostTokens) }

    /// Reads the sentence at an offset.
    ///
    /// - Returns: Where the next one begins; nil when that depends on bytes that are still to come.
    package mutating func read(_ text: Span<UInt8>, at start: Int, isWhole: Bool) -> Int? {
        tokens.removeAll(keepingCapacity: true)
        let letters = ASCIILetter.all.span
        var (position, isBehindMark) = (start, false)
        while true {
            guard let gap = Self.gap(text, at: position, isWhole: isWhole) else { return nil }
            if gap.isBreak { return gap.end }
            position = gap.end
            guard position < text.count else { return isWhole ? position : nil }
            if isBehindMark, ends(before: text[position], after: gap) { return position }
            if tokens.count == Self.mostTokens || position - start > Self.mostBytes { return position }
            guard
                let token = appendToken(text, at: position, after: gap.kind, isWhole: isWhole, letters)
            else { return nil }
            (position, isBehindMark) = token
        }
    }

    /// Hands the tokens over without copying them; ``giveBack(_:)`` returns their room.
    package mutating func takeSentence() -> NameSentence {
        var sentence = NameSentence()
        swap(&sentence.tokens, &tokens)
        return sentence
    }

    package mutating func giveBack(_ sentence: consuming NameSentence) { tokens = sentence.tokens }

    // MARK: Gaps

    private struct Blank {
        var end: Int
        var kind: NameToken.Gap
        /// An empty line, or more blanks than a sentence has.
        var isBreak: Bool
    }

    private static func gap(_ text: Span<UInt8>, at start: Int, isWhole: Bool) -> Blank? {
        // Most are nothing or one space.
        let end = text.byte(at: start) == UInt8(ascii: " ") ? start + 1 : start
        if end < text.count, text[end] > UInt8(ascii: " ") {
            return Blank(end: end, kind: end == start ? .none : .space, isBreak: false)
        }
        var (position, lines) = (start, 0)
        while position < text.count, position - start < longestGap {
            let byte = text[position]
            guard byte == 32 || byte >= 9 && byte <= 13 else { break }
            if byte == 10 { lines += 1 }
            position += 1
        }
        if position == text.count, !isWhole, position - start < longestGap { return nil }
        let kind: NameToken.Gap = position == start ? .none : lines > 0 ? .line : .space
        return Blank(end: position, kind: kind, isBreak: lines > 1 || position - start == longestGap)
    }

    /// Whether the tokens so far, the last of which is a mark, are a sentence, given what follows.
    private func ends(before byte: UInt8, after gap: Blank) -> Bool {
        guard gap.kind != .none, let last = tokens.last else { return false }
        switch last.hash {
        case UInt32(UInt8(ascii: "!")), UInt32(UInt8(ascii: "?")): return true
        case UInt32(UInt8(ascii: ".")):
            guard tokens.count > 1 else { return true }
            let word = tokens[tokens.count - 2]
            if gap.kind == .line { return !word.isAbbreviation }
            let isSmall = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
            return !word.isAbbreviation && !(isSmall && word.length < 4)
        default: return false
        }
    }

    // MARK: Tokens

    /// Appends the token at an offset; returns its end and whether it is a mark, nil when that depends on bytes that are
    /// still to come.
    @inline(__always)
    private mutating func appendToken(
        _ text: Span<UInt8>, at start: Int, after gap: NameToken.Gap, isWhole: Bool, _ letters: Span<ASCIILetter>
    ) -> (end: Int, isMark: Bool)? {
        guard text[start] < 0x80 else { return appendLongToken(text, at: start, after: gap, isWhole: isWhole, letters) }
        // Most are words of ASCII letters, and marks.
        let limit = min(text.count, start + Self.longestWord)
        let (end, hash, counts) = Self.behindLetters(
            of: text, start..<limit, WordHash(), LetterCounts(), letters)
        if end < limit, text[end] < 0x80 {
            guard end > start else {
                let mark = NameToken(start: start, end: start + 1, hash: UInt32(text[start]), shape: .mark, gap: gap)
                tokens.append(mark)
                return (start + 1, true)
            }
            let shape = counts.shape(isCapitalFirst: text[start] &- UInt8(ascii: "A") < 26)
            tokens.append(NameToken(start: start, end: end, hash: hash.value, shape: shape, gap: gap))
            return (end, false)
        }
        return appendLongToken(text, at: start, after: gap, isWhole: isWhole, letters)
    }

    /// Appends the token at an offset, whatever it is.
    @inline(never)
    private mutating func appendLongToken(
        _ text: Span<UInt8>, at start: Int, after gap: NameToken.Gap, isWhole: Bool, _ letters: Span<ASCIILetter>
    ) -> (end: Int, isMark: Bool)? {
        guard let token = Self.token(text, at: start, after: gap, isWhole: isWhole, letters) else { return nil }
        tokens.append(token)
        return (token.end, token.isMark)
    }

    @inline(never)
    private static func token(
        _ text: Span<UInt8>, at start: Int, after gap: NameToken.Gap, isWhole: Bool, _ letters: Span<ASCIILetter>
    ) -> NameToken? {
        var (position, hash, counts, isSymbol) = (start, WordHash(), LetterCounts(), false)
        var isCapitalFirst = text[start] &- UInt8(ascii: "A") < 26
        let limit = min(text.count, start + longestWord)
        while position < limit {
            let byte = text[position]
            if byte < 0x80 {
                let start = position
                (position, hash, counts) = behindLetters(of: text, position..<limit, hash, counts, letters)
                if position == start { break }
                continue
            }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            guard position + length <= text.count || isWhole else { return nil }
            guard let scalar = scalar(text, at: position, length: length) else {
                // No UTF-8: a symbol of its own.
                if position > start { break }
                return NameToken(start: start, end: start + 1, hash: 0xFFFD, shape: .symbol, gap: gap)
            }
            if isMark(scalar) {
                if position > start { break }
                return NameToken(start: start, end: start + length, hash: scalar, shape: .mark, gap: gap)
            }
            if position > start, position + length > start + longestWord { break }
            let folded = LetterCase.small(scalar)
            hash.append(folded)
            if folded != scalar {
                counts.add(.capital)
            } else if scalar < 0x590 {
                counts.add(.small)
            } else {
                isSymbol = true
            }
            if position == start { isCapitalFirst = folded != scalar }
            position += length
        }
        if position == text.count, !isWhole, position - start < longestWord { return nil }
        guard position > start else {
            return NameToken(start: start, end: start + 1, hash: UInt32(text[start]), shape: .mark, gap: gap)
        }
        let shape: NameToken.Shape = isSymbol ? .symbol : counts.shape(isCapitalFirst: isCapitalFirst)
        return NameToken(start: start, end: position, hash: hash.value, shape: shape, gap: gap)
    }

    /// The end of the ASCII letters that a range begins with, and what they make of a word's hash and counts.
    ///
    /// By itself, so that all that changes with each letter stays in registers.
    @inline(never)
    private static func behindLetters(
        of text: Span<UInt8>, _ range: Range<Int>, _ hash: WordHash, _ counts: LetterCounts,
        _ letters: Span<ASCIILetter>
    ) -> (position: Int, hash: WordHash, counts: LetterCounts) {
        // What the bytes below stay within.
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count && letters.count == 256)
        return text.withUnsafeBufferPointer { text in
            letters.withUnsafeBufferPointer { letters in
                var (position, hash, counts) = (range.lowerBound, hash, counts)
                while position < range.upperBound {
                    let letter = letters[Int(text[position])]
                    guard letter.code != 0 else { break }
                    hash.append(letter.code)
                    counts.add(letter.counts)
                    position &+= 1
                }
                return (position, hash, counts)
            }
        }
    }

    private static func scalar(_ text: Span<UInt8>, at position: Int, length: Int) -> UInt32? {
        guard length > 1, position + length <= text.count else { return nil }
        var value = UInt32(text[position]) & (0x7F >> UInt32(length))
        for offset in 1..<length {
            let byte = text[position + offset]
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return value
    }

    /// Punctuation and symbols of the blocks that Western text uses.
    private static func isMark(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x80...0xBF, 0xD7, 0xF7, 0x2000...0x2BFF, 0x3000...0x303F, 0xFE30...0xFE4F, 0xFF00...0xFF0F,
            0x1F000...0x1FAFF:
            true
        default: false
        }
    }
}

extension NameToken {
    private static let abbreviations = HashedTable(
        words: [
            "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "inc", "ltd", "co", "corp", "no", "vs", "apt", "ave",
            "blvd", "rd", "gen", "col", "sen", "rep", "gov", "mt", "ft", "hon", "rev", "capt", "sgt", "lt", "messrs",
            "mme",
            "avda", "av", "str", "ul", "pl", "bd", "hno", "dept", "univ", "bros", "jan", "feb", "aug", "sept", "oct",
            "nov",
            "dec",
        ])

    /// Whether a full stop after it may belong to it.
    fileprivate var isAbbreviation: Bool {
        shape == .initial || length == 1 && isWord || length < 6 && Self.abbreviations[UInt64(hash)]
    }
}

/// How many letters of each kind a word has, a byte for each kind: one addition counts a letter without a branch.
private struct LetterCounts {
    private var bits: UInt32 = 0

    static let none = LetterCounts(bits: 0)
    static let small = LetterCounts(bits: 1)
    static let capital = LetterCounts(bits: 0x100)
    static let digit = LetterCounts(bits: 0x1_0000)

    init() { self = .none }

    private init(bits: UInt32) { self.bits = bits }

    /// A word is at most ``SentenceReader/longestWord`` long, so that no byte overflows.
    @inline(__always) mutating func add(_ other: LetterCounts) { bits &+= other.bits }

    @inline(__always)
    func shape(isCapitalFirst: Bool) -> NameToken.Shape {
        // Small letters only, and not too many.
        if bits &- 1 < UInt32(SentenceReader.longestWord / 2 - 1) { return .small }
        let (small, capitals, digits) = (bits & 0xFF, bits >> 8 & 0xFF, bits >> 16)
        if capitals + small + digits >= SentenceReader.longestWord / 2 { return .symbol }
        if digits > 0 { return capitals + small == 0 ? .digits : .mixed }
        if capitals == 0 { return .small }
        if small == 0 { return capitals == 1 ? .initial : .capitals }
        return isCapitalFirst && capitals == 1 ? .capital : .camel
    }
}

/// What a byte is to a word.
private struct ASCIILetter {
    /// Its small letter; 0 for what is in no word, or not ASCII.
    let code: UInt32
    let counts: LetterCounts

    static let all = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): ASCIILetter(code: UInt32(byte), counts: .small)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): ASCIILetter(code: UInt32(byte | 0x20), counts: .capital)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): ASCIILetter(code: UInt32(byte), counts: .digit)
        default: ASCIILetter(code: 0, counts: .none)
        }
    }
}
