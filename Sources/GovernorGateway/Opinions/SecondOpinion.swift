package import GovernorInspect

/// Another classifier, and when it is asked about a text.
///
/// It is asked where the embedded classifier is unsure, and then its answer stands in place of the embedded one's. When
/// none comes, the configuration has said what then holds: there is no default.
package struct SecondOpinion: Sendable {
    /// What a score becomes when no answer comes.
    package enum FailureMode: String, Sendable, CaseIterable {
        /// The embedded classifier's score stands.
        case keep
        /// The score is unknown: a rule that needs it denies.
        case block
        /// The score is 1, and rules that look at it say what happens.
        case highest
    }

    /// What is judged.
    package let label: TextLabel
    /// What records call the classifier, such as `tei` or `openai_chat/gpt-4.1-mini`.
    package let name: String
    /// The probabilities of the embedded classifier for which it is asked, both ends included.
    package let band: ClosedRange<Double>
    /// What holds when no answer comes.
    package let onFailure: FailureMode
    let source: any OpinionSource

    /// Declares an opinion; see the properties.
    ///
    /// - Parameter source: Whom to ask.
    package init(
        of label: TextLabel, name: String, between band: ClosedRange<Double>, onFailure: FailureMode,
        source: any OpinionSource
    ) {
        self.label = label
        self.name = name
        self.band = band
        self.onFailure = onFailure
        self.source = source
    }
}

/// A classifier outside of the gateway.
package protocol OpinionSource: Sendable {
    /// How likely a text is what the classifier looks for, in `0...1`.
    ///
    /// It answers or throws within a time of its own that is shorter than a request's.
    func probability(of text: String) async throws(OpinionFailure) -> Double
}

/// Why there is no second opinion.
package enum OpinionFailure: String, Error, CaseIterable {
    /// No answer came in time.
    case timedOut = "timed_out"
    /// No connection, or none that is encrypted as it should be.
    case unreachable
    /// The classifier answered with an error or sent elsewhere.
    case refused
    /// What was answered is no probability.
    case unusable
    /// The text is longer than what is sent to anybody.
    case tooLong = "too_long"
    /// So many questions are under way that no further one is asked.
    case busy
    /// The classifier has been silent so often that it is left alone for a while.
    case suspended

    /// Whether nobody answered. An answer that is of no use may be the text's doing: counted here, five such texts would
    /// keep the next one from being judged.
    var isSilence: Bool { self == .timedOut || self == .unreachable }
}
