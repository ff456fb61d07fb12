extension String {
    /// Whether it comes before another one by UTF-16 units, as RFC 8785 (section 3.2.3) sorts names.
    package func precedesByUTF16(_ other: String) -> Bool {
        for (byte, otherByte) in zip(utf8, other.utf8) where byte != otherByte {
            // UTF-8 sorts alike, but for pairs of surrogates, which stand before what begins with 0xEE and 0xEF.
            let isPair = byte >= 0xF0
            return byte >= 0xEE && otherByte >= 0xEE && isPair != (otherByte >= 0xF0) ? isPair : byte < otherByte
        }
        return utf8.count < other.utf8.count
    }
}
