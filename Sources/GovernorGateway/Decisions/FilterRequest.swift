import GovernorCore

/// Reads the body of `POST /filter/prompt` and `/filter/output`: `{"prompt": …, "context": {…}}`, or `output` for what
/// comes from the model.
enum FilterRequest {
    static func subject(_ body: JSONBody, stage: Stage) throws(RequestProblem) -> DecisionSubject {
        let member = stage == .output ? "output" : "prompt"
        try body.allowOnly([member, "context"])
        let text = SubjectText(Array(try body.text(member).utf8), stage: stage)
        let context = try body.object("context")
        guard context.allSatisfy({ $0.value.isStorable }) else {
            throw .wrongShape(
                param: "/context", expected: "with numbers that a double holds exactly (others as strings)")
        }
        let userID = try identifier("user_id", in: context)
        // The context is recorded as it is, so that its form is held to all the same.
        _ = try identifier("session_id", in: context)
        return DecisionSubject(stage: stage, texts: [text], context: context, userID: userID)
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
