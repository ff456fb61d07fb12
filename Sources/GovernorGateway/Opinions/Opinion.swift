import GovernorCore

/// What a second classifier said about a text, or why it said nothing.
struct Opinion: Sendable {
    /// What records call the classifier.
    let name: String
    let answer: Result<Double, OpinionFailure>
    let onFailure: SecondOpinion.FailureMode
    /// How long the answer or its failure took.
    let duration: Duration

    /// The score that rules are told; nil when it is unknown.
    ///
    /// - Parameter probability: What the embedded classifier says.
    func value(besides probability: Double) -> Double? {
        switch (answer, onFailure) {
        case (.success(let answer), _): answer
        case (.failure, .keep): probability
        case (.failure, .block): nil
        case (.failure, .highest): 1
        }
    }

    /// `answered`, or the failure's name.
    var outcome: String {
        switch answer {
        case .success: "answered"
        case .failure(let failure): failure.rawValue
        }
    }

    /// The least of a few round numbers of milliseconds that the answer did not take longer than; nil above all of them.
    var milliseconds: Int? { Self.latencies.first { duration <= .milliseconds($0) } }

    private static let latencies = [10, 30, 100, 300, 1000, 3000, 10_000]
}
