/// What a reviewer reads of a hold, and what goes on when it is released. It holds users' texts: never log it.
package struct HeldContent: Sendable, Hashable {
    /// The texts, in order; their places are different.
    package let texts: [HeldText]
    /// Why it is held.
    package let reasons: [String]
    /// The answer that waits, as the model's server sent it; nil for a request, which its client sends again.
    package let answer: [UInt8]?

    /// Creates a content; see the properties.
    package init(texts: [HeldText], reasons: [String], answer: [UInt8]? = nil) {
        self.texts = texts
        self.reasons = reasons
        self.answer = answer
    }
}

/// A text of what is held.
package struct HeldText: Sendable, Hashable {
    /// Where it stands: a JSON pointer into the body, or the name of a text of a stream, such as `0/content`.
    package let place: String
    /// What it is to the model, such as `user`.
    package let role: String
    /// The text.
    package let text: String

    /// Creates a text; see the properties.
    package init(place: String, role: String, text: String) {
        self.place = place
        self.role = role
        self.text = text
    }
}

/// What is to be held.
package struct HoldDraft: Sendable {
    /// The request.
    package let key: HoldKey
    /// Whether the request or its answer is held.
    package let stage: Stage
    /// The model that was asked.
    package let model: String
    /// Whom the texts are about, if stated.
    package let userID: String?
    /// The fact of the decision that holds it, which is durable.
    package let decision: UUIDv7
    /// What a reviewer reads.
    package let content: HeldContent

    /// Creates a draft; see the properties.
    package init(
        key: HoldKey, stage: Stage, model: String, userID: String?, decision: UUIDv7, content: HeldContent
    ) {
        self.key = key
        self.stage = stage
        self.model = model
        self.userID = userID
        self.decision = decision
        self.content = content
    }
}
