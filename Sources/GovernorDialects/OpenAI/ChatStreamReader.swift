import GovernorCore

/// Reads the events of a streamed chat completion: chunks, then `[DONE]`.
struct ChatStreamReader: StreamReader {
    /// What every chunk of one answer repeats.
    private var head: JSONObject = [:]
    /// The choices that have begun and not ended.
    private var open: [Int] = []
    private var hasEnded: Set<Int> = []

    mutating func read(_ event: ServerSentEvent) throws(DialectError) -> StreamEvent {
        if event.data.hasPrefix("[DONE]") { return StreamEvent(.marker("[DONE]"), .end) }
        guard let chunk = try? JSONValue(parsing: Array(event.data.utf8)), chunk.object != nil else {
            throw .foreignAnswer(.chat)
        }
        var texts = AnswerCollector()
        if let error = chunk["error"], !error.isNull {
            texts.take(chunk, at: [], choice: -1, lane: ["error"])
            return StreamEvent(name: event.name, .json(chunk), .failure, texts: texts.texts)
        }
        guard let choices = chunk["choices"]?.array else { throw .foreignAnswer(.chat) }
        remember(chunk)
        OpenAIAnswer.take(choices, "delta", into: &texts)
        texts.takeRest(of: chunk, except: ["choices"])
        return StreamEvent(
            name: event.name, .json(chunk), isStop(choices) ? .stop : .content, texts: texts.texts,
            model: chunk["model"]?.string, usage: TokenUsage(chunk["usage"]))
    }

    func refusal(_ refusal: Refusal) -> [ServerSentEvent] {
        let choices = open.isEmpty && hasEnded.isEmpty ? [0] : open
        return choices.map { ServerSentEvent(data: lastChunk(of: $0).compactText) } + [ServerSentEvent(data: "[DONE]")]
    }

    func failure(_ message: String, code: String) -> [ServerSentEvent] {
        [ServerSentEvent(data: Dialect.chat.errorBody(message, status: 500, code: code).compactText)]
    }

    private mutating func remember(_ chunk: JSONValue) {
        for name in ["id", "object", "created", "model"] { head[name] = head[name] ?? chunk[name] }
    }

    private mutating func isStop(_ choices: [JSONValue]) -> Bool {
        var stops = false
        for (position, choice) in choices.enumerated() {
            let index = choice["index"]?.number.flatMap { Int($0.text) } ?? position
            if choice["finish_reason"]?.string != nil {
                stops = true
                hasEnded.insert(index)
                open.removeAll { $0 == index }
            } else if !open.contains(index), !hasEnded.contains(index) {
                open.append(index)
            }
        }
        return stops
    }

    private func lastChunk(of choice: Int) -> JSONValue {
        var chunk = head
        chunk["object"] = chunk["object"] ?? "chat.completion.chunk"
        chunk["choices"] = [["index": .integer(choice), "delta": [:], "finish_reason": "content_filter"]]
        return .object(chunk)
    }
}
