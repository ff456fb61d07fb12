extension Span<UInt8> {
    /// The byte at an offset; nil outside the text.
    func byte(at offset: Int) -> UInt8? { offset >= 0 && offset < count ? self[offset] : nil }

    /// Whether the text has these bytes at an offset.
    func hasPrefix(_ bytes: StaticString, at offset: Int) -> Bool {
        let length = bytes.utf8CodeUnitCount
        guard offset >= 0, offset + length <= count else { return false }
        return bytes.withUTF8Buffer { prefix in
            for index in 0..<length where self[offset + index] != prefix[index] { return false }
            return true
        }
    }
}
