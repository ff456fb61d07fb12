/// A few words in a row, hashed together.
///
/// - SeeAlso: Schleimer, Wilkerson, Aiken, *Winnowing: Local Algorithms for Document Fingerprinting* (SIGMOD 2003). Here the
///   corpus is winnowed and every shingle of the inspected text is looked up, which keeps the guarantee of the paper:
///   a run of at least `words + window - 1` equal words is always seen.
enum Shingle {
    /// How many words make one shingle.
    static let words = 4
    /// Of how many shingles in a row the smallest is kept.
    static let window = 2

    /// Adds a word on the right of the words hashed so far.
    static func append(_ word: UInt32, to hash: UInt64) -> UInt64 { (hash ^ UInt64(word)) &* 0x9E37_79B9_7F4A_7C15 }

    /// The fingerprint of the words hashed so far.
    static func fingerprint(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: ((hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93) >> 32)
    }

    /// Which shingles of a work are kept: of every window the smallest fingerprint, the rightmost of equals.
    ///
    /// - Parameter fingerprints: The fingerprints of all shingles of the work, in order.
    /// - Returns: The offsets of the kept ones, ascending.
    static func winnow(_ fingerprints: [UInt32]) -> [Int] {
        guard !fingerprints.isEmpty else { return [] }
        var kept: [Int] = []
        for start in 0...max(0, fingerprints.count - window) {
            let end = min(start + window, fingerprints.count)
            var smallest = start
            for offset in start..<end where fingerprints[offset] <= fingerprints[smallest] { smallest = offset }
            if kept.last != smallest { kept.append(smallest) }
        }
        return kept
    }
}

/// The shingles that are open behind a word, hashed as far as they go: side by side, so that none waits for another.
struct Shingles {
    /// Of the last three words; of the last two; of the last.
    private var three: UInt64 = 0
    private var two: UInt64 = 0
    private var one: UInt64 = 0

    /// Adds a word; returns the hash of the shingle that it completes, if there are as many words.
    @inline(__always)
    mutating func append(_ word: UInt32) -> UInt64 {
        let complete = Shingle.append(word, to: three)
        (three, two, one) = (Shingle.append(word, to: two), Shingle.append(word, to: one), Shingle.append(word, to: 0))
        return complete
    }
}
