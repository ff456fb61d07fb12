import GovernorCore

/// Reads the events of a streamed completion, of a chat or without messages: chunks, then `[DONE]`.
struct ChunkStreamReader: StreamReader {
    private let dialect: Dialect
    /// What every chunk of one answer repeats.
    private var head: JSONObject = [:]
    /// The choices that have begun and not ended.
    private var open: [Int] = []
    private var ended: Set<Int> = []

    /// - Parameter dialect: ``Dialect/chat`` or ``Dialect/completions``.
    init(dialect: Dialect) { self.dialect = dialect }

    func read(_ event: ServerSentEvent) throws(DialectError) -> StreamEvent {
        if event.isDone { return StreamEvent(event, .marker(event.data), .end) }
        let chunk = try event.object(of: dialect)
        var texts = AnswerCollector()
        if let error = chunk["error"], !error.isNull {
            texts.takeRest(of: chunk, except: [])
            return StreamEvent(event, .json(chunk), .failure, texts)
        }
        guard let choices = chunk["choices"]?.array else { throw .foreignAnswer(dialect) }
        OpenAIAnswer.take(choices, into: &texts)
        texts.takeRest(of: chunk, except: ["choices"])
        let ended = choices.enumerated().filter { $1["finish_reason"]?.string != nil }
            .map { OpenAIAnswer.index(of: $1, at: $0) }
        return StreamEvent(
            event, .json(chunk), ended.isEmpty ? .content : .stop, texts, ended: Set(ended), document: chunk)
    }

    mutating func write(_ event: StreamEvent, replacing texts: [JSONPointer: String]) -> [ServerSentEvent] {
        if case .json(let chunk) = event.content { remember(chunk) }
        return [event.message(replacing: texts)]
    }

    func refusal(_ refusal: Refusal) -> [ServerSentEvent] {
        let choices = open.isEmpty && ended.isEmpty ? [0] : open
        return choices.map { ServerSentEvent(data: lastChunk(of: $0).compactText) } + [ServerSentEvent(data: "[DONE]")]
    }

    func failure(_ message: String, code: String) -> [ServerSentEvent] {
        [ServerSentEvent(data: dialect.errorBody(message, status: 500, code: code).compactText)]
    }

    private mutating func remember(_ chunk: JSONValue) {
        for name in ["id", "object", "created", "model"] { head[name] = head[name] ?? chunk[name] }
        for (position, choice) in (chunk["choices"]?.array ?? []).enumerated() {
            let index = OpenAIAnswer.index(of: choice, at: position)
            if choice["finish_reason"]?.string != nil {
                ended.insert(index)
                open.removeAll { $0 == index }
            } else if !open.contains(index), !ended.contains(index) {
                open.append(index)
            }
        }
    }

    private func lastChunk(of choice: Int) -> JSONValue {
        var chunk = head
        let isChat = dialect == .chat
        chunk["object"] = chunk["object"] ?? (isChat ? "chat.completion.chunk" : "text_completion")
        if head.isEmpty {
            // Strict clients want these of every chunk, also where none of the server's came before.
            for (name, value) in [("id", "chatcmpl-refused"), ("created", 0), ("model", "")] as [(String, JSONValue)] {
                chunk[name] = value
            }
        }
        chunk["choices"] = [
            [
                "index": .integer(choice), isChat ? "delta" : "text": isChat ? [:] : "",
                "finish_reason": "content_filter",
            ]
        ]
        return .object(chunk)
    }
}
