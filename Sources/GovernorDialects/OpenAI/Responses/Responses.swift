import GovernorCore

/// `POST /v1/responses`: items go in, and items come out.
enum Responses {
    static func request(_ body: JSONObject) throws(DialectError) -> ModelRequest {
        var texts = TextCollector()
        switch body["input"] {
        case .string(let text)?: texts.takeForeign(.string(text), at: ["input"], as: .user)
        case .array(let items)?:
            for (index, item) in items.enumerated() { try take(item, at: ["input", String(index)], into: &texts) }
        case .null?, nil: break  // A prompt that the server has stored needs none.
        default: throw .wrongShape(pointer: "/input", expected: "a string, or a list of items")
        }
        if let prompt = body["prompt"] { texts.take(prompt, at: ["prompt"], as: .user) }
        texts.takeRest(of: body, except: ["input", "prompt"])
        return try ModelRequest(.responses, body, texts)
    }

    /// Takes an item: a message, a call of a tool, what a tool answered, or anything else.
    private static func take(
        _ item: JSONValue, at path: [String], into texts: inout TextCollector
    ) throws(DialectError) {
        guard let members = item.object, members["role"] == nil else { return try texts.takeMessage(item, at: path) }
        let type = members["type"]?.string ?? ""
        let role: TextRole =
            switch type {
            case "reasoning": .assistant
            case _ where type.hasSuffix("_output"): .tool
            case _ where type.hasSuffix("_call"): .toolCall
            default: .other
            }
        if role == .toolCall { texts.learn(call: item) }
        for (name, member) in members {
            let path = path + [name]
            switch name {
            case "content", "summary": texts.takeContent(member, at: path, as: role)
            case "output", "outputs", "results":
                texts.takeAnswer(item) { $0.takeContent(member, at: path, as: .tool) }
            default: texts.take(member, at: path, as: role, in: members)
            }
        }
    }

    static func answer(_ body: JSONValue) throws(DialectError) -> ModelAnswer {
        guard body["output"]?.array != nil else { throw .foreignAnswer(.responses) }
        var texts = AnswerCollector()
        take(body, at: [], into: &texts)
        return ModelAnswer(body, texts)
    }

    /// Takes the texts of a response, whole or as it is so far; each of its items is a choice of its own.
    static func take(
        _ response: JSONValue, at path: [String], kind: AnswerText.Kind = .delta, into texts: inout AnswerCollector
    ) {
        let items = response["output"]?.array
        for (index, item) in (items ?? []).enumerated() {
            texts.take(item, at: path + ["output", String(index)], choice: index, lane: [], kind: kind)
        }
        texts.takeRest(of: response, except: items == nil ? [] : ["output"], at: path)
    }
}
