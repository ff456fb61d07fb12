import GovernorDialects

/// What the server of a model says about its answer, as far as the answer came: complete, cut off or refused.
struct AnswerReport: Sendable, Equatable {
    /// The longest name of a model, in bytes. What is longer is none.
    private static let longestName = 256

    /// The model that has answered, in the server's words; nil where it says none.
    private(set) var model: String?
    /// The tokens that the server counted; nil where it counted none.
    private(set) var usage: TokenUsage?
    /// How long the texts of the answer are; nil where there is no answer.
    var byteCount: Int?

    /// Takes note of what the server says next.
    mutating func add(model: String?, usage: TokenUsage?) {
        if let model, !model.isEmpty, model.utf8.count <= Self.longestName { self.model = model }
        if let usage { self.usage = self.usage?.updated(by: usage) ?? usage }
    }
}
