/// Looks at bytes eight at a time, for runs that hold nothing special: nearly all text is made of such.
enum ByteRuns {
    /// Where a run of ASCII ends that begins at an offset.
    static func endOfASCII(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        end(in: bytes, from: start, special: { $0 & high }, isSpecial: { $0 >= 0x80 })
    }

    /// Where a run ends that stands in JSON as it is: at a quote, a backslash or a control character.
    static func endOfPlainJSON(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        end(
            in: bytes, from: start,
            // The lowest byte marked is special; higher ones may be marked by its borrow, and are looked at one by one.
            special: { word in
                let control = (word &- low &* 0x20) & ~word
                return (control | zero(word ^ low &* 0x22) | zero(word ^ low &* 0x5C)) & high
            },
            isSpecial: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") })
    }

    private static let low: UInt64 = 0x0101_0101_0101_0101
    private static let high: UInt64 = 0x8080_8080_8080_8080

    /// Marks the high bit of each byte that is zero, and perhaps of some above the first.
    private static func zero(_ word: UInt64) -> UInt64 { (word &- low) & ~word }

    @inline(__always)
    private static func end(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int, special: (UInt64) -> UInt64, isSpecial: (UInt8) -> Bool
    ) -> Int {
        let words = UnsafeRawBufferPointer(bytes)
        var offset = start
        while offset + 8 <= bytes.count {
            let word = words.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard special(word) == 0 else { break }
            offset += 8
        }
        while offset < bytes.count, !isSpecial(bytes[offset]) { offset += 1 }
        return offset
    }
}
