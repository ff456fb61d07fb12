import GovernorCore

/// Says the chunks of a chat completion as events of a message.
///
/// A chat's texts and calls become content blocks one after another. The reason to stop is said at the very end, with the
/// usage that comes after it in a chat.
struct ChatToMessagesStream: EventTranslator {
    private var hasStarted = false
    /// What the open block says: a type of block, or the number of a call.
    private var open: String?
    private var blocks = 0
    private var closedCalls: Set<String> = []
    private var end: JSONValue?
    private var usage = TokenUsage(input: 0, output: 0)

    mutating func translate(
        _ event: StreamEvent, saying value: JSONValue
    ) throws(DialectError) -> [ServerSentEvent] {
        if event.kind == .end { return finish() }
        if let count = event.usage { usage = usage.updated(by: count) }
        var events: [JSONValue] = []
        if !hasStarted {
            hasStarted = true
            events.append(Self.start(value))
        }
        let choices = value["choices"]?.array ?? []
        guard choices.count <= 1, (choices.first?["index"]).map({ $0 == 0 }) ?? true else {
            throw .untranslatable(pointer: "/choices", into: .messages)
        }
        if let choice = choices.first { events += try translate(choice) }
        return events.map(ServerSentEvent.init(typed:))
    }

    private mutating func translate(_ choice: JSONValue) throws(DialectError) -> [JSONValue] {
        try ChatAnswer.refuseLoss(of: choice["delta"] ?? .null, at: "/choices/0/delta", into: .messages)
        var events: [JSONValue] = []
        for (name, type) in [("reasoning_content", "thinking"), ("content", "text"), ("refusal", "text")] {
            guard let text = choice["delta"]?[name]?.string, !text.isEmpty else { continue }
            if open != type { events += begin(type, ChatToMessages.block(type, saying: "")) }
            let member = type == "thinking" ? "thinking" : "text"
            events.append(delta(["type": .string("\(member)_delta"), member: .string(text)]))
        }
        for call in choice["delta"]?["tool_calls"]?.array ?? [] { events += try translate(call: call) }
        if choice["finish_reason"]?.string != nil {
            events += close()
            end = [
                "stop_reason": .string(ChatToMessages.stopReason(of: choice)),
                "stop_sequence": ChatToMessages.stopSequence(of: choice),
            ]
        }
        return events
    }

    private mutating func translate(call: JSONValue) throws(DialectError) -> [JSONValue] {
        let number = String(call["index"]?.number?.wholeNumber ?? 0)
        var events: [JSONValue] = []
        if open != number {
            guard !closedCalls.contains(number) else { throw .foreignAnswer(.chat) }
            let block: JSONValue = [
                "type": "tool_use", "id": call["id"] ?? "", "name": call["function"]?["name"] ?? "", "input": [:],
            ]
            events += begin(number, block)
            closedCalls.insert(number)
        }
        if let json = call["function"]?["arguments"], json.string?.isEmpty == false {
            events.append(delta(["type": "input_json_delta", "partial_json": json]))
        }
        return events
    }

    private mutating func begin(_ name: String, _ block: JSONValue) -> [JSONValue] {
        let events = close()
        open = name
        return events + [["type": "content_block_start", "index": .integer(blocks), "content_block": block]]
    }

    private func delta(_ delta: JSONValue) -> JSONValue {
        ["type": "content_block_delta", "index": .integer(blocks), "delta": delta]
    }

    private mutating func close() -> [JSONValue] {
        guard open != nil else { return [] }
        defer { (open, blocks) = (nil, blocks + 1) }
        return [["type": "content_block_stop", "index": .integer(blocks)]]
    }

    private mutating func finish() -> [ServerSentEvent] {
        guard hasStarted else { return [] }
        let delta = end ?? ["stop_reason": "end_turn", "stop_sequence": .null]
        let events =
            close() + [
                ["type": "message_delta", "delta": delta, "usage": usage.ofMessages], ["type": "message_stop"],
            ]
        return events.map(ServerSentEvent.init(typed:))
    }

    private static func start(_ chunk: JSONValue) -> JSONValue {
        [
            "type": "message_start",
            "message": [
                "id": chunk["id"] ?? "", "type": "message", "role": "assistant", "model": chunk["model"] ?? "",
                "content": [], "stop_reason": .null, "stop_sequence": .null,
                "usage": ["input_tokens": 0, "output_tokens": 0],
            ],
        ]
    }
}
