public import GovernorCore

/// Says whether an output refuses what was asked.
///
/// It looks for the ways in which assistants refuse at the beginning of an answer: somebody cannot or will not, followed
/// by a verb of helping; and for a few set phrases, also in German, French, Spanish, Italian and Portuguese.
public struct RefusalInspector: Sendable {
    /// Where a refusal is looked for: refusals begin with it, and later ones are parts of an answer.
    private static let inspectedBytes = 600
    /// How many words may stand between the inability and the verb: `I cannot in good conscience help`.
    private static let widestGap = 5

    private static let verbs = WordList(
        """
        help assist provide comply fulfill fulfil create generate write answer share give support discuss engage produce \
        offer continue do respond participate complete proceed offer recommend encourage disclose reveal follow
        """)
    /// What turns `cannot help` into something else: `I cannot help but smile`, `I can't do without coffee`.
    private static let harmlessEndings = WordList("but noticing thinking wondering feeling smiling laughing without")

    /// Words that open a refusal, and how sure they make it when a verb of helping follows.
    private static let openings = phrases([
        ("i cant", 0.9), ("i cannot", 0.9), ("i can not", 0.9), ("i wont", 0.9), ("i will not", 0.9),
        ("im unable to", 0.9), ("i am unable to", 0.9), ("im not able to", 0.9), ("i am not able to", 0.9),
        ("im not going to", 0.85), ("i am not going to", 0.85), ("we cannot", 0.7), ("we are unable to", 0.7),
        ("im not comfortable", 0.8), ("i must refuse to", 0.95), ("i must decline to", 0.95), ("i refuse to", 0.9),
        ("i shouldnt", 0.6), ("i should not", 0.6), ("it would not be appropriate to", 0.8),
        ("it is not appropriate to", 0.7), ("it wouldnt be appropriate to", 0.8), ("i dont feel comfortable", 0.8),
    ])

    /// Phrases that refuse by themselves.
    private static let refusals = phrases([
        ("i have to decline", 0.9), ("i must decline", 0.9), ("i respectfully decline", 0.95), ("i decline to", 0.8),
        ("against my guidelines", 0.85), ("violates my guidelines", 0.85), ("goes against my programming", 0.85),
        ("im sorry but i cant", 0.9), ("im sorry but i cannot", 0.9), ("i am sorry but i cannot", 0.9),
        ("i apologize but i cannot", 0.9), ("i apologize but i cant", 0.9), ("cant help with that", 0.9),
        ("cannot help with that", 0.9), ("cant assist with that", 0.95), ("cannot assist with that", 0.95),
        ("unable to assist", 0.8), ("not able to assist", 0.8), ("unable to comply", 0.9),
        ("ich kann ihnen dabei nicht", 0.85), ("ich kann dir dabei nicht", 0.85), ("dabei kann ich nicht helfen", 0.9),
        ("dabei kann ich ihnen nicht", 0.9), ("das kann ich nicht tun", 0.8), ("je ne peux pas vous aider", 0.9),
        ("je ne peux pas taider", 0.9), ("je ne peux pas fournir", 0.85), ("je ne suis pas en mesure", 0.8),
        ("no puedo ayudar", 0.85), ("no puedo ayudarte", 0.9), ("no puedo proporcionar", 0.85),
        ("no puedo cumplir", 0.85), ("non posso aiutarti", 0.9), ("non posso aiutarla", 0.9),
        ("non posso fornire", 0.85), ("nao posso ajudar", 0.9), ("nao posso fornecer", 0.85),
    ])

    /// Spares all other words the look for phrases.
    private static let firstWords = HashedTable(
        Dictionary((Array(openings.keys) + refusals.keys).map { ($0, true) }) { first, _ in first }, none: false)

    /// Creates the inspector; it has nothing to configure.
    public init() {}

    /// The refusal in an output; nil when none is seen.
    ///
    /// - Parameter output: UTF-8; its first 600 bytes count.
    /// - Returns: A finding of kind `refusal` around the words that refuse.
    public func finding(in output: [UInt8]) -> Finding? {
        let words = FoldedWords(output.span.extracting(0..<min(output.count, Self.inspectedBytes))).words
        var best: Match?
        let firstWords = Self.firstWords
        for start in words.indices where firstWords[words[start].form] {
            if let match = Self.refusal(in: words, at: start), match.confidence > best?.confidence ?? 0 { best = match }
            if let match = Self.opening(in: words, at: start), match.confidence > best?.confidence ?? 0 { best = match }
        }
        return best.map { match in
            let span = words[match.words.lowerBound].span.lowerBound..<words[match.words.upperBound - 1].span.upperBound
            return Finding(
                kind: "refusal", span: span, confidence: match.confidence, evidence: .dictionary,
                detector: "refusal/1")
        }
    }

    private typealias Match = (words: Range<Int>, confidence: Double)

    /// A few words in a row, and how sure they make a refusal.
    private struct Phrase: Sendable {
        let words: [UInt64]
        let confidence: Double

        func stands(in text: [FoldedWords.Word], at start: Int) -> Bool {
            start + words.count <= text.count && words.indices.allSatisfy { text[start + $0].form == words[$0] }
        }
    }

    private static func refusal(in words: [FoldedWords.Word], at start: Int) -> Match? {
        let phrase = refusals[words[start].form]?.first { $0.stands(in: words, at: start) }
        return phrase.map { (start..<start + $0.words.count, $0.confidence) }
    }

    private static func opening(in words: [FoldedWords.Word], at start: Int) -> Match? {
        for phrase in openings[words[start].form] ?? [] where phrase.stands(in: words, at: start) {
            let first = start + phrase.words.count
            for position in first..<min(words.count, first + widestGap) where verbs.contains(words[position].form) {
                let isHarmless = position + 1 < words.count && harmlessEndings.contains(words[position + 1].form)
                // Each word in between makes it a little less certain.
                let certainty = phrase.confidence - 0.05 * Double(position - first)
                return isHarmless ? nil : (start..<position + 1, certainty)
            }
        }
        return nil
    }

    /// By the first word.
    private static func phrases(_ phrases: [(String, Double)]) -> [UInt64: [Phrase]] {
        let hashed = phrases.map { phrase, confidence in
            Phrase(
                words: phrase.split(separator: " ").map { WordList.hash(Array($0.utf8)) }, confidence: confidence)
        }
        return Dictionary(grouping: hashed) { $0.words[0] }
    }
}
