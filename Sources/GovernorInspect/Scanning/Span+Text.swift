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

extension Span<UInt8> {
    /// Where the last character ends that the text has whole, if more of it might be a disguise.
    var endOfWholeCharacters: Int {
        for start in stride(from: count - 1, through: Swift.max(0, count - 3), by: -1) where self[start] >= 0xC0 {
            return Disguise.leadBytes.contains(self[start]) && longScalar(at: start) == nil ? start : count
        }
        return count
    }

    /// The character of two to four bytes at an offset; nil where none begins. Overlong forms are not told apart.
    func longScalar(at offset: Int) -> (value: UInt32, length: Int)? {
        guard let lead = byte(at: offset) else { return nil }
        let length: Int
        var value: UInt32
        switch lead {
        case 0xC2...0xDF: (length, value) = (2, UInt32(lead & 0x1F))
        case 0xE0...0xEF: (length, value) = (3, UInt32(lead & 0x0F))
        case 0xF0...0xF4: (length, value) = (4, UInt32(lead & 0x07))
        default: return nil
        }
        for index in 1..<length {
            guard let next = byte(at: offset + index), next & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(next & 0x3F)
        }
        return (value, length)
    }
}

extension Span<UInt8> {
    /// Whether the text has these bytes at an offset, letters in either case.
    ///
    /// - Parameter word: In lower case.
    func hasWord(_ word: StaticString, at offset: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard offset >= 0, offset + length <= count else { return false }
        return word.withUTF8Buffer { word in
            for index in 0..<length {
                let byte = self[offset + index]
                guard (byte.isLetter ? byte | 0x20 : byte) == word[index] else { return false }
            }
            return true
        }
    }
}
