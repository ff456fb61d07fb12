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
            userID: body["user_id"]?.string, tokenLimit: body["max_tokens"]?.statedCount)
    }

    static func answer(_ body: JSONValue) throws(DialectError) -> ModelAnswer {
        guard body["content"]?.string != nil else { throw .foreignAnswer(.reference) }
        var texts = AnswerCollector()
        texts.take(body["content"] ?? .null, at: ["content"], choice: 0, lane: ["content"])
        texts.takeRest(of: body, except: ["content"])
        return ModelAnswer(body, texts)
    }
}

/// Reads the reference system's stream: `data:` lines that hold `{content}` or a bare piece of text, up to `[DONE]` or the
/// end of the stream.
struct ReferenceStreamReader: StreamReader {
    /// What servers call the next piece of an answer; the reference system calls it `content`.
    private static let growing: Set<String> = [
        "completion", "content", "delta", "generated_text", "output", "reasoning", "response", "text", "thinking",
        "token",
    ]

    let endsWithConnection = true

    func read(_ event: ServerSentEvent) throws(DialectError) -> StreamEvent {
        if event.isDone { return StreamEvent(event, .marker("[DONE]"), .end) }
        var texts = AnswerCollector()
        guard let value = try? event.object(of: .reference) else {
            let wrapped: JSONValue = ["content": .string(event.data)]
            texts.take(wrapped, at: [], choice: 0, lane: [])
            return StreamEvent(event, .json(wrapped), .content, texts)
        }
        let isFailure = value["error"].map { !$0.isNull } ?? false
        let choices = value["choices"]?.array
        OpenAIAnswer.take(choices ?? [], into: &texts)
        for (name, member) in value.object ?? [:] where Self.growing.contains(name) {
            texts.take(member, at: [name], choice: 0, lane: [name])
        }
        texts.takeRest(of: value, except: Self.growing.union(choices == nil ? [] : ["choices"]))
        return StreamEvent(event, .json(value), isFailure ? .failure : .content, texts, document: value)
    }

    func write(_ event: StreamEvent, replacing texts: [JSONPointer: String]) -> [ServerSentEvent] {
        [event.message(replacing: texts)]
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
