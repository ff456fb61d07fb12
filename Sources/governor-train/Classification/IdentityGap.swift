import Foundation

/// How much oftener harmless sentences are taken for toxic when they name one group and not another.
///
/// The rates of false positives of each term are compared with the rate of all sentences with a term, as in Dixon et al.,
/// "Measuring and Mitigating Unintended Bias in Text Classification" (2018).
struct IdentityGap {
    /// The mean and the largest distance of a term's rate from the rate of all, in `0...1`.
    let mean, largest: Double
    /// How many terms have enough sentences.
    let terms: Int

    private static let fewestSentences = 20

    private static let identities: Set<String> = [
        "african", "american", "asian", "atheist", "bisexual", "black", "blind", "buddhist", "canadian", "catholic",
        "chinese", "christian", "deaf", "elderly", "european", "female", "gay", "heterosexual", "hindu", "hispanic",
        "homosexual", "indian", "japanese", "jewish", "latina", "latino", "latinx", "lesbian", "lgbt", "lgbtq", "male",
        "mexican", "middle", "millenial", "muslim", "nonbinary", "old", "older", "paralyzed", "protestant", "queer",
        "sikh", "straight", "taoist", "teenage", "trans", "transgender", "white", "young", "younger",
    ]

    /// - Parameter harmless: Harmless sentences, and whether each is taken for toxic.
    /// - Returns: nil when fewer than two terms have enough sentences.
    init?(_ harmless: [(text: String, isFlagged: Bool)]) {
        var flags: [String: [Bool]] = [:]
        for (text, isFlagged) in harmless {
            for word in Set(text.lowercased().split { !$0.isLetter }.map(String.init))
            where Self.identities.contains(word) { flags[word, default: []].append(isFlagged) }
        }
        let known = flags.values.filter { $0.count >= Self.fewestSentences }
        guard known.count >= 2 else { return nil }
        func rate(_ flags: [Bool]) -> Double { Double(flags.count { $0 }) / Double(flags.count) }
        let overall = rate(known.flatMap(\.self))
        let distances = known.map { abs(rate($0) - overall) }
        (mean, largest) = (distances.reduce(0, +) / Double(distances.count), distances.max() ?? 0)
        terms = known.count
    }
}
