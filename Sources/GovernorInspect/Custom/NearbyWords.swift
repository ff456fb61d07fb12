import GovernorCore

/// The words that a policy wants near what it declares, if it wants any.
struct NearbyWords: Sendable {
    /// Within how many bytes before and behind a match a word stands.
    private static let distance = (before: 64, behind: 32)

    private let words: ContextWords?

    init(_ words: [String]) { self.words = words.isEmpty ? nil : ContextWords(words.joined(separator: " ")) }

    /// Whether there are none to look for.
    var isEmpty: Bool { words == nil }

    /// The reach of a recognizer with a longest match.
    static func reach(around longest: Int) -> Int {
        // One byte more shows where a word is cut; that is more than a character may have behind the match.
        max(longest + distance.behind + 1, distance.before + 1)
    }

    /// Whether one of the words stands near a part of the text, or none need to.
    func stand(around span: Range<Int>, in text: Span<UInt8>) -> Bool {
        guard let words else { return true }
        return words.occur(in: text, before: span.lowerBound, within: Self.distance.before)
            || words.occur(in: text, after: span.upperBound, within: Self.distance.behind)
    }
}
