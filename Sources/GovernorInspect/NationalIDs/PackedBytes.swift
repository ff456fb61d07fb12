/// Twenty-four bytes in three registers, for comparing all of them in a few steps.
///
/// Instead of a vector of the standard library, which takes its lanes one by one through memory wherever it does more
/// than add or compare them.
struct PackedBytes: Sendable, Hashable {
    static let count = 24

    private var words: (UInt64, UInt64, UInt64)

    /// - Parameter byte: What all of them are at first.
    init(repeating byte: UInt8 = 0) {
        let word = UInt64(byte) &* 0x0101_0101_0101_0101
        words = (word, word, word)
    }

    subscript(index: Int) -> UInt8 { UInt8(truncatingIfNeeded: word(index) &>> Self.shift(index)) }

    /// Changes bits of the byte at an index.
    @inline(__always)
    mutating func flip(_ bits: UInt8, at index: Int) {
        let change = UInt64(bits) &<< Self.shift(index)
        if index < 8 { words.0 ^= change } else if index < 16 { words.1 ^= change } else { words.2 ^= change }
    }

    /// Whether each byte has a bit in common with the other's.
    func meetsEverywhere(_ other: PackedBytes) -> Bool {
        Self.hasNoZero(words.0 & other.words.0) && Self.hasNoZero(words.1 & other.words.1)
            && Self.hasNoZero(words.2 & other.words.2)
    }

    /// Whether the bytes are those of another where a mask has ones.
    func equals(_ other: PackedBytes, in mask: PackedBytes) -> Bool {
        (words.0 ^ other.words.0) & mask.words.0 | (words.1 ^ other.words.1) & mask.words.1
            | (words.2 ^ other.words.2) & mask.words.2 == 0
    }

    static func == (left: PackedBytes, right: PackedBytes) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
    }

    private func word(_ index: Int) -> UInt64 { index < 8 ? words.0 : index < 16 ? words.1 : words.2 }

    private static func shift(_ index: Int) -> UInt64 { UInt64(truncatingIfNeeded: index & 7) &<< 3 }

    /// Whether none of eight bytes is 0: only then does subtracting 1 from each borrow nowhere.
    private static func hasNoZero(_ word: UInt64) -> Bool {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 == 0
    }
}
