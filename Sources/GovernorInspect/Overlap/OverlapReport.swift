/// How much of an output repeats works of a corpus, and where.
public struct OverlapReport: Sendable, Equatable {
    /// The share of the output's words that stand in matched passages, in `0...1`; 0 for an output without words.
    public let verbatimRatio: Double
    /// How many words the output has; two ideographs count as one.
    public let words: Int
    /// The matched passages, the one with the most words first. Passages may overlap when works share text; one whose
    /// words all stand in a longer passage is left out.
    public let passages: [MatchedPassage]

    /// Creates a report; see the properties.
    public init(verbatimRatio: Double, words: Int, passages: [MatchedPassage]) {
        self.verbatimRatio = verbatimRatio
        self.words = words
        self.passages = passages
    }
}

/// A part of an output that repeats a part of a work, word for word or nearly so.
public struct MatchedPassage: Sendable, Equatable {
    /// The work.
    public let work: CorpusWork
    /// How many words are the same; two ideographs count as one.
    public let words: Int
    /// Where, from the first to the last equal word, as half-open byte offsets into the output.
    public let span: Range<Int>
    /// Where in the work's text, in bytes, from the first equal word to the beginning of the word after the last.
    public let spanInWork: Range<Int>
    /// The runs of equal words, in order, as byte offsets into the output.
    public let runs: [Range<Int>]
}
