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
    mutating func append(_ letter: UInt32) {
        letters = (letters << 21) & Self.threeLetters | UInt64(letter)
        codes = codes << Self.codeBits & 0x7FFF | Self.code(letter)
    }

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
    private let evidence: [LanguageTable.Evidence]
    /// The place in ``evidence`` by ``Trigram/codes``: 0, where nothing stands, for a trigram without evidence.
    private let places: [UInt16]
    private let otherPlaces: HashedTable<UInt16>

    private static let isElsewhere = UInt16.max

    init(_ evidence: [Trigram: LanguageTable.Evidence]) {
        let known = evidence.sorted { $0.key.letters < $1.key.letters }
        self.evidence = [LanguageTable.Evidence()] + known.map(\.value)
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

    subscript(trigram: Trigram) -> LanguageTable.Evidence {
        let place = places[Int(trigram.codes)]
        return evidence[Int(place == Self.isElsewhere ? otherPlaces[trigram.letters] : place)]
    }
}
