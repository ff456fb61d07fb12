#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What frequent words, their trigrams and letters say about all languages at once; a language is a lane.
struct LanguageTable: Sendable {
    /// A set of languages, one bit each.
    typealias Languages = UInt32

    static let unitsPerNat = 64.0
    /// What a frequent word speaks for its language.
    static let listedWord = 160
    /// What the trigrams of another word can speak for it at most: those of function words only hint.
    static let mostFromTrigrams: UInt16 = 128
    /// What a letter that the language does not have speaks against it.
    static let foreignLetter = -256

    private static let trigramWeight = 0.3

    static let standard = LanguageTable()

    /// ISO 639-1, by lane.
    let codes = LanguageProfile.texts.map(\.code)
    private let scripts: [Languages]
    /// Of each script, ones in the lanes of its languages.
    private let masks: [LanguageEvidence]
    private let words: HashedTable<Languages>
    let trigrams: TrigramTable
    /// Of each letter beyond ASCII, the languages that have it.
    private let letters: HashedTable<Languages>

    private init() {
        let codes = codes
        scripts = Script.allCases.map { script in
            script.languages.reduce(0) { set, code in set | (codes.firstIndex(of: code).map { 1 << Languages($0) } ?? 0)
            }
        }
        masks = scripts.map { languages in
            codes.indices.reduce(into: LanguageEvidence()) { if languages >> Languages($1) & 1 == 1 { $0[$1] = .max } }
        }
        var words: [UInt64: Languages] = [:]
        var counts: [Trigram: [Int: Int]] = [:]
        var letters: [UInt64: Languages] = [:]
        for (lane, text) in LanguageProfile.texts.enumerated() {
            for letter in text.letters.unicodeScalars {
                letters[UInt64(letter.value), default: 0] |= 1 << Languages(lane)
            }
            for word in text.words.split(separator: " ") {
                var reading = WordReading()
                for letter in word.unicodeScalars {
                    if let trigram = reading.append(letter.value) {
                        counts[trigram, default: [:]][lane, default: 0] += 1
                    }
                }
                counts[reading.lastTrigram, default: [:]][lane, default: 0] += 1
                words[reading.hash, default: 0] |= 1 << Languages(lane)
            }
        }
        self.words = HashedTable(words, none: 0)
        self.letters = HashedTable(letters, none: 0)
        trigrams = TrigramTable(counts.mapValues(Self.evidence))
    }

    /// What a trigram speaks for the languages whose words it is so often in: one with a count of c is 2c + 1 times as
    /// likely as one that is not there.
    private static func evidence(_ counts: [Int: Int]) -> TrigramTable.Row {
        counts.reduce(into: TrigramTable.Row()) { row, count in
            row[count.key] = UInt8((trigramWeight * log(Double(2 * count.value + 1)) * unitsPerNat).rounded())
        }
    }

    /// The languages that a script may stand for.
    func languages(of script: Script) -> Languages { scripts[script.rawValue] }

    func mask(of script: Script) -> LanguageEvidence { masks[script.rawValue] }

    func languages(withWord hash: UInt64) -> Languages { words[hash] }

    func languages(withLetter letter: UInt32) -> Languages { letters[UInt64(letter)] }
}

extension LanguageTable.Languages {
    /// Calls the closure with the lane of each language of the set, in order.
    @inline(__always)
    func forEachLane(_ body: (Int) -> Void) {
        var rest = self
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }
}

/// What is known of each language, in 64ths of a nat, in the lanes of 16 bits that even and odd bytes of a row widen to.
struct LanguageEvidence {
    var even = SIMD16<UInt16>()
    var odd = SIMD16<UInt16>()

    static let laneCount = 32

    /// Of the language of a lane.
    subscript(lane: Int) -> UInt16 {
        get { lane & 1 == 0 ? even[lane >> 1] : odd[lane >> 1] }
        set { if lane & 1 == 0 { even[lane >> 1] = newValue } else { odd[lane >> 1] = newValue } }
    }

    /// What is below a limit as it is, and the limit for the rest; all must be below 2^15.
    @inline(__always)
    func capped(at limit: UInt16) -> LanguageEvidence {
        LanguageEvidence(even: Self.capped(even, limit), odd: Self.capped(odd, limit))
    }

    /// The compiler makes vectors of this, and not of the minimum of the standard library.
    @inline(__always)
    private static func capped(_ lanes: SIMD16<UInt16>, _ limit: UInt16) -> SIMD16<UInt16> {
        let below = unsafeBitCast(lanes &- limit, to: SIMD16<Int16>.self)
        return limit &+ unsafeBitCast(below & (below &>> 15), to: SIMD16<UInt16>.self)
    }
}

/// A word that is read letter by letter: its hash, and its trigrams with a space before and behind it.
struct WordReading {
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private var recent = Trigram()
    private(set) var count = 0

    /// Adds a letter; returns the trigram that it ends.
    @inline(__always)
    mutating func append(_ letter: UInt32) -> Trigram? {
        hash = (hash ^ UInt64(letter)) &* 0x100_0000_01B3
        recent.append(letter)
        count += 1
        return count == 1 ? nil : recent
    }

    /// The trigram that the space behind the word ends.
    var lastTrigram: Trigram {
        var last = recent
        last.append(UInt32(UInt8(ascii: " ")))
        return last
    }
}
