import GovernorCore

/// Says the reference system's completions as chats: a request is a chat of one message.
enum ReferenceToChat {
    static func request(_ body: JSONObject, isStreamed: Bool) throws(DialectError) -> JSONObject {
        var members = try Members(.object(body), at: [], into: .chat)
        var result: JSONObject = [:]
        result["model"] = members.take("model") ?? ""
        result["messages"] = [["role": "user", "content": .string(try members.takeString("prompt"))]]
        result["max_completion_tokens"] = members.take("max_tokens")
        for name in ["frequency_penalty", "presence_penalty", "seed", "stop", "temperature", "top_p"] {
            result[name] = members.take(name)
        }
        result["user"] = members.take("user_id")
        if isStreamed { (result["stream"], result["stream_options"]) = (true, ["include_usage": true]) }
        try members.takeDefaults(["stream": .bool(isStreamed)])
        try members.end()
        return result
    }

    /// The answer that a chat says, in the words of the reference system.
    static func answer(_ body: JSONValue) throws(DialectError) -> JSONValue {
        guard let choices = body["choices"]?.array, let choice = choices.first, let message = choice["message"] else {
            throw .foreignAnswer(.chat)
        }
        guard choices.count == 1 else { throw .untranslatable(pointer: "/choices/1", into: .reference) }
        try refuseOthers(message, at: "/choices/0/message")
        var result: JSONObject = [
            "content": .string(content(of: message) ?? ""), "model": body["model"] ?? "",
            "finish_reason": choice["finish_reason"] ?? .null,
        ]
        result["reasoning"] = reasoning(of: message).map(JSONValue.string)
        result["usage"] = (TokenUsage(body["usage"]) ?? TokenUsage(input: 0, output: 0)).ofChat
        return .object(result)
    }

    /// What a message, or the next piece of one, says to the person who asked; nil for nothing.
    static func content(of message: JSONValue) -> String? { text(message, ["content", "refusal"]) }

    /// What the model has thought before.
    static func reasoning(of message: JSONValue) -> String? { text(message, ["reasoning_content", "reasoning"]) }

    /// - Throws: ``DialectError/untranslatable(pointer:into:)`` where a message is more than words.
    static func refuseOthers(_ message: JSONValue, at pointer: String) throws(DialectError) {
        for name in ["tool_calls", "function_call", "audio", "annotations"] {
            guard let value = message[name], !value.isNull, value != [] else { continue }
            throw .untranslatable(pointer: "\(pointer)/\(name)", into: .reference)
        }
    }

    private static func text(_ message: JSONValue, _ names: [String]) -> String? {
        names.lazy.compactMap { message[$0]?.string }.first { !$0.isEmpty }
    }
}

/// Says the chunks of a chat completion as pieces of the reference system's stream.
struct ReferenceToChatStream: EventTranslator {
    mutating func translate(
        _ event: StreamEvent, saying value: JSONValue
    ) throws(DialectError) -> [ServerSentEvent] {
        if event.kind == .end { return [ServerSentEvent(data: "[DONE]")] }
        let choices = value["choices"]?.array ?? []
        guard choices.count <= 1, (choices.first?["index"]).map({ $0 == 0 }) ?? true else {
            throw .untranslatable(pointer: "/choices", into: .reference)
        }
        // The chunk that says how many tokens were used has none: nobody has asked for it.
        guard let choice = choices.first else { return [] }
        let delta = choice["delta"] ?? .null
        try ReferenceToChat.refuseOthers(delta, at: "/choices/0/delta")
        var pieces: [JSONObject] = []
        if let text = ReferenceToChat.reasoning(of: delta) { pieces.append(["reasoning": .string(text)]) }
        if let text = ReferenceToChat.content(of: delta) { pieces.append(["content": .string(text)]) }
        if let reason = choice["finish_reason"]?.string {
            pieces.append(["content": "", "finish_reason": .string(reason)])
        }
        return pieces.map { ServerSentEvent(data: JSONValue.object($0).compactText) }
    }
}
