import GovernorCore

/// Says the reference system's completions as chats: a request is a chat of one message.
enum ReferenceToChat {
    static func request(_ body: JSONObject, isStreamed: Bool) throws(DialectError) -> JSONObject {
        var members = try Members(.object(body), at: [], into: .chat)
        var result: JSONObject = [:]
        // The reference system's form may leave it out, a chat not.
        let model = try members.takeString("model")
        guard !model.isEmpty else { throw .wrongShape(pointer: "/model", expected: "the name of a model") }
        result["model"] = .string(model)
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
        try ChatAnswer.refuseLoss(of: message, besides: ["tool_calls"], at: "/choices/0/message", into: .reference)
        var result: JSONObject = [
            "content": .string(said(in: message).joined()), "model": body["model"] ?? "",
            "finish_reason": choice["finish_reason"] ?? .null,
        ]
        let thought = thought(in: message).joined()
        result["reasoning"] = thought.isEmpty ? .none : .string(thought)
        result["usage"] = TokenUsage(body["usage"])?.ofChat
        return .object(result)
    }

    /// What a message, or the next piece of one, says to the person who asked.
    static func said(in message: JSONValue) -> [String] {
        ["content", "refusal"].compactMap { message[$0]?.string }.filter { !$0.isEmpty }
    }

    /// What the model has thought before, which servers call one or the other, or say twice.
    static func thought(in message: JSONValue) -> [String] {
        let texts = ["reasoning_content", "reasoning"].compactMap { message[$0]?.string }.filter { !$0.isEmpty }
        return texts.count == 2 && texts[0].isExactly(texts[1]) ? [texts[0]] : texts
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
        try ChatAnswer.refuseLoss(of: delta, besides: ["tool_calls"], at: "/choices/0/delta", into: .reference)
        var pieces: [JSONObject] =
            ReferenceToChat.thought(in: delta).map { ["reasoning": .string($0)] }
            + ReferenceToChat.said(in: delta).map { ["content": .string($0)] }
        if let reason = choice["finish_reason"]?.string {
            pieces.append(["content": "", "finish_reason": .string(reason)])
        }
        return pieces.map { ServerSentEvent(data: JSONValue.object($0).compactText) }
    }
}
