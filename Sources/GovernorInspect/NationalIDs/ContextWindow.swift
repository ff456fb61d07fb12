/// How near a word that announces a kind stands.
enum ContextNearness: Int, Sendable, Comparable {
    /// Words directly before announce another sort of number, and none this one.
    case contrary
    case none
    /// Somewhere in the window.
    case wide
    /// Among the last words before.
    case near

    static func < (left: ContextNearness, right: ContextNearness) -> Bool { left.rawValue < right.rawValue }
}

/// The words around an identifier that begins at some place, read when first needed.
struct ContextReading {
    private let start: Int
    private var before: ContextWindow?
    private var after: (end: Int, window: ContextWindow)?

    init(before start: Int) { self.start = start }

    /// How near a word of a kind stands to what ends at an offset.
    mutating func nearness(
        of kind: Int, in text: Span<UInt8>, after end: Int, _ words: ContextIndex
    ) -> ContextNearness {
        let bit = ContextIndex.Kinds(1) << ContextIndex.Kinds(kind)
        let before = windowBefore(in: text, words)
        if before.near & bit != 0 { return .near }
        if before.near & ContextIndex.other != 0 { return .contrary }
        return before.all & bit != 0 || windowAfter(end, in: text, words).all & bit != 0 ? .wide : .none
    }

    private mutating func windowBefore(in text: Span<UInt8>, _ words: ContextIndex) -> ContextWindow {
        if let before { return before }
        let window = ContextWindow(in: text, max(0, start - ContextWindow.longest)..<start, words)
        before = window
        return window
    }

    private mutating func windowAfter(_ end: Int, in text: Span<UInt8>, _ words: ContextIndex) -> ContextWindow {
        if let after, after.end == end { return after.window }
        let window = ContextWindow(in: text, end..<min(text.count, end + ContextWindow.longest), words)
        after = (end, window)
        return window
    }
}

/// What a stretch of text announces.
struct ContextWindow: Sendable {
    /// How far words count on either side, in bytes.
    static let longest = 80
    /// How far a word may go on behind that which is written without spaces.
    static let longestBehind = 48
    /// How many of the last words before an identifier count as near.
    private static let nearWords = 4

    /// The kinds that any word of it announces.
    private(set) var all: ContextIndex.Kinds = 0
    /// The kinds that its last words announce.
    private(set) var near: ContextIndex.Kinds = 0

    init(in text: Span<UInt8>, _ range: Range<Int>, _ words: ContextIndex) {
        var position = range.lowerBound
        // A word cut by the edge of the window is none.
        if position > 0 { while position < range.upperBound, text[position - 1].isWord { position += 1 } }
        // The phrases of one to three words that end with the last word.
        var (one, two, three): (UInt64, UInt64, UInt64) = (0, 0, 0)
        var recent = (all, all, all, all)
        while position < range.upperBound {
            guard text[position].isWord else {
                position += 1
                continue
            }
            var (hash, found) = (ContextIndex.emptyWord, ContextIndex.Kinds(0))
            var previous: UInt8 = 0
            repeat {
                let byte = text[position]
                if byte >= 0xE0 { found |= words.kinds(ofUnspacedWordAt: position, in: text) }
                hash = ContextIndex.hash(hash, adding: byte, after: previous)
                previous = byte
                position += 1
            } while position < range.upperBound && text[position].isWord && !text.isHump(at: position)
            // Cut by the far edge; what ends in another script where the identifier begins is whole.
            if position == range.upperBound, previous < 0x80, text.byte(at: position)?.isWord ?? false { break }
            let phrases = (
                hash, ContextIndex.hash(ofPhrase: one, adding: hash), ContextIndex.hash(ofPhrase: two, adding: hash),
                ContextIndex.hash(ofPhrase: three, adding: hash)
            )
            found |= words.kinds(ofPhrase: phrases.0)
            if one != 0 { found |= words.kinds(ofPhrase: phrases.1) }
            if two != 0 { found |= words.kinds(ofPhrase: phrases.2) }
            if three != 0 { found |= words.kinds(ofPhrase: phrases.3) }
            (one, two, three) = (hash, one == 0 ? 0 : phrases.1, two == 0 ? 0 : phrases.2)
            all |= found
            recent = (recent.1, recent.2, recent.3, found)
        }
        near = recent.0 | recent.1 | recent.2 | recent.3
    }
}

extension UInt8 {
    fileprivate var isWord: Bool { isLetterOrDigit || self >= 0x80 }
}

extension Span<UInt8> {
    /// Whether a new word of a name such as `passportNumber` begins here.
    fileprivate func isHump(at offset: Int) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self[offset])
            && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self[offset - 1])
    }
}
