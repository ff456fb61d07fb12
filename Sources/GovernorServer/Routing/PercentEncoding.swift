import GovernorCore

/// Percent-encoding of URLs, RFC 3986 section 2.1.
enum PercentEncoding {
    /// The text of encoded bytes; nil when an escape is broken or the result is not UTF-8.
    static func decode(_ encoded: some Collection<UInt8>) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count)
        var rest = encoded[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let decoded = Hex.decode(Array(rest.prefix(2))) else { return nil }
            bytes += decoded
            rest = rest.dropFirst(2)
        }
        return UTF8Validation.firstInvalidByte(in: bytes) == nil ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
