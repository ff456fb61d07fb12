/// Where in a model's use a rule is evaluated.
public enum Stage: String, Sendable, Hashable, CaseIterable {
    case prompt
    case output
    case toolCall = "tool_call"
    case toolResult = "tool_result"
}
