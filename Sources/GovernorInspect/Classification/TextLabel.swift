/// What a whole text is judged on. Each label is scored on its own; a text can be several at once.
public enum TextLabel: String, Sendable, Hashable, CaseIterable {
    /// An attempt to override a model's instructions, extract them, or talk the model out of its rules.
    case injection
    /// A request for help with something harmful.
    case harmfulRequest = "harmful_request"
    /// Insulting, hateful, threatening or obscene text.
    case toxicity

    /// Its lane in the weights.
    package var lane: Int {
        switch self {
        case .injection: 0
        case .harmfulRequest: 1
        case .toxicity: 2
        }
    }
}

/// The probability of each ``TextLabel``, in `0...1`.
public struct TextScores: Sendable, Equatable {
    private let probabilities: SIMD4<Float>

    init(probabilities: SIMD4<Float>) { self.probabilities = probabilities }

    /// The probability of a label, in `0...1`.
    public subscript(label: TextLabel) -> Double { Double(probabilities[label.lane]) }
}
