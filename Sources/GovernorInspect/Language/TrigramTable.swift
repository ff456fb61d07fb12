/// Three letters or spaces in a row; spaces before any is added.
struct Trigram: Hashable, Sendable {
    /// 21 bits each, the last one lowest.
    private(set) var letters = UInt64(UInt8(ascii: " "))
    /// Five bits each: 0 for a space, 1 to 26 for `a` to `z`, ``other`` for the rest.
    private(set) var codes: UInt16 = 0

    private static let threeLetters: UInt64 = (1 << 63) - 1
    static let codeBits = 5
    static let other: UInt16 = 31

    /// Adds a letter on the right; the first one falls off.
    @inline(__always)
    mutating func append(_ letter: UInt32) {
        letters = (letters << 21) & Self.threeLetters | UInt64(letter)
        codes = codes << Self.codeBits & 0x7FFF | Self.code(letter)
    }

    @inline(__always)
    private static func code(_ letter: UInt32) -> UInt16 {
        switch letter {
        case 0x61...0x7A: UInt16(letter & 31)
        case 0x20: 0
        default: other
        }
    }

    static func == (left: Trigram, right: Trigram) -> Bool { left.letters == right.letters }

    func hash(into hasher: inout Hasher) { hasher.combine(letters) }
}

/// What each trigram speaks for each language.
///
/// Those of ASCII letters are looked up by their codes, in a table that stays in the caches; others by their hash.
struct TrigramTable: Sendable {
    /// What one trigram speaks, in a byte for each language.
    typealias Row = SIMD32<UInt8>

    /// In pairs of lanes, the even one lower.
    private let rows: [SIMD16<UInt16>]
    /// The place in ``rows`` by ``Trigram/codes``: 0, where nothing stands, for a trigram without evidence.
    private let places: [UInt16]
    private let otherPlaces: HashedTable<UInt16>

    private static let isElsewhere = UInt16.max

    init(_ evidence: [Trigram: Row]) {
        let known = evidence.sorted { $0.key.letters < $1.key.letters }
        rows =
            [SIMD16()]
            + known.map { _, row in
                SIMD16(truncatingIfNeeded: row.evenHalf) | SIMD16(truncatingIfNeeded: row.oddHalf) &<< 8
            }
        let hasOther = (UInt16(0)..<1 << (3 * Trigram.codeBits)).map { codes in
            (0..<3).contains { codes >> ($0 * Trigram.codeBits) & Trigram.other == Trigram.other }
        }
        var places = hasOther.map { $0 ? Self.isElsewhere : 0 }
        var others: [UInt64: UInt16] = [:]
        for (index, (trigram, _)) in known.enumerated() {
            if hasOther[Int(trigram.codes)] {
                others[trigram.letters] = UInt16(index + 1)
            } else {
                places[Int(trigram.codes)] = UInt16(index + 1)
            }
        }
        self.places = places
        otherPlaces = HashedTable(others, none: 0)
    }

    /// Where the evidence of a trigram stands.
    @inline(__always)
    func place(of trigram: Trigram) -> UInt16 {
        let place = places[Int(trigram.codes)]
        return place == Self.isElsewhere ? otherPlaces[trigram.letters] : place
    }

    /// The sum of the evidence at some places, fewer than 256.
    @inline(__always)
    func evidence(at places: some Sequence<UInt16>) -> LanguageEvidence {
        var sum = LanguageEvidence()
        for place in places {
            let row = rows[Int(place)]
            sum.even &+= row & 0xFF
            sum.odd &+= row &>> 8
        }
        return sum
    }
}
