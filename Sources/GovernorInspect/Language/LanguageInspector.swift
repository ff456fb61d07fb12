#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The language of a text.
public struct DetectedLanguage: Sendable, Hashable {
    /// ISO 639-1, such as `en`; nil where the text does not say enough.
    public let code: String?
    /// The probability of that language among those known, in `0...1`; 0 without one.
    public let confidence: Double

    /// The text does not say.
    public static let unknown = DetectedLanguage(code: nil, confidence: 0)
}

/// Says in which language a text is written.
///
/// The script decides where one language has it for itself. Latin, Cyrillic and Arabic letters are decided by frequent
/// words, and by the trigrams of those words where none occurs.
public struct LanguageInspector: Sendable {
    /// How much of a text is read: more does not change the answer.
    private static let inspectedBytes = 4096
    /// Below this the answer is `unknown`.
    private static let leastConfidence = 0.6
    /// How many words or characters a text needs.
    private static let fewestLetters = 4
    /// Words are not independent of each other, so their evidence is weakened; chosen so that confidence is no boast.
    private static let temperature = 1.5

    /// Creates the inspector; it has nothing to configure.
    public init() {}

    /// The language of a text.
    ///
    /// - Parameter text: UTF-8; its first 4096 bytes count.
    public func language(of text: [UInt8]) -> DetectedLanguage {
        let read = String(decoding: text.prefix(Self.inspectedBytes), as: UTF8.self).lowercased()
        var letters: [Script: Int] = [:]
        for scalar in read.unicodeScalars where scalar.properties.isAlphabetic {
            letters[Script(scalar), default: 0] += 1
        }
        let total = letters.values.reduce(0, +)
        // Japanese mixes Han with kana, so any fair share of kana decides.
        if let kana = letters[.kana], 10 * kana >= total, kana >= 2 {
            return DetectedLanguage(code: "ja", confidence: 0.95)
        }
        guard let (script, count) = letters.max(by: { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) })
        else {
            return .unknown
        }
        let share = Double(count) / Double(total)
        if let code = script.onlyLanguage {
            return count < 2 || share < Self.leastConfidence
                ? .unknown : DetectedLanguage(code: code, confidence: min(share, 0.95))
        }
        guard count >= Self.fewestLetters else { return .unknown }
        return Self.decide(by: Self.words(of: read, in: script), among: script.languages)
    }

    private static func words(of text: String, in script: Script) -> [Substring] {
        text.split { !($0.isLetter || $0 == "'" || $0 == "’") }.filter { word in
            word.unicodeScalars.first.map(Script.init) == script
        }
    }

    private static func decide(by words: [Substring], among codes: [String]) -> DetectedLanguage {
        let profiles = LanguageProfile.all.filter { codes.contains($0.code) }
        let scores = profiles.map { profile in words.reduce(0) { $0 + profile.evidence(of: $1) } / temperature }
        guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return .unknown }
        let sum = scores.reduce(0) { $0 + exp($1 - scores[best]) }
        let isFamiliar = words.contains { profiles[best].words.contains(String($0)) }
        guard isFamiliar, 1 / sum >= leastConfidence else { return .unknown }
        return DetectedLanguage(code: profiles[best].code, confidence: min(1 / sum, 0.99))
    }
}

extension LanguageProfile {
    /// What a frequent word speaks for its language, in nats.
    private static let listedWord = 2.5
    /// What the trigrams of another word can speak for it at most: those of function words only hint.
    private static let mostFromTrigrams = 2.0
    private static let trigramWeight = 0.3
    /// What a letter that the language does not have speaks against it.
    private static let foreignLetter = -4.0

    static let all = texts.map(LanguageProfile.init)

    private init(code: String, letters: String, words: String) {
        let list = words.split(separator: " ")
        var counts: [String: Double] = [:]
        for word in list { for trigram in Self.trigrams(of: word) { counts[trigram, default: 0] += 1 } }
        let total = counts.values.reduce(0, +) + 1000
        self.init(
            code: code, letters: Set(letters.unicodeScalars), words: Set(list.map(String.init)),
            trigrams: counts.mapValues { log(($0 + 0.5) / total) },
            unseen: log(0.5 / total))
    }

    /// What a word speaks for the language, in nats.
    func evidence(of word: Substring) -> Double {
        if words.contains(String(word)) { return Self.listedWord }
        let isForeign = word.unicodeScalars.contains { $0.value > 0x7F && $0.value != 0x2019 && !letters.contains($0) }
        let known = Self.trigrams(of: word).reduce(0) { $0 + (trigrams[$1] ?? unseen) - unseen }
        return min(Self.mostFromTrigrams, Self.trigramWeight * known) + (isForeign ? Self.foreignLetter : 0)
    }

    private static func trigrams(of word: Substring) -> [String] {
        let padded = Array(" " + word + " ")
        return padded.count < 3 ? [] : (0...padded.count - 3).map { String(padded[$0..<$0 + 3]) }
    }
}
