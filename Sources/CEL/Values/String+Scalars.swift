/// Swift compares strings by canonical equivalence and counts them in characters; the language compares and counts
/// Unicode scalars. Everything that looks at text in this library goes through these instead.
extension String {
    /// Whether both strings are the same sequence of Unicode scalars.
    func hasSameScalars(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let fast = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
        }
        return (fast ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    /// Whether this string comes before `other` in the order of Unicode scalars, which UTF-8 preserves.
    func precedesByScalars(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Feeds the bytes of the string, so that strings with the same scalars hash alike and others do not collide.
    func hashScalars(into hasher: inout Hasher) {
        let fast: Void? = utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        if fast == nil { for byte in utf8 { hasher.combine(byte) } }
        hasher.combine(0xFF as UInt8)
    }
}
