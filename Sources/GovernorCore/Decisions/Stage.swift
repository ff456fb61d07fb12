/// Where in a model's use a rule is evaluated.
public enum Stage: String, Sendable, Hashable, CaseIterable {
    case prompt
    case output
    case toolCall = "tool_call"
    case toolResult = "tool_result"

    /// Its place among ``allCases``: what is kept for each stage is found without hashing.
    package var ordinal: Int {
        switch self {
        case .prompt: 0
        case .output: 1
        case .toolCall: 2
        case .toolResult: 3
        }
    }
}
