/// Digits of base 58, as addresses are written: without those that look alike.
enum Base58 {
    /// The value of each byte as a digit; 255 for none.
    static let bitcoin = values("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
    static let ripple = values("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz")

    /// The number that a range of digits stands for, as big-endian bytes; nil when one is no digit or it does not fit.
    static func bytes(_ text: Span<UInt8>, _ span: Range<Int>, count: Int, _ values: [UInt8] = bitcoin) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        for position in span {
            let value = values[Int(text[position])]
            guard value < 58 else { return nil }
            var carry = Int(value)
            for index in bytes.indices.reversed() {
                carry += 58 * Int(bytes[index])
                bytes[index] = UInt8(carry & 0xFF)
                carry >>= 8
            }
            guard carry == 0 else { return nil }
        }
        return bytes
    }

    private static func values(_ alphabet: String) -> [UInt8] {
        var values = [UInt8](repeating: .max, count: 256)
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }
}

/// The checksum of Bitcoin's older addresses: 25 bytes in base 58, the last four from a double SHA-256 of the rest.
enum Base58Check {
    static func isAddress(_ text: Span<UInt8>, _ span: Range<Int>) -> Bool {
        let isRipple = text[span.lowerBound] == UInt8(ascii: "r")
        guard let bytes = Base58.bytes(text, span, count: 25, isRipple ? Base58.ripple : Base58.bitcoin) else {
            return false
        }
        return SHA256.digest(of: SHA256.digest(of: Array(bytes.prefix(21)))).prefix(4) == bytes.suffix(4)
    }
}
