/// A set of bytes; membership is one shift.
struct ByteSet: Sendable, Hashable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    init(_ bytes: some Sequence<UInt8>) { for byte in bytes { insert(byte) } }

    mutating func insert(_ byte: UInt8) {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let low = byte & 64 == 0 ? words.0 : words.1
        let high = byte & 64 == 0 ? words.2 : words.3
        return (byte < 128 ? low : high) &>> UInt64(byte & 63) & 1 == 1
    }

    func union(_ other: ByteSet) -> ByteSet {
        var union = self
        union.words.0 |= other.words.0
        union.words.1 |= other.words.1
        union.words.2 |= other.words.2
        union.words.3 |= other.words.3
        return union
    }

    static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    static let all = ByteSet(UInt8.min...UInt8.max)
    static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let letters = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z"))
        .union(ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z")))
    static let capitals = ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z"))
    static let hexDigits = ByteSet("0123456789abcdefABCDEF".utf8)
}
