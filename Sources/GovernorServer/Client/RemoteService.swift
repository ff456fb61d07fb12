/// What commands send requests to: its names in messages, and what usually helps.
package enum RemoteService: Sendable, Equatable {
    /// The evidence service of `governor serve`.
    case evidence
    /// The policy gateway of `governor serve`.
    case gateway
    /// A model behind an API that is compatible with OpenAI's.
    case chat

    var name: String {
        switch self {
        case .evidence: "evidence service"
        case .gateway: "policy gateway"
        case .chat: "chat endpoint"
        }
    }

    /// What is sent to it beside the key.
    var cargo: String {
        switch self {
        case .evidence: "fact"
        case .gateway, .chat: "prompts"
        }
    }

    /// What its keys look like.
    var keyForm: String {
        switch self {
        case .evidence, .gateway: "gov_ and 43 characters"
        case .chat: "one line without spaces"
        }
    }

    /// What to check when it does not answer.
    var whenUnreachable: String {
        switch self {
        case .evidence, .gateway: "check the address, and that 'governor serve' runs there"
        case .chat: "check the address; it is the one before /chat/completions, such as https://host/v1"
        }
    }

    /// What to do when something else answers.
    var whenAnotherAnswers: String {
        switch self {
        case .evidence: "give the address of the evidence service, usually port 8080"
        case .gateway: "give the address of the policy gateway, usually port 8081"
        case .chat: "give the address before /chat/completions, such as https://host/v1, and a model of chat"
        }
    }
}
