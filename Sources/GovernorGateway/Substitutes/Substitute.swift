import GovernorCore
import GovernorDialects

/// That an answer takes the place of the one that was asked for.
struct Substitute: Sendable {
    /// Why: safe mode, or a summary.
    let action: Action
    /// The decision about the answer whose place it takes; nil where the request itself is answered in safe mode.
    var replaces: UUIDv7?
    /// What that answer has used.
    var earlier = AnswerReport()
}

/// An answer that has come as a whole, as its server sent it.
enum CompleteAnswer: Sendable {
    case body(ModelAnswer)
    /// The bytes of a stream.
    case events([UInt8])
}

extension Dialect {
    /// Whether its answers are words, so that the gateway can say something in place of a model.
    var hasWords: Bool {
        switch self {
        case .embeddings, .countTokens: false
        case .chat, .completions, .responses, .messages, .reference: true
        }
    }
}

extension Lane {
    /// Whether the text is what a model says to the person who asked, and no thought, call or note.
    var isSpoken: Bool {
        let steps = name.split(separator: "/")
        return !isOfToolCall && (steps.last == "content" || steps.last == "text") && steps.first != "summary"
    }
}
