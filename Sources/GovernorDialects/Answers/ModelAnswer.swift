public import GovernorCore

/// An answer that is complete.
public struct ModelAnswer: Sendable {
    /// The body as the server sent it.
    public private(set) var body: JSONValue
    /// The text that the body was read from; nil where nobody has it, and where it says something else.
    public var sent: [UInt8]?
    /// Every text in it.
    public let texts: [AnswerText]
    /// What in it is neither text nor the vector that was asked for: images, sound.
    public let unread: [UnreadPart]
    /// The model that the server says has answered.
    public let model: String?
    /// The tokens that the server counted.
    public internal(set) var usage: TokenUsage?

    /// Creates an answer.
    public init(
        body: JSONValue, texts: [AnswerText], unread: [UnreadPart] = [], model: String?, usage: TokenUsage?
    ) {
        self.body = body
        self.texts = texts
        self.unread = unread
        self.model = model
        self.usage = usage
    }

    /// The same answer, in which the model has another name. One that names none stays as it is.
    public func naming(_ model: String) -> ModelAnswer {
        var answer = self
        answer.body = body.naming(model)
        answer.sent = nil
        return answer
    }

    /// Creates an answer that calls its model and its usage what all dialects call them.
    init(_ body: JSONValue, _ texts: AnswerCollector) {
        self.init(
            body: body, texts: texts.texts, unread: texts.unread, model: body["model"]?.string,
            usage: TokenUsage(body["usage"]))
    }
}

extension JSONValue {
    /// The same answer or event with another name for its model: in events of responses and messages it stands in what
    /// they tell of.
    func naming(_ model: String) -> JSONValue {
        let places: [[String]] = [["model"], ["response", "model"], ["message", "model"]]
        let named = places.map { JSONPointer(tokens: $0) }.filter { $0.value(in: self)?.string != nil }
        return replacing(Dictionary(uniqueKeysWithValues: named.map { ($0, .string(model)) }))
    }
}

/// What a policy lets a client know instead of an answer.
public struct Refusal: Sendable, Hashable {
    /// What a person is told.
    public let message: String
    /// A stable name for programs: `content_filter`, `held_for_review`.
    public let code: String

    /// Creates a refusal.
    public init(message: String, code: String = "content_filter") {
        self.message = message
        self.code = code
    }
}
