/// What a value looks like: its length, characters and how likely they follow each other in words.
struct ValueShape: Sendable {
    /// The coarse class of a value, which decides what a key before it means.
    enum Kind: Int, Sendable, CaseIterable {
        case uuid, hexadecimal, digits, word, words, camel, oneCase, mixed, base64, tokenLike, symbols
    }

    let kind: Kind
    let length: Int
    let digits: Int
    /// Shannon entropy, bits a character.
    let entropy: Double
    /// Changes between small letters, capitals, digits and others, per character.
    let changes: Double
    /// The mean of log2 of how much likelier letter pairs are in words and names than by chance; 0 without pairs.
    let wordLikeness: Double
    /// The sum of what ``wordLikeness`` is the mean of: how sure the pairs make it.
    let totalLikeness: Double
    /// The share of characters that repeat or follow the one before in the alphabet.
    let regularity: Double
    /// Whether it is as long as a digest: 32, 40, 56, 64, 96 or 128 hexadecimal digits.
    let isDigestLength: Bool
    /// Whether short letters, `_` or `-`, then a drawn rest: how providers write tokens today.
    let hasPrefix: Bool
    /// Whether it is words parted by slashes and hyphens, which base 64 never has together.
    let isPath: Bool

    init(_ text: Span<UInt8>, in value: Range<Int>, pairs: LetterPairs = .trained) {
        var tally = Tally()
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 128) { counts in
            counts.initialize(repeating: 0)
            for offset in value { counts[Int(text[offset] & 127)] += 1 }
            tally.entropy = counts.reduce(0) { entropy, count in
                guard count > 0 else { return entropy }
                return entropy + Double(count) * (Log2.table[min(value.count, 512)] - Log2.table[min(Int(count), 512)])
            }
        }
        for offset in value {
            tally.add(text[offset], after: offset > value.lowerBound ? text[offset - 1] : nil, pairs)
        }
        length = value.count
        digits = tally.digits
        entropy = tally.entropy / Double(length)
        changes = Double(tally.changes) / Double(length)
        totalLikeness = tally.likeness
        wordLikeness = tally.pairs == 0 ? 0 : tally.likeness / Double(tally.pairs)
        regularity = Double(tally.regular) / Double(length)
        kind = tally.kind(length: length, isUUID: Self.isUUID(text, value))
        isDigestLength = kind == .hexadecimal && [32, 40, 56, 64, 96, 128].contains(length)
        hasPrefix = Self.hasPrefix(text, value)
        isPath = tally.slashes > 0 && tally.joints > 0 && wordLikeness > 0
    }

    private static func isUUID(_ text: Span<UInt8>, _ value: Range<Int>) -> Bool {
        guard value.count == 36 else { return false }
        return value.indices.allSatisfy { offset in
            switch offset - value.lowerBound {
            case 8, 13, 18, 23: text[offset] == UInt8(ascii: "-")
            default: ByteSet.hexadecimal.contains(text[offset])
            }
        }
    }

    private static func hasPrefix(_ text: Span<UInt8>, _ value: Range<Int>) -> Bool {
        guard value.count >= 20 else { return false }
        var offset = value.lowerBound
        while offset < value.lowerBound + 9, text[offset].isLetter { offset += 1 }
        return offset >= value.lowerBound + 2
            && (text[offset] == UInt8(ascii: "_") || text[offset] == UInt8(ascii: "-"))
    }

    /// What one pass over the bytes counts.
    private struct Tally {
        var entropy = 0.0
        var small = 0
        var capitals = 0
        var digits = 0
        var hexadecimal = 0
        /// `_`, `-` and `.`
        var joints = 0
        var slashes = 0
        /// `+`, `/` and `=`
        var base64 = 0
        var others = 0
        var changes = 0
        var regular = 0
        var likeness = 0.0
        var pairs = 0
        private var last = 0

        mutating func add(_ byte: UInt8, after previous: UInt8?, _ letterPairs: LetterPairs) {
            if ByteSet.hexadecimal.contains(byte) { hexadecimal += 1 }
            if byte == UInt8(ascii: "/") { slashes += 1 }
            let group = count(byte)
            if let previous {
                if group != last { changes += 1 }
                if byte == previous || byte == previous &+ 1 { regular += 1 }
                if byte.isLetter, previous.isLetter {
                    likeness += letterPairs.likeness(previous, byte)
                    pairs += 1
                }
            }
            last = group
        }

        private mutating func count(_ byte: UInt8) -> Int {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): small += 1; return 0
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): capitals += 1; return 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1; return 2
            case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): joints += 1; return 3
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): base64 += 1; return 4
            default: others += 1; return 5
            }
        }

        func kind(length: Int, isUUID: Bool) -> Kind {
            if isUUID { return .uuid }
            if others > 0 { return .symbols }
            if digits == length { return .digits }
            if base64 > 0 { return .base64 }
            if digits == 0 {
                if joints > 0 { return .words }
                return small > 0 && capitals > 1 ? .camel : .word
            }
            if hexadecimal == length { return .hexadecimal }
            if joints > 0 { return .tokenLike }
            return small > 0 && capitals > 0 ? .mixed : .oneCase
        }
    }
}

/// Logarithms of small counts.
enum Log2 {
    /// `table[n]` is log2 of n; 0 for n = 0.
    static let table: [Double] = (0...512).map { count in
        // The series of ln((1 + x) / (1 - x)) after halving to 1..<2: the standard library has no logarithm.
        var value = Double(max(count, 1))
        var whole = 0.0
        while value >= 2 { value /= 2; whole += 1 }
        let ratio = (value - 1) / (value + 1)
        var power = ratio
        var sum = 0.0
        for odd in stride(from: 1.0, through: 41, by: 2) { sum += power / odd; power *= ratio * ratio }
        return whole + 2 * sum / 0.693_147_180_559_945_3
    }
}
