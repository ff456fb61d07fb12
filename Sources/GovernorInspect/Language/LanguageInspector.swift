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
    /// The words by which languages are told apart, a list for each: what any text of a language is full of.
    package static let frequentWords = LanguageProfile.texts.map { $0.words.split(separator: " ").map(String.init) }

    /// Below this the answer is `unknown`.
    private static let leastConfidence = 0.6
    /// How many words or characters a text needs.
    private static let fewestLetters = 4
    /// How many bytes are read first, and what confidence makes more unnecessary.
    private static let (firstBytes, settledConfidence) = (160, 0.99)
    /// Words are not independent of each other, so their evidence is weakened; chosen so that confidence is no boast.
    private static let temperature = 1.5

    /// Creates the inspector; it has nothing to configure.
    public init() {}

    /// The language of a text.
    ///
    /// - Parameter text: UTF-8; its first 160 bytes count where they leave no doubt, and else its first 512: more changes few
    ///   answers on labelled texts (`docs/inspectors.md`).
    public func language(of text: [UInt8]) -> DetectedLanguage {
        let beginning = text.span.extracting(0..<min(text.count, Self.firstBytes))
        let first = Self.language(by: LanguageTally(beginning))
        guard first.confidence < Self.settledConfidence, text.count > beginning.count else { return first }
        return Self.language(by: LanguageTally(text.span))
    }

    private static func language(by tally: LanguageTally) -> DetectedLanguage {
        let total = tally.letters.reduce(0, +)
        // Japanese mixes Han with kana, so any fair share of kana decides.
        let kana = tally.count(of: .kana)
        if kana >= 2, 10 * kana >= total { return DetectedLanguage(code: "ja", confidence: 0.95) }
        guard total > 0 else { return .unknown }
        let (count, script) = tally.commonestScript
        let share = Double(count) / Double(total)
        if let code = script.onlyLanguage {
            return count < 2 || share < leastConfidence
                ? .unknown : DetectedLanguage(code: code, confidence: min(share, 0.95))
        }
        return count < fewestLetters ? .unknown : decide(by: tally, in: script)
    }

    private static func decide(by tally: LanguageTally, in script: Script) -> DetectedLanguage {
        let table = LanguageTable.standard
        let languages = table.languages(of: script)
        var best: (lane: Int, score: Double)?
        languages.forEachLane { lane in
            let score = tally.evidence(for: lane) / temperature
            if score > best?.score ?? -.infinity { best = (lane, score) }
        }
        guard let best else { return .unknown }
        var sum = 0.0
        languages.forEachLane { lane in
            let difference = tally.evidence(for: lane) / temperature - best.score
            // Less would be lost beside the 1 of the best.
            if difference > -45 { sum += exp(difference) }
        }
        guard tally.familiar >> UInt32(best.lane) & 1 == 1, 1 / sum >= leastConfidence else { return .unknown }
        return DetectedLanguage(code: table.codes[best.lane], confidence: min(1 / sum, 0.99))
    }
}
