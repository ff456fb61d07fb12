/// A time-ordered identifier, RFC 9562 section 5.7.
///
/// 48 bits of milliseconds since 1970, then 74 random bits around the version and variant.
public struct UUIDv7: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// Draws a new identifier for a moment.
    public init(at time: Timestamp, using random: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(max(0, time.millisecondsSince1970)) & 0xFFFF_FFFF_FFFF
        high = milliseconds << 16 | 0x7000 | (random.next() & 0x0FFF)
        low = 0x8000_0000_0000_0000 | (random.next() & 0x3FFF_FFFF_FFFF_FFFF)
    }

    /// Reads the 36-character form; nil unless it is a version 7 identifier.
    public init?(_ text: String) {
        let characters = Array(text.utf8)
        guard characters.count == 36 else { return nil }
        for position in [8, 13, 18, 23] where characters[position] != UInt8(ascii: "-") { return nil }
        guard let bytes = Hex.decode(characters.filter { $0 != UInt8(ascii: "-") }), bytes.count == 16 else {
            return nil
        }
        high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
        guard (high >> 12) & 0xF == 7, low >> 62 == 2 else { return nil }
    }

    /// The moment in the identifier, in whole milliseconds.
    public var time: Timestamp { Timestamp(millisecondsSince1970: Int64(high >> 16)) }

    /// The 16 bytes.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }

    /// The 36-character form in lower case.
    public var description: String {
        String(unsafeUninitializedCapacity: 36) { text in
            var length = 0
            for place in 0..<16 {
                if place == 4 || place == 6 || place == 8 || place == 10 {
                    text[length] = UInt8(ascii: "-")
                    length += 1
                }
                let byte = UInt8(truncatingIfNeeded: (place < 8 ? high : low) >> UInt64(56 - 8 * (place & 7)))
                text[length] = Hex.digit(byte >> 4)
                text[length + 1] = Hex.digit(byte & 15)
                length += 2
            }
            return length
        }
    }

    public static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}
