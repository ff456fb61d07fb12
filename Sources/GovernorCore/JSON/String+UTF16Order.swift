extension String {
    /// Whether it comes before another one by UTF-16 units, as RFC 8785 (section 3.2.3) sorts names.
    package func precedesByUTF16(_ other: String) -> Bool {
        let inPlace = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in Self.precedes(left, right) }
        }
        return (inPlace ?? nil) ?? Self.precedes(utf8, other.utf8)
    }

    @inline(__always)
    private static func precedes(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        for (byte, other) in zip(left, right) where byte != other {
            // UTF-8 sorts alike, but for pairs of surrogates, which stand before what begins with 0xEE and 0xEF.
            let isPair = byte >= 0xF0
            return byte >= 0xEE && other >= 0xEE && isPair != (other >= 0xF0) ? isPair : byte < other
        }
        return left.count < right.count
    }
}
