/// Base64, RFC 4648 sections 4 and 5.
///
/// `CEL` has its own, more lenient one for its `base64` functions: that target stands alone.
public enum Base64 {
    /// Which of the two alphabets a text uses.
    public enum Alphabet: Sendable {
        /// `+` and `/`, with padding.
        case standard
        /// `-` and `_`, without padding.
        case urlSafe
    }

    /// Encodes bytes: the standard alphabet is padded, the URL-safe one is not.
    public static func encode(_ bytes: some Collection<UInt8>, _ alphabet: Alphabet = .standard) -> String {
        // The work is done in one place that the optimiser sees whole, whatever the collection is.
        bytes.withContiguousStorageIfAvailable { encode($0, alphabet) }
            ?? Array(bytes).withUnsafeBufferPointer { encode($0, alphabet) }
    }

    private static func encode(_ bytes: UnsafeBufferPointer<UInt8>, _ alphabet: Alphabet) -> String {
        (alphabet == .standard ? standardDigits : urlSafeDigits).withUnsafeBufferPointer { digits in
            String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text in
                var length = 0
                var start = 0
                while start + 3 <= bytes.count {
                    let (first, second, third) = (bytes[start], bytes[start + 1], bytes[start + 2])
                    text[length] = digits[Int(first >> 2)]
                    text[length + 1] = digits[Int(first << 4 & 0x30 | second >> 4)]
                    text[length + 2] = digits[Int(second << 2 & 0x3C | third >> 6)]
                    text[length + 3] = digits[Int(third & 0x3F)]
                    start += 3
                    length += 4
                }
                if start < bytes.count {
                    let (first, second) = (bytes[start], start + 1 < bytes.count ? bytes[start + 1] : nil)
                    text[length] = digits[Int(first >> 2)]
                    text[length + 1] = digits[Int(first << 4 & 0x30 | (second ?? 0) >> 4)]
                    if let second { text[length + 2] = digits[Int(second << 2 & 0x3C)] }
                    length += second == nil ? 2 : 3
                }
                while alphabet == .standard, !length.isMultiple(of: 4) {
                    text[length] = UInt8(ascii: "=")
                    length += 1
                }
                return length
            }
        }
    }

    /// Decodes strictly: the one encoding of the bytes and nothing else; nil otherwise.
    ///
    /// Stray characters, missing or extra padding and non-zero trailing bits are rejected, so that a signed text has
    /// one spelling.
    public static func decode(_ text: String, _ alphabet: Alphabet = .standard) -> [UInt8]? {
        let values = alphabet == .standard ? standardValues : urlSafeValues
        var input = text.utf8[...]
        if alphabet == .standard {
            guard input.count.isMultiple(of: 4) else { return nil }
            for _ in 0..<2 where input.last == UInt8(ascii: "=") { input.removeLast() }
        }
        guard input.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(input.count / 4 * 3 + 2)
        var buffer: UInt32 = 0
        var bits = 0
        for digit in input {
            let value = values[Int(digit)]
            guard value < 64 else { return nil }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        guard buffer & ((1 << UInt32(bits)) - 1) == 0 else { return nil }
        return bytes
    }

    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    private static let standardDigits = Array((letters + "+/").utf8)
    private static let urlSafeDigits = Array((letters + "-_").utf8)
    private static let standardValues = inverse(of: standardDigits)
    private static let urlSafeValues = inverse(of: urlSafeDigits)

    private static func inverse(of digits: [UInt8]) -> [UInt8] {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }
}
