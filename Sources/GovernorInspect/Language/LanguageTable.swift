#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What frequent words, their trigrams and letters say about all languages at once; a language is a lane.
struct LanguageTable: Sendable {
    /// A set of languages, one bit each.
    typealias Languages = UInt32
    /// What is known of each language, in 64ths of a nat.
    typealias Evidence = SIMD32<Int16>

    static let unitsPerNat = 64.0
    /// What a frequent word speaks for its language.
    static let listedWord = 160
    /// What the trigrams of another word can speak for it at most: those of function words only hint.
    static let mostFromTrigrams = 128
    /// What a letter that the language does not have speaks against it.
    static let foreignLetter = -256

    private static let trigramWeight = 0.3

    static let standard = LanguageTable()

    /// ISO 639-1, by lane.
    let codes = LanguageProfile.texts.map(\.code)
    private let scripts: [Languages]
    private let words: HashedTable<Languages>
    private let trigrams: HashedTable<Evidence>
    /// Of each letter beyond ASCII, the languages that have it.
    private let letters: HashedTable<Languages>

    private init() {
        let codes = codes
        scripts = Script.allCases.map { script in
            script.languages.reduce(0) { set, code in set | (codes.firstIndex(of: code).map { 1 << Languages($0) } ?? 0)
            }
        }
        var words: [UInt64: Languages] = [:]
        var counts: [UInt64: [Int: Int]] = [:]
        var letters: [UInt64: Languages] = [:]
        for (lane, text) in LanguageProfile.texts.enumerated() {
            for letter in text.letters.unicodeScalars {
                letters[UInt64(letter.value), default: 0] |= 1 << Languages(lane)
            }
            for word in text.words.split(separator: " ") {
                var reading = WordReading()
                for letter in word.unicodeScalars {
                    if let key = reading.append(letter.value) { counts[key, default: [:]][lane, default: 0] += 1 }
                }
                counts[reading.lastTrigram, default: [:]][lane, default: 0] += 1
                words[reading.hash, default: 0] |= 1 << Languages(lane)
            }
        }
        self.words = HashedTable(words, none: 0)
        self.letters = HashedTable(letters, none: 0)
        trigrams = HashedTable(
            counts.mapValues { counts in
                var evidence = Evidence()
                for (lane, count) in counts {
                    // A trigram with a count of c is 2c + 1 times as likely as one that is not there.
                    evidence[lane] = Int16(
                        (Self.trigramWeight * log(Double(2 * count + 1)) * Self.unitsPerNat).rounded())
                }
                return evidence
            }, none: Evidence())
    }

    /// The languages that a script may stand for.
    func languages(of script: Script) -> Languages { scripts[script.rawValue] }

    func languages(withWord hash: UInt64) -> Languages { words[hash] }

    func languages(withLetter letter: UInt32) -> Languages { letters[UInt64(letter)] }

    func evidence(ofTrigram key: UInt64) -> Evidence { trigrams[key] }
}

/// A word that is read letter by letter: its hash, and its trigrams with a space before and behind it.
struct WordReading {
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    /// The last three characters, 21 bits each.
    private var recent = UInt64(UInt8(ascii: " "))
    private(set) var count = 0
    private static let threeCharacters: UInt64 = (1 << 63) - 1

    /// Adds a letter; returns the trigram that it ends.
    mutating func append(_ letter: UInt32) -> UInt64? {
        hash = (hash ^ UInt64(letter)) &* 0x100_0000_01B3
        recent = (recent << 21) & Self.threeCharacters | UInt64(letter)
        count += 1
        return count == 1 ? nil : recent
    }

    /// The trigram that the space behind the word ends.
    var lastTrigram: UInt64 { (recent << 21) & Self.threeCharacters | UInt64(UInt8(ascii: " ")) }
}

/// Values by a key that is not 0, in an open-addressed table with room to spare.
struct HashedTable<Value: Sendable>: Sendable {
    private var keys: [UInt64]
    private var values: [Value]
    private let shift: UInt64

    /// - Parameter none: What other keys have.
    init(_ entries: [UInt64: Value], none: Value) {
        var bits = 4
        while 1 << bits < 2 * entries.count { bits += 1 }
        shift = UInt64(64 - bits)
        keys = [UInt64](repeating: 0, count: 1 << bits)
        values = [Value](repeating: none, count: 1 << bits)
        for (key, value) in entries {
            let slot = slot(of: key)
            (keys[slot], values[slot]) = (key, value)
        }
    }

    @inline(__always)
    subscript(key: UInt64) -> Value { values[slot(of: key)] }

    /// Multiplicative hashing (Knuth, *The Art of Computer Programming*, section 6.4), then the next free place.
    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while keys[slot] != key, keys[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }
}
