import GovernorCore

/// Says messages as chat completions: requests, and answers.
enum MessagesToChat {
    static func request(_ body: JSONObject) throws(DialectError) -> JSONObject {
        var members = try Members(.object(body), at: [], into: .chat)
        var result: JSONObject = [:]
        result["model"] = members.take("model")
        var conversation = MessagesToChatConversation()
        if let system = members.take("system") { try conversation.add(["role": "system", "content": system], at: []) }
        for (message, path) in try members.takeList("messages") { try conversation.add(message, at: path) }
        result["messages"] = .array(conversation.messages)
        result["max_completion_tokens"] = members.take("max_tokens")
        result["stop"] = members.take("stop_sequences")
        for name in ["temperature", "top_p"] { result[name] = members.take(name) }
        if let stream = members.take("stream") {
            result["stream"] = stream
            result["stream_options"] = stream == true ? ["include_usage": true] : .none
        }
        if var metadata = try? members.takeMembers("metadata") {
            result["user"] = metadata.take("user_id")
            try metadata.end()
        }
        let tools = try members.takeList("tools").map(tool)
        result["tools"] = tools.isEmpty ? .none : .array(tools)
        try chooseTool(&members, in: &result)
        try configureOutput(&members, in: &result)
        _ = members.take("cache_control")
        try members.takeDefaults(["thinking": ["type": "disabled"], "service_tier": "auto"])
        try members.end()
        return result
    }

    private static func tool(_ value: JSONValue, at path: [String]) throws(DialectError) -> JSONValue {
        var tool = try Members(value, at: path, into: .chat)
        try tool.takeDefaults(["type": "custom"])
        _ = tool.take("cache_control")
        var function: JSONObject = ["name": .string(try tool.takeString("name"))]
        function["description"] = tool.take("description")
        function["parameters"] = tool.take("input_schema")
        function["strict"] = tool.take("strict")
        try tool.end()
        return ["type": "function", "function": .object(function)]
    }

    private static func chooseTool(_ members: inout Members, in result: inout JSONObject) throws(DialectError) {
        guard let value = members.take("tool_choice") else { return }
        var choice = try Members(value, at: ["tool_choice"], into: .chat)
        switch choice.take("type") {
        case "auto"?: result["tool_choice"] = "auto"
        case "none"?: result["tool_choice"] = "none"
        case "any"?: result["tool_choice"] = "required"
        case "tool"?:
            result["tool_choice"] = ["type": "function", "function": ["name": .string(try choice.takeString("name"))]]
        default: throw choice.untranslatable("type")
        }
        if choice.take("disable_parallel_tool_use") == true { result["parallel_tool_calls"] = false }
        try choice.end()
    }

    private static func configureOutput(_ members: inout Members, in result: inout JSONObject) throws(DialectError) {
        guard let value = members.take("output_config") else { return }
        var config = try Members(value, at: ["output_config"], into: .chat)
        if let effort = config.take("effort") {
            guard ["low", "medium", "high"].contains(effort) else { throw config.untranslatable("effort") }
            result["reasoning_effort"] = effort
        }
        if let format = config.take("format") {
            guard format["type"] == "json_schema", let schema = format["schema"] else {
                throw config.untranslatable("format")
            }
            result["response_format"] = [
                "type": "json_schema", "json_schema": ["name": "answer", "schema": schema, "strict": true],
            ]
        }
        try config.end()
    }

    static func answer(_ body: JSONValue, created: Int) throws(DialectError) -> JSONValue {
        guard let blocks = body["content"]?.array else { throw .foreignAnswer(.messages) }
        var (content, reasoning, calls) = ("", "", [JSONValue]())
        for (index, block) in blocks.enumerated() {
            switch block["type"]?.string {
            case "text": content += block["text"]?.string ?? ""
            case "thinking": reasoning += block["thinking"]?.string ?? ""
            case "redacted_thinking": break  // Nobody but the server reads it.
            case "tool_use": calls.append(call(block, arguments: block["input"]?.compactText ?? "{}"))
            default: throw .untranslatable(pointer: "/content/\(index)", into: .chat)
            }
            try refuseCitations(block["citations"], at: "/content/\(index)/citations")
        }
        var message: JSONObject = ["role": "assistant", "content": content.isEmpty ? .null : .string(content)]
        message["refusal"] = body["stop_details"]?["explanation"] ?? .null
        message["reasoning_content"] = reasoning.isEmpty ? .none : .string(reasoning)
        message["tool_calls"] = calls.isEmpty ? .none : .array(calls)
        let usage = TokenUsage(body["usage"]) ?? TokenUsage(input: 0, output: 0)
        let choice: JSONValue = [
            "index": 0, "message": .object(message), "logprobs": .null,
            "finish_reason": .string(finishReason(body["stop_reason"])),
        ]
        return [
            "id": body["id"] ?? "", "object": "chat.completion", "created": .integer(created),
            "model": body["model"] ?? "", "choices": [choice], "usage": usage.ofChat,
        ]
    }

    /// A call of a tool as a chat says it.
    static func call(_ block: JSONValue, arguments: String) -> JSONValue {
        [
            "id": block["id"] ?? "", "type": "function",
            "function": ["name": block["name"] ?? "", "arguments": .string(arguments)],
        ]
    }

    /// Citations of documents have no counterpart in a chat, which cites addresses.
    static func refuseCitations(_ citations: JSONValue?, at pointer: String) throws(DialectError) {
        if citations?.array?.isEmpty == false { throw .untranslatable(pointer: pointer, into: .chat) }
    }

    /// Why a message has ended, in the words of chats.
    static func finishReason(_ reason: JSONValue?) -> String {
        switch reason?.string {
        case "max_tokens", "model_context_window_exceeded": "length"
        case "tool_use": "tool_calls"
        case "refusal": "content_filter"
        default: "stop"
        }
    }
}

extension TokenUsage {
    /// The counts in the words of chats.
    var ofChat: JSONValue {
        let (total, overflows) = input.addingReportingOverflow(output)
        return [
            "prompt_tokens": .integer(input), "completion_tokens": .integer(output),
            "total_tokens": .integer(overflows ? .max : total),
        ]
    }
}
