/// The checksums that providers put into their tokens.
enum TokenChecksum {
    /// Whether the last six characters are the CRC-32 of those before, in base 62 with digits, capitals, small letters.
    ///
    /// GitHub describes it in *Behind GitHub's new authentication token formats* (2021); npm uses the same.
    static func isBase62(_ text: Span<UInt8>, in body: Range<Int>) -> Bool {
        var rest = crc32(text, in: body.lowerBound..<body.upperBound - 6)
        for offset in (body.upperBound - 6..<body.upperBound).reversed() {
            guard text[offset] == base62[Int(rest % 62)] else { return false }
            rest /= 62
        }
        return true
    }

    /// Whether the last eight characters, after one separator, are the CRC-32 of those before the separator.
    static func isHexadecimal(_ text: Span<UInt8>, in token: Range<Int>) -> Bool {
        var rest = crc32(text, in: token.lowerBound..<token.upperBound - 9)
        for offset in (token.upperBound - 8..<token.upperBound).reversed() {
            guard text[offset] | 0x20 == hexadecimal[Int(rest & 15)] | 0x20 else { return false }
            rest >>= 4
        }
        return true
    }

    /// Whether prefix and body together are valid Bech32 (BIP 173). The prefix ends with its separator `1`.
    static func isBech32(_ text: Span<UInt8>, prefix: [UInt8], in body: Range<Int>) -> Bool {
        var remainder: UInt32 = 1
        let name = prefix.dropLast().map { $0 | 0x20 }
        for byte in name { step(&remainder, with: UInt32(byte >> 5)) }
        step(&remainder, with: 0)
        for byte in name { step(&remainder, with: UInt32(byte & 31)) }
        for offset in body {
            guard let value = bech32.firstIndex(of: text[offset] | 0x20) else { return false }
            step(&remainder, with: UInt32(value))
        }
        return remainder == 1
    }

    private static func step(_ remainder: inout UInt32, with value: UInt32) {
        let top = remainder >> 25
        remainder = (remainder & 0x1FF_FFFF) << 5 ^ value
        for (bit, generator) in generators.enumerated() where top >> UInt32(bit) & 1 == 1 { remainder ^= generator }
    }

    /// CRC-32 as in IEEE 802.3, bit by bit: tokens are short and rare.
    private static func crc32(_ text: Span<UInt8>, in range: Range<Int>) -> UInt32 {
        var remainder: UInt32 = 0xFFFF_FFFF
        for offset in range {
            remainder ^= UInt32(text[offset])
            for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~remainder
    }

    private static let base62 = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private static let hexadecimal = Array("0123456789abcdef".utf8)
    private static let bech32 = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    private static let generators: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
}
