import GovernorDialects

/// What the server of a model says about its answer, as far as the answer came: complete, cut off or refused.
struct AnswerReport: Sendable, Equatable {
    /// The longest name of a model, in bytes. What is longer is none.
    private static let longestName = 256

    /// The model that has answered, in the server's words; nil where it says none.
    private(set) var model: String?
    /// The tokens that the server counted; nil where it counted none.
    private(set) var usage: TokenUsage?
    /// What of it nobody has inspected.
    private(set) var unread = UnreadTally()
    /// Whether it was kept back for that, or because what is to be masked of it cannot be.
    var isWithheld = false
    /// How long the texts of the answer are; nil where there is no answer.
    var byteCount: Int?

    /// Takes note of what the server says next.
    mutating func add(model: String?, usage: TokenUsage?, unread: [UnreadPart] = []) {
        if let model, !model.isEmpty, model.utf8.count <= Self.longestName { self.model = model }
        self.unread.add(unread)
        if let usage { self.usage = self.usage?.updated(by: usage) ?? usage }
    }

    /// What has been used together with an answer before this one, which nobody saw.
    func with(_ earlier: AnswerReport) -> AnswerReport {
        var report = self
        if usage != nil || earlier.usage != nil {
            let (own, other) = (counted(), earlier.counted())
            report.usage = TokenUsage(
                input: own.input.saturatingPlus(other.input), output: own.output.saturatingPlus(other.output))
        }
        if let bytes = earlier.byteCount { report.byteCount = (byteCount ?? 0).saturatingPlus(bytes) }
        return report
    }

    /// What the server has counted, or else what its words come to.
    ///
    /// - Parameter input: The tokens of the request, where the server has not said.
    func counted(input: Int = 0) -> TokenUsage {
        usage ?? TokenUsage(input: input, output: LimitedRequest.tokens(byteCount ?? 0))
    }
}
