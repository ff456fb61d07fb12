/// Words that say what stands near them, such as `phone` before a number.
///
/// A word is a run of ASCII letters and digits and of any bytes beyond ASCII; ASCII letters compare in either case.
struct ContextWords: Sendable {
    /// Sorted hashes of the words, so that a look-up compares numbers.
    private let hashes: [UInt64]
    private let filter: HashFilter

    /// - Parameter words: In lower case, with spaces between them.
    init(_ words: String) {
        hashes = words.split(separator: " ").map { $0.utf8.reduce(Self.seed, Self.mixed) }.sorted()
        filter = HashFilter(hashes)
    }

    /// Whether one of the words ends in the bytes before an offset.
    ///
    /// - Parameter reach: How many bytes to look back; a word must begin within them.
    func occur(in text: Span<UInt8>, before offset: Int, within reach: Int) -> Bool {
        occur(in: text, max(0, offset - reach)..<offset)
    }

    /// Whether one of the words begins in the bytes from an offset on, and ends within them.
    func occur(in text: Span<UInt8>, after offset: Int, within reach: Int) -> Bool {
        occur(in: text, offset..<min(text.count, offset + reach))
    }

    /// Whether one of the words, and a space, ends at an offset.
    func stand(in text: Span<UInt8>, before offset: Int) -> Bool {
        guard text.byte(at: offset - 1) == UInt8(ascii: " ") else { return false }
        var start = offset - 1
        while start > max(0, offset - 16), Self.isWordByte(text[start - 1]) { start -= 1 }
        return contains((start..<offset - 1).reduce(Self.seed) { Self.mixed($0, text[$1]) })
    }

    /// Whether a range of bytes holds one of the words as a whole.
    private func occur(in text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var position = range.lowerBound
        // What is cut at the front is not a word.
        while position < range.upperBound, let before = text.byte(at: position - 1), Self.isWordByte(before) {
            position += 1
        }
        while position < range.upperBound {
            var hash = Self.seed
            let start = position
            while position < range.upperBound, Self.isWordByte(text[position]) {
                hash = Self.mixed(hash, text[position])
                position += 1
            }
            let isWhole = text.byte(at: position).map { !Self.isWordByte($0) } ?? true
            if position > start, isWhole, contains(hash) { return true }
            position += 1
        }
        return false
    }

    private func contains(_ hash: UInt64) -> Bool {
        guard filter.mayContain(hash) else { return false }
        var (low, high) = (0, hashes.count)
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low < hashes.count && hashes[low] == hash
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { byte.isLetterOrDigit || byte >= 0x80 }

    /// FNV-1a.
    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Digits have the bit that makes letters small ones.
    private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte < 0x80 ? byte | 0x20 : byte)) &* 0x100_0000_01B3
    }
}

/// Says of most hashes at once that they are not among a few.
struct HashFilter: Sendable {
    /// One bit for the highest bits of each hash.
    private let bits: UInt128

    init(_ hashes: [UInt64]) { bits = hashes.reduce(0) { $0 | 1 << UInt128($1 >> 57) } }

    @inline(__always)
    func mayContain(_ hash: UInt64) -> Bool { bits &>> UInt128(hash >> 57) & 1 == 1 }
}
