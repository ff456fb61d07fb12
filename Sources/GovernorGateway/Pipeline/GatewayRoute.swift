package import GovernorCore
import GovernorDialects

/// What the gateway serves. A path that is not here is refused.
package enum GatewayRoute: String, Sendable, Hashable, CaseIterable {
    case filterPrompt = "/filter/prompt"
    case filterOutput = "/filter/output"
    case checkMetrics = "/ci/check"
    case chatCompletions = "/v1/chat/completions"
    case completions = "/v1/completions"
    case embeddings = "/v1/embeddings"
    case responses = "/v1/responses"
    case messages = "/v1/messages"
    case countTokens = "/v1/messages/count_tokens"
    case proxyCompletion = "/proxy/completion"
    case proxyCompletionStream = "/proxy/completion/stream"
    case models = "/v1/models"
    case model = "/v1/models/{id}"
    case rules = "/rules"
    case health = "/health"
    case metrics = "/metrics"
    case document = "/openapi.json"

    /// The route of a path; nil for what is not served.
    package init?(path: Substring) {
        let models = "/v1/models/".utf8
        if path.utf8.count > models.count, path.utf8.starts(with: models) {
            self = .model
        } else {
            self.init(rawValue: String(path))
        }
    }

    /// The methods served, in the order of the `Allow` field.
    package var methods: [String] {
        switch self {
        case .models, .model, .rules, .health, .metrics, .document: ["GET", "HEAD"]
        default: ["POST"]
        }
    }

    /// What the caller must be allowed to do; nil for what anybody may see.
    ///
    /// `/metrics` holds counts and no text: it is open to this machine, and to any key from elsewhere.
    package var permission: Permission? {
        switch self {
        case .checkMetrics: .ciTrigger
        case .rules: .policyRead
        case .health, .metrics, .document: nil
        default: .decisionRequest
        }
    }

    /// Whether the answer is a decision, so that one that cannot be made is a denial and no mere error.
    package var decides: Bool { methods == ["POST"] }

    /// The route's name in metrics and logs.
    package var surface: String {
        if let (dialect, isStreamed) = completion { return dialect.rawValue + (isStreamed ? "_stream" : "") }
        return switch self {
        case .filterPrompt: "filter_prompt"
        case .filterOutput: "filter_output"
        case .checkMetrics: "ci_check"
        case .document: "openapi"
        case .models: "models"
        case .model: "model"
        default: String(rawValue.dropFirst())
        }
    }

    /// The name of the form of its bodies, where others have made it and describe it; nil for a form of our own.
    var foreignForm: String? {
        switch self {
        case .models, .model: "models"
        default: completion?.dialect.rawValue
        }
    }

    /// The form of a request for a model, and whether the path asks for a stream; nil for other routes.
    var completion: (dialect: Dialect, isStreamed: Bool)? {
        switch self {
        case .chatCompletions: (.chat, false)
        case .completions: (.completions, false)
        case .embeddings: (.embeddings, false)
        case .responses: (.responses, false)
        case .messages: (.messages, false)
        case .countTokens: (.countTokens, false)
        case .proxyCompletion: (.reference, false)
        case .proxyCompletionStream: (.reference, true)
        case .filterPrompt, .filterOutput, .checkMetrics, .models, .model, .rules, .health, .metrics, .document: nil
        }
    }
}
