public import GovernorCore

/// An answer that no model server has given, in the form that each dialect has for one.
public struct MadeAnswer: Sendable, Hashable {
    /// The name of the model that is said to answer.
    public let model: String
    /// What it says, in the pieces in which a stream says it.
    public let pieces: [String]
    /// The tokens that are said to have been taken.
    public let usage: TokenUsage

    /// Creates an answer.
    public init(model: String, pieces: [String], usage: TokenUsage = TokenUsage(input: 0, output: 0)) {
        self.model = model
        self.pieces = pieces
        self.usage = usage
    }

    private var text: String { pieces.joined() }

    /// The answer as a body; nil in dialects whose answers hold no text.
    public func body(in dialect: Dialect) -> JSONValue? {
        switch dialect {
        case .chat:
            chat("chat.completion", ["message": message, "finish_reason": "stop"], with: openAIUsage)
        case .completions:
            chat("text_completion", ["text": .string(text), "finish_reason": "stop"], with: openAIUsage)
        case .messages: message([["type": "text", "text": .string(text)]], stop: "end_turn", usage)
        case .responses: response([item(status: "completed", [part(text)])], status: "completed")
        case .reference: ["content": .string(text), "model": .string(model), "usage": openAIUsage]
        case .embeddings, .countTokens: nil
        }
    }

    /// The answer as a stream; nil in dialects that do not stream.
    ///
    /// - Parameter tellsUsage: Whether chunks of completions are followed by one that says the tokens, as
    ///   ``ModelRequest/asksForUsage`` has it. Other dialects always say them, or never.
    public func events(in dialect: Dialect, tellsUsage: Bool) -> [ServerSentEvent]? {
        let done = ServerSentEvent(data: "[DONE]")
        switch dialect {
        case .chat:
            let deltas = pieces.map { ["delta": delta($0), "finish_reason": .null] as JSONObject }
            return chunks("chat.completion.chunk", deltas + [["delta": [:], "finish_reason": "stop"]], tellsUsage)
                + [done]
        case .completions:
            let texts = pieces.map { ["text": .string($0), "finish_reason": .null] as JSONObject }
            return chunks("text_completion", texts + [["text": "", "finish_reason": "stop"]], tellsUsage) + [done]
        case .messages: return messageEvents.map(ServerSentEvent.init(typed:))
        case .responses: return responseEvents.map(ServerSentEvent.init(typed:))
        case .reference:
            return pieces.map { ServerSentEvent(data: (["content": .string($0)] as JSONValue).compactText) } + [done]
        case .embeddings, .countTokens: return nil
        }
    }

    // MARK: OpenAI's completions

    private var message: JSONValue { delta(text) }

    private func delta(_ text: String) -> JSONValue { ["role": "assistant", "content": .string(text)] }

    private var openAIUsage: JSONValue {
        [
            "prompt_tokens": .integer(usage.input), "completion_tokens": .integer(usage.output),
            "total_tokens": .integer(usage.input + usage.output),
        ]
    }

    private func chunks(_ object: String, _ choices: [JSONObject], _ tellsUsage: Bool) -> [ServerSentEvent] {
        let chunks = choices.map { chat(object, $0) } + (tellsUsage ? [chat(object, nil, with: openAIUsage)] : [])
        return chunks.map { ServerSentEvent(data: $0.compactText) }
    }

    /// - Parameter choice: nil for a chunk that says the tokens.
    private func chat(_ object: String, _ choice: JSONObject?, with usage: JSONValue? = nil) -> JSONValue {
        var only: JSONObject = ["index": 0]
        for (name, value) in choice ?? [:] { only[name] = value }
        var json: JSONObject = [
            "id": "chatcmpl-governor", "object": .string(object), "created": 0, "model": .string(model),
            "choices": choice == nil ? [] : [.object(only)],
        ]
        if let usage { json["usage"] = usage }
        return .object(json)
    }

    // MARK: Anthropic's messages

    private func message(_ content: JSONValue, stop: String?, _ usage: TokenUsage) -> JSONValue {
        [
            "id": "msg_governor", "type": "message", "role": "assistant", "model": .string(model), "content": content,
            "stop_reason": stop.map(JSONValue.string) ?? .null, "stop_sequence": .null,
            "usage": ["input_tokens": .integer(usage.input), "output_tokens": .integer(usage.output)],
        ]
    }

    private var messageEvents: [JSONValue] {
        let none = TokenUsage(input: usage.input, output: 0)
        let start: [JSONValue] = [
            ["type": "message_start", "message": message([], stop: nil, none)],
            ["type": "content_block_start", "index": 0, "content_block": ["type": "text", "text": ""]],
        ]
        let deltas = pieces.map { piece -> JSONValue in
            ["type": "content_block_delta", "index": 0, "delta": ["type": "text_delta", "text": .string(piece)]]
        }
        let end: [JSONValue] = [
            ["type": "content_block_stop", "index": 0],
            [
                "type": "message_delta", "delta": ["stop_reason": "end_turn", "stop_sequence": .null],
                "usage": ["output_tokens": .integer(usage.output)],
            ],
            ["type": "message_stop"],
        ]
        return start + deltas + end
    }

    // MARK: OpenAI's responses

    private static let itemID: JSONValue = "msg_governor"

    private func part(_ text: String) -> JSONValue {
        ["type": "output_text", "text": .string(text), "annotations": []]
    }

    private func item(status: String, _ content: [JSONValue]) -> JSONValue {
        [
            "type": "message", "id": Self.itemID, "status": .string(status), "role": "assistant",
            "content": .array(content),
        ]
    }

    private func response(_ output: [JSONValue], status: String) -> JSONValue {
        [
            "id": "resp_governor", "object": "response", "created_at": 0, "status": .string(status), "error": .null,
            "incomplete_details": .null, "model": .string(model), "output": .array(output),
            "parallel_tool_calls": true, "tool_choice": "auto", "tools": [],
            "usage": [
                "input_tokens": .integer(usage.input), "output_tokens": .integer(usage.output),
                "total_tokens": .integer(usage.input + usage.output),
            ],
        ]
    }

    private var responseEvents: [JSONValue] {
        let place: JSONObject = ["item_id": Self.itemID, "output_index": 0, "content_index": 0]
        func event(_ type: String, _ members: JSONObject) -> JSONObject {
            var event: JSONObject = ["type": .string(type)]
            for (name, value) in members { event[name] = value }
            return event
        }
        func about(_ member: String, _ value: JSONValue) -> JSONObject {
            var members = place
            members[member] = value
            return members
        }
        let complete = item(status: "completed", [part(text)])
        let events =
            [
                event("response.created", ["response": response([], status: "in_progress")]),
                event("response.output_item.added", ["output_index": 0, "item": item(status: "in_progress", [])]),
                event("response.content_part.added", about("part", part(""))),
            ] + pieces.map { event("response.output_text.delta", about("delta", .string($0))) } + [
                event("response.output_text.done", about("text", .string(text))),
                event("response.content_part.done", about("part", part(text))),
                event("response.output_item.done", ["output_index": 0, "item": complete]),
                event("response.completed", ["response": response([complete], status: "completed")]),
            ]
        return events.enumerated().map { number, event in
            var event = event
            event["sequence_number"] = .integer(number)
            return .object(event)
        }
    }
}
