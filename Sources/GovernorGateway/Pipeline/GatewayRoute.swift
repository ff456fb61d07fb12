package import GovernorCore

/// What the gateway serves. A path that is not here is refused.
package enum GatewayRoute: String, Sendable, Hashable, CaseIterable {
    case filterPrompt = "/filter/prompt"
    case filterOutput = "/filter/output"
    case checkMetrics = "/ci/check"
    case rules = "/rules"
    case health = "/health"
    case metrics = "/metrics"
    case document = "/openapi.json"

    /// The methods served, in the order of the `Allow` field.
    package var methods: [String] {
        switch self {
        case .filterPrompt, .filterOutput, .checkMetrics: ["POST"]
        case .rules, .health, .metrics, .document: ["GET", "HEAD"]
        }
    }

    /// What the caller must be allowed to do; nil for what anybody may see.
    ///
    /// `/metrics` holds counts and no text: it is open to this machine, and to any key from elsewhere.
    package var permission: Permission? {
        switch self {
        case .filterPrompt, .filterOutput: .decisionRequest
        case .checkMetrics: .ciTrigger
        case .rules: .policyRead
        case .health, .metrics, .document: nil
        }
    }

    /// Whether the answer is a decision, so that one that cannot be made is a denial and no mere error.
    package var decides: Bool {
        switch self {
        case .filterPrompt, .filterOutput, .checkMetrics: true
        case .rules, .health, .metrics, .document: false
        }
    }

    /// The route's name in metrics and logs.
    package var surface: String {
        switch self {
        case .filterPrompt: "filter_prompt"
        case .filterOutput: "filter_output"
        case .checkMetrics: "ci_check"
        case .rules: "rules"
        case .health: "health"
        case .metrics: "metrics"
        case .document: "openapi"
        }
    }
}
