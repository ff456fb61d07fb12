import GovernorCore

/// `POST /v1/chat/completions`.
enum ChatCompletions {
    static func request(_ body: JSONObject) throws(DialectError) -> ModelRequest {
        guard let messages = body["messages"]?.array else {
            throw .wrongShape(pointer: "/messages", expected: "a list of messages")
        }
        var texts = TextCollector()
        for (index, message) in messages.enumerated() {
            guard let members = message.object else {
                throw .wrongShape(pointer: "/messages/\(index)", expected: "an object")
            }
            take(members, at: ["messages", String(index)], into: &texts)
        }
        for (name, value) in body where !name.isExactly("messages") {
            texts.take(value, at: [name], as: OpenAIRequest.role(ofMember: name))
        }
        return try OpenAIRequest.request(.chat, body, texts)
    }

    private static func take(_ message: JSONObject, at path: [String], into texts: inout TextCollector) {
        let role: TextRole =
            switch message["role"]?.string {
            case "system", "developer": .system
            case "user": .user
            case "assistant": .assistant
            case "tool", "function": .tool
            default: .other
            }
        for (name, value) in message {
            switch name {
            case "content": texts.takeContent(value, at: path + [name], as: role)
            case "tool_calls", "function_call": texts.take(value, at: path + [name], as: .toolCall)
            default: texts.take(value, at: path + [name], as: role)
            }
        }
    }

    static func answer(_ body: JSONValue) throws(DialectError) -> ModelAnswer {
        guard let choices = body["choices"]?.array else { throw .foreignAnswer(.chat) }
        var texts = AnswerCollector()
        OpenAIAnswer.take(choices, "message", into: &texts)
        texts.takeRest(of: body, except: ["choices"])
        return ModelAnswer(
            body: body, texts: texts.texts, model: body["model"]?.string, usage: TokenUsage(body["usage"]))
    }
}
