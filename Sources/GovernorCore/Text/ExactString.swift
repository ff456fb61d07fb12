#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A string that is equal to another only if their UTF-8 bytes are.
///
/// Swift's `String` compares by canonical equivalence: `"é"` in one scalar equals `"é"` in two. Names in signed
/// documents must not, or two different documents would have one meaning.
public struct ExactString: Sendable, Hashable, Comparable {
    /// The wrapped text.
    public let text: String

    /// Wraps a text.
    public init(_ text: String) { self.text = text }

    public static func == (left: Self, right: Self) -> Bool { left.text.isExactly(right.text) }

    public static func < (left: Self, right: Self) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }

    public func hash(into hasher: inout Hasher) {
        // Native strings are contiguous, so this is one call; a bridged one is copied first.
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}

extension String {
    /// Whether both strings have the same UTF-8 bytes; no Unicode normalisation.
    public func isExactly(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        // Bytes in place, which nearly all strings have, are compared as memory.
        let inPlace = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                return memcmp(left, right, utf8.count) == 0
            }
        }
        return (inPlace ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}
