package import GovernorCore

/// A text to decide about: the body of `POST /filter/prompt` and `/filter/output`.
package struct FilterRequest: Sendable {
    /// Whether the text goes to the model or comes from it.
    package let stage: Stage
    /// The text.
    package let text: String
    /// What the caller states.
    package let context: JSONObject
    /// Whom the text is about or from, if stated.
    package let userID: String?

    /// The type of the decision's fact.
    var factType: FactType { stage == .output ? "decision.output" : "decision.prompt" }

    /// A text of which nothing is stated.
    init(_ text: String, stage: Stage) {
        self.stage = stage
        self.text = text
        context = JSONObject()
        userID = nil
    }

    /// Reads `{"prompt": …, "context": {…}}`, or `output` for what comes from the model.
    init(_ body: JSONBody, stage: Stage) throws(RequestProblem) {
        let member = stage == .output ? "output" : "prompt"
        try body.allowOnly([member, "context"])
        self.stage = stage
        text = try body.text(member)
        context = try body.object("context")
        guard context.allSatisfy({ $0.value.isStorable }) else {
            throw .wrongShape(
                param: "/context", expected: "with numbers that a double holds exactly (others as strings)")
        }
        userID = try Self.identifier("user_id", in: context)
        // The context is recorded as it is, so that its form is held to all the same.
        _ = try Self.identifier("session_id", in: context)
    }

    /// A wrong kind is refused, not ignored: the record must be found again when that person asks for erasure.
    private static func identifier(_ name: String, in context: JSONObject) throws(RequestProblem) -> String? {
        guard let value = context[name], !value.isNull else { return nil }
        guard let text = value.string, text.unicodeScalars.count <= longestIdentifier else {
            throw .wrongShape(
                param: "/context/\(name)", expected: "a string of at most \(longestIdentifier) characters")
        }
        return text.isEmpty ? nil : text
    }

    private static let longestIdentifier = 256
}

extension JSONValue {
    /// Whether a record can hold the value as it is: its numbers are those of doubles.
    fileprivate var isStorable: Bool {
        switch self {
        case .number(let number): number.isExact
        case .array(let elements): elements.allSatisfy(\.isStorable)
        case .object(let members): members.allSatisfy { $0.value.isStorable }
        case .null, .bool, .string: true
        }
    }
}
