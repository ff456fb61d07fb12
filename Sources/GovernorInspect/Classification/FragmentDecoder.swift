/// Decodes the pieces of a text that are Base64 (RFC 4648, both alphabets) or hexadecimal digits and say something readable.
///
/// A piece is read from its first character. It counts once ``shortest`` bytes of it are ASCII text; words of prose are
/// shorter, and others do not stay readable for so long.
struct FragmentDecoder: Sendable {
    static let base64 = FragmentDecoder(
        alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", alternatives: [45: 62, 95: 63],
        bitsPerCharacter: 6)
    static let hex = FragmentDecoder(
        alphabet: "0123456789abcdef", alternatives: [65: 10, 66: 11, 67: 12, 68: 13, 69: 14, 70: 15],
        bitsPerCharacter: 4)

    static let shortest = 12

    /// The value of each byte; 255 for those of no piece.
    let values: [UInt8]
    private let bitsPerCharacter: UInt32

    private var bits: UInt32 = 0
    private var bitCount: UInt32 = 0
    /// The first decoded bytes, until there are enough of them.
    private var first = SIMD16<UInt8>()
    /// How many bytes of the piece are decoded, up to ``shortest``; nil when it is not readable.
    private var length: Int? = 0

    private init(alphabet: String, alternatives: [Int: UInt8], bitsPerCharacter: UInt32) {
        var values = [UInt8](repeating: .max, count: 256)
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
        for (byte, value) in alternatives { values[byte] = value }
        (self.values, self.bitsPerCharacter) = (values, bitsPerCharacter)
    }

    /// Whether a byte may belong to a piece.
    @inline(__always) func reads(_ byte: UInt8) -> Bool { values[Int(byte)] != .max }

    /// Takes the next byte of the text; gives what becomes readable by it, and a blank after a piece.
    @inline(__always) mutating func take(_ byte: UInt8, _ give: (UInt8) -> Void) {
        let value = values[Int(byte)]
        if value == .max { finish(give) } else if length != nil { decode(UInt32(value), give) }
    }

    /// Ends the piece under way.
    @inline(__always) mutating func finish(_ give: (UInt8) -> Void) {
        if length == Self.shortest { give(UInt8(ascii: " ")) }
        (bits, bitCount, length) = (0, 0, 0)
    }

    private mutating func decode(_ value: UInt32, _ give: (UInt8) -> Void) {
        bits = bits << bitsPerCharacter | value
        bitCount += bitsPerCharacter
        guard bitCount >= 8, let known = length else { return }
        bitCount -= 8
        let byte = UInt8(truncatingIfNeeded: bits >> bitCount)
        let isReadable = (0x20..<0x7F).contains(byte) || (0x09...0x0D).contains(byte)
        if known == Self.shortest {
            if isReadable || byte >= 0x80 {
                give(byte)
            } else {
                give(UInt8(ascii: " "))
                length = nil
            }
        } else if isReadable {
            first[known] = byte
            length = known + 1
            if known + 1 == Self.shortest { for index in 0..<Self.shortest { give(first[index]) } }
        } else {
            length = nil
        }
    }
}
