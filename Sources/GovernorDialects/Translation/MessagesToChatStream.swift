import GovernorCore

/// Says the events of a streamed message as chunks of a chat completion.
struct MessagesToChatStream: EventTranslator {
    private let created: Int
    private let tellsUsage: Bool
    private var message: JSONValue = .null
    private var usage = TokenUsage(input: 0, output: 0)
    /// Which call of a tool each block is.
    private var calls: [String: Int] = [:]

    /// - Parameters:
    ///   - created: The time, in seconds since 1970.
    ///   - tellsUsage: Whether a last chunk says how many tokens were used.
    init(created: Int, tellsUsage: Bool) { (self.created, self.tellsUsage) = (created, tellsUsage) }

    mutating func translate(
        _ event: StreamEvent, saying value: JSONValue
    ) throws(DialectError) -> [ServerSentEvent] {
        if let count = event.usage { usage = usage.updated(by: count) }
        let block = value["index"]?.number?.wholeNumber.map(String.init) ?? ""
        switch value["type"]?.string {
        case "message_start"?:
            message = value["message"] ?? .null
            return [chunk(["role": "assistant", "content": ""])]
        case "content_block_start"?: return try start(value["content_block"] ?? .null, block)
        case "content_block_delta"?: return try go(on: value["delta"] ?? .null, block)
        case "message_delta"?:
            guard let reason = value["delta"]?["stop_reason"], reason.string != nil else { return [] }
            let explanation = value["delta"]?["stop_details"]?["explanation"]?.string
            let delta: JSONValue = explanation.map { ["refusal": .string($0)] } ?? [:]
            return [chunk(delta, finish: .string(MessagesToChat.finishReason(reason)))]
        case "message_stop"?: return (tellsUsage ? [chunk(nil)] : []) + [ServerSentEvent(data: "[DONE]")]
        default: return []
        }
    }

    private mutating func start(_ block: JSONValue, _ index: String) throws(DialectError) -> [ServerSentEvent] {
        try MessagesToChat.refuseCitations(block["citations"], at: "/content_block/citations")
        switch block["type"]?.string {
        case "text"?: return said("content", block["text"])
        case "thinking"?: return said("reasoning_content", block["thinking"])
        case "redacted_thinking"?: return []
        case "tool_use"?:
            let number = calls.count
            calls[index] = number
            let input = block["input"] ?? .null
            var call = MessagesToChat.call(block, arguments: input.object?.isEmpty == false ? input.compactText : "")
            call = .object(JSONObject([("index", .integer(number))] + (call.object ?? [:]).map { ($0.name, $0.value) }))
            return [chunk(["tool_calls": [call]])]
        default: throw .untranslatable(pointer: "/content_block", into: .chat)
        }
    }

    private func go(on delta: JSONValue, _ block: String) throws(DialectError) -> [ServerSentEvent] {
        switch delta["type"]?.string {
        case "text_delta"?: return said("content", delta["text"])
        case "thinking_delta"?: return said("reasoning_content", delta["thinking"])
        case "signature_delta"?: return []
        case "input_json_delta"?:
            guard let json = delta["partial_json"], json != "" else { return [] }
            guard let number = calls[block] else { throw .foreignAnswer(.messages) }
            return [chunk(["tool_calls": [["index": .integer(number), "function": ["arguments": json]]]])]
        default: throw .untranslatable(pointer: "/delta", into: .chat)
        }
    }

    private func said(_ name: String, _ text: JSONValue?) -> [ServerSentEvent] {
        guard let text, text != "" else { return [] }
        return [chunk(.object(JSONObject([(name, text)])))]
    }

    /// - Parameter delta: nil for the chunk that says the usage.
    private func chunk(_ delta: JSONValue?, finish: JSONValue = .null) -> ServerSentEvent {
        var chunk: JSONObject = [
            "id": message["id"] ?? "", "object": "chat.completion.chunk", "created": .integer(created),
            "model": message["model"] ?? "",
        ]
        chunk["choices"] = .array(delta.map { [["index": 0, "delta": $0, "finish_reason": finish]] } ?? [])
        chunk["usage"] = delta == nil ? usage.ofChat : .none
        return ServerSentEvent(data: JSONValue.object(chunk).compactText)
    }
}
