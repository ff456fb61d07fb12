/// Finds where bytes stop being UTF-8.
public enum UTF8Validation {
    /// The offset of the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7); nil if there is none.
    public static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
        var offset = 0
        while true {
            offset = bytes.withUnsafeBufferPointer { ByteRuns.endOfASCII(in: $0, from: offset) }
            guard offset < bytes.count else { return nil }
            let length = sequenceLength(bytes, at: offset)
            guard length > 0 else { return offset }
            offset += length
        }
    }

    private static func sequenceLength(_ bytes: [UInt8], at offset: Int) -> Int {
        let first = bytes[offset]
        if first < 0x80 { return 1 }
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch first {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0...0)
            }
        guard length > 0, offset + length <= bytes.count, second.contains(bytes[offset + 1]),
            bytes[(offset + 2)..<(offset + max(2, length))].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { return 0 }
        return length
    }
}
