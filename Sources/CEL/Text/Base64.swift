/// Base64 with the standard alphabet (RFC 4648 §4), as CEL's `encoders` extension uses it.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// Encodes bytes, with padding.
    static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            var group: UInt32 = 0
            for byte in chunk { group = group << 8 | UInt32(byte) }
            group <<= UInt32(8 * (3 - chunk.count))
            for place in 0..<4 {
                let isPadding = place > chunk.count
                result.append(isPadding ? padding : alphabet[Int(group >> UInt32(18 - 6 * place) & 63)])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Decodes text whose padding is complete or left out; nil when it is not Base64.
    ///
    /// Bits that are left over in the last character are ignored, as the reference implementation does.
    static func decode(_ text: String) -> [UInt8]? {
        var characters = Array(text.utf8)
        let full = characters.count
        while characters.last == padding, full - characters.count < 2 { characters.removeLast() }
        let isPadded = characters.count < full
        guard characters.count % 4 != 1, !isPadded || full % 4 == 0 else { return nil }

        var result: [UInt8] = []
        result.reserveCapacity(characters.count / 4 * 3 + 2)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for character in characters {
            guard let value = value(of: character) else { return nil }
            group = group << 6 | value
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            result.append(UInt8(truncatingIfNeeded: group >> bits))
        }
        return result
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
