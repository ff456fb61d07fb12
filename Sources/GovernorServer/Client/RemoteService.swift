/// What commands send requests to: its names in messages, and what usually helps.
package enum RemoteService: Sendable, Equatable {
    /// The evidence service of `governor serve`.
    case evidence
    /// The same, where holds are reviewed.
    case reviews
    /// The same, where systems are stopped.
    case switches
    /// The policy gateway of `governor serve`.
    case gateway
    /// A model behind an API that is compatible with OpenAI's.
    case chat
    /// A classifier of texts.
    case classifier
    /// What takes traces.
    case collector

    var name: String {
        switch self {
        case .evidence, .reviews, .switches: "evidence service"
        case .gateway: "policy gateway"
        case .chat: "chat endpoint"
        case .classifier: "classifier"
        case .collector: "collector of traces"
        }
    }

    /// What is sent to it beside the key.
    var cargo: String {
        switch self {
        case .evidence: "fact"
        case .reviews: "review"
        case .switches: "order"
        case .gateway, .chat: "prompts"
        case .classifier: "texts"
        case .collector: "traces"
        }
    }

    /// What its keys look like.
    var keyForm: String {
        switch self {
        case .evidence, .reviews, .switches, .gateway: "gov_ and 43 characters"
        case .chat, .classifier, .collector: "one line without spaces"
        }
    }

    /// What to check when it does not answer.
    var whenUnreachable: String {
        switch self {
        case .evidence, .reviews, .switches, .gateway: "check the address, and that 'governor serve' runs there"
        case .chat: "check the address; it is the one before /chat/completions, such as https://host/v1"
        case .classifier: "check the address"
        case .collector: "check the address; OTLP over HTTP is usually at port 4318"
        }
    }

    /// What to do when something else answers.
    var whenAnotherAnswers: String {
        switch self {
        case .evidence, .reviews, .switches: "give the address of the evidence service, usually port 8080"
        case .gateway: "give the address of the policy gateway, usually port 8081"
        case .chat: "give the address before /chat/completions, such as https://host/v1, and a model of chat"
        case .classifier: "check the address and the kind of the classifier"
        case .collector: "give the address of a collector that takes OTLP over HTTP, usually at port 4318"
        }
    }
}
