import GovernorCore

@testable import GovernorInspect

/// Draws tokens that have a format's structure, and its checksum where it has one.
enum DrawnToken {
    static func text(of format: SecretFormat, using random: inout SeededGenerator) -> String {
        let prefix = String(decoding: format.prefix, as: UTF8.self)
        switch format.check {
        case .crc32Base62:
            let body = letters(format.length.lowerBound - 6, using: &random)
            return prefix + body + base62(crc32(body))
        case .crc32Hexadecimal:
            let body = prefix + letters(format.length.lowerBound - 9, using: &random)
            let digits = String(crc32(body), radix: 16)
            return body + "_" + String(repeating: "0", count: 8 - digits.count) + digits
        case .fields(let lengths):
            return prefix + lengths.map { letters($0, using: &random) }.joined(separator: ".")
        case .contains(let part):
            return prefix + letters(format.length.lowerBound - 20, using: &random) + "\(part)"
                + letters(20, using: &random)
        case .varied, .anyBody, .bech32:
            let alphabet = (UInt8.min...127).filter { format.alphabet.contains($0) && $0.isLetterOrDigit }
            return prefix + draw(format.length.lowerBound, of: alphabet, using: &random)
        }
    }

    static func letters(_ count: Int, using random: inout SeededGenerator) -> String {
        draw(count, of: (UInt8.min...127).filter(ByteSet.base62.contains), using: &random)
    }

    private static func draw(_ count: Int, of alphabet: [UInt8], using random: inout SeededGenerator) -> String {
        String(
            decoding: (0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] }, as: UTF8.self
        )
    }

    private static func base62(_ number: UInt32) -> String {
        let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        var (rest, text) = (number, "")
        for _ in 0..<6 {
            text = String(digits[Int(rest % 62)]) + text
            rest /= 62
        }
        return text
    }

    private static func crc32(_ text: String) -> UInt32 {
        ~text.utf8.reduce(0xFFFF_FFFF) { remainder, byte in
            (0..<8).reduce(remainder ^ UInt32(byte)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}
