/// Why a sentence is not supported by the context.
public enum UnsupportedReason: String, Sendable, Hashable, CaseIterable {
    /// It cites a source that was not given, or a link that is in no source.
    case unknownCitation = "unknown_citation"
    /// The sources it cites do not support it, though others do.
    case wrongCitation = "wrong_citation"
    /// It quotes words that are not in the context.
    case quote
    /// It states a number that is not in the context.
    case number
    /// It states a year, month or day of the week that is not in the context.
    case date
    /// It names something that is not in the context.
    case name
    /// It denies what the context says, affirms what it denies, or says the opposite.
    case contradiction
    /// Its words are not in the context.
    case claim
}

/// How well one sentence of an output is supported.
public struct SentenceSupport: Sendable, Equatable {
    /// Where, as half-open byte offsets into the output.
    public let span: Range<Int>
    /// The probability that it is not supported, in `0...1`, on texts of which half are; 0 for a sentence that states
    /// nothing.
    public let score: Double
    /// Why it is not supported; empty when it is.
    public let reasons: [UnsupportedReason]
}

/// How well an output is supported by the request's own context.
public struct GroundednessReport: Sendable, Equatable {
    /// The sentences, in order.
    public let sentences: [SentenceSupport]
    /// The probability that the output says something the context does not support: that of its least supported
    /// sentence; 0 without sentences.
    public let score: Double
}
