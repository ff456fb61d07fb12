/// A set of bytes; membership is one shift.
struct ByteSet: Sendable, Hashable {
    private var low: UInt128 = 0
    private var high: UInt128 = 0

    init(_ bytes: some Sequence<UInt8>) { for byte in bytes { insert(byte) } }

    mutating func insert(_ byte: UInt8) {
        if byte < 128 { low |= 1 << UInt128(byte) } else { high |= 1 << UInt128(byte - 128) }
    }

    func contains(_ byte: UInt8) -> Bool {
        (byte < 128 ? low >> UInt128(byte) : high >> UInt128(byte - 128)) & 1 == 1
    }

    func union(_ other: ByteSet) -> ByteSet {
        var union = self
        union.low |= other.low
        union.high |= other.high
        return union
    }

    static let all = ByteSet(UInt8.min...UInt8.max)
    static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let letters = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z"))
        .union(ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z")))
    static let capitals = ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z"))
    static let hexDigits = ByteSet("0123456789abcdefABCDEF".utf8)
}
