/// The lists of known words, as hashes: an open-addressed table of 24 bits of hash and 8 of classes.
///
/// A stranger is taken for a known word about once in ten million.
package struct WordTable: Sendable {
    static let bits = 17
    package static let slots = 1 << bits

    package var entries: [UInt32]

    package init(entries: [UInt32]) {
        precondition(entries.count == Self.slots)
        self.entries = entries
    }

    /// Makes the table of words by hash.
    ///
    /// - Parameter words: At most half as many as there are slots.
    package init(_ words: [UInt32: WordClasses]) {
        precondition(words.count <= Self.slots / 2)
        entries = Array(repeating: 0, count: Self.slots)
        for (hash, classes) in words.sorted(by: { $0.key < $1.key }) {
            var slot = Self.slot(of: hash)
            while entries[slot] != 0 { slot = (slot + 1) & (Self.slots - 1) }
            entries[slot] = Self.fingerprint(of: hash) | UInt32(classes.rawValue)
        }
    }

    @inline(__always) package func classes(of hash: UInt32) -> WordClasses {
        var slot = Self.slot(of: hash)
        let fingerprint = Self.fingerprint(of: hash)
        while entries[slot] != 0 {
            if entries[slot] & 0xFFFF_FF00 == fingerprint { return WordClasses(rawValue: UInt8(entries[slot] & 0xFF)) }
            slot = (slot + 1) & (Self.slots - 1)
        }
        return []
    }

    @inline(__always) private static func slot(of hash: UInt32) -> Int {
        Int((hash &* 0x9E37_79B1) >> UInt32(32 - bits))
    }

    @inline(__always) private static func fingerprint(of hash: UInt32) -> UInt32 { (hash &* 0x85EB_CA6B) & 0xFFFF_FF00 }
}
