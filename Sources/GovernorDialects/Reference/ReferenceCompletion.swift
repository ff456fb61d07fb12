import GovernorCore

/// `POST /proxy/completion`: `{prompt, model, max_tokens}` becomes `{content, model, usage}`.
enum ReferenceCompletion {
    static func request(_ body: JSONObject, isStreamed: Bool) throws(DialectError) -> ModelRequest {
        guard let prompt = body["prompt"]?.string else { throw .wrongShape(pointer: "/prompt", expected: "a string") }
        guard body["model"].map({ $0.isNull || $0.string != nil }) ?? true else {
            throw .wrongShape(pointer: "/model", expected: "the name of a model")
        }
        var texts = TextCollector()
        texts.take(.string(prompt), at: ["prompt"], as: .user)
        for (name, value) in body where !name.isExactly("prompt") { texts.take(value, at: [name], as: .other) }
        return ModelRequest(
            .reference, body, model: body["model"]?.string ?? "", isStreamed: isStreamed, texts: texts,
            userID: body["user_id"]?.string, tokenLimit: body["max_tokens"]?.number.flatMap { Int($0.text) })
    }

    static func answer(_ body: JSONValue) throws(DialectError) -> ModelAnswer {
        guard body["content"]?.string != nil else { throw .foreignAnswer(.reference) }
        var texts = AnswerCollector()
        texts.take(body["content"] ?? .null, at: ["content"], choice: 0, lane: ["content"])
        texts.takeRest(of: body, except: ["content"])
        return ModelAnswer(
            body: body, texts: texts.texts, model: body["model"]?.string, usage: TokenUsage(body["usage"]))
    }
}

/// Reads the reference system's stream: `data:` lines that hold `{content}` or a bare piece of text, up to `[DONE]` or the
/// end of the stream.
struct ReferenceStreamReader: StreamReader {
    mutating func read(_ event: ServerSentEvent) throws(DialectError) -> StreamEvent {
        if event.data.hasPrefix("[DONE]") { return StreamEvent(.marker("[DONE]"), .end) }
        var texts = AnswerCollector()
        guard let value = try? JSONValue(parsing: Array(event.data.utf8)), value.object != nil else {
            let wrapped: JSONValue = ["content": .string(event.data)]
            texts.take(wrapped, at: [], choice: 0, lane: [])
            return StreamEvent(.json(wrapped), texts: texts.texts)
        }
        let isFailure = value["error"].map { !$0.isNull } ?? false
        texts.take(value["content"] ?? .null, at: ["content"], choice: 0, lane: ["content"])
        texts.takeRest(of: value, except: ["content"])
        return StreamEvent(
            .json(value), isFailure ? .failure : .content, texts: texts.texts, model: value["model"]?.string,
            usage: TokenUsage(value["usage"]))
    }

    func refusal(_ refusal: Refusal) -> [ServerSentEvent] {
        [
            ServerSentEvent(data: (["content": "", "finish_reason": .string(refusal.code)] as JSONValue).compactText),
            ServerSentEvent(data: "[DONE]"),
        ]
    }

    func failure(_ message: String, code: String) -> [ServerSentEvent] {
        [ServerSentEvent(data: Dialect.reference.errorBody(message, status: 500, code: code).compactText)]
    }
}
