import GovernorCore

/// Says chat completions as messages: requests, and answers.
enum ChatToMessages {
    static func request(_ body: JSONObject) throws(DialectError) -> JSONObject {
        var members = try Members(.object(body), at: [], into: .messages)
        var result: JSONObject = [:]
        result["model"] = members.take("model")
        let limits = [members.take("max_completion_tokens"), members.take("max_tokens")]
        result["max_tokens"] = limits.compactMap(\.self).first ?? .integer(Translation.defaultTokenLimit)
        var conversation = ChatToMessagesConversation()
        for (message, path) in try members.takeList("messages") { try conversation.add(message, at: path) }
        result["system"] = conversation.system.isEmpty ? .none : .array(conversation.system)
        result["messages"] = .array(conversation.messages)
        for name in ["stream", "top_p", "top_k"] { result[name] = members.take(name) }
        if let temperature = members.take("temperature") {
            guard let number = temperature.number, (0...1).contains(number.doubleValue) else {
                throw members.untranslatable("temperature")
            }
            result["temperature"] = temperature
        }
        if let stop = members.take("stop") { result["stop_sequences"] = stop.array == nil ? [stop] : stop }
        let users = [members.take("safety_identifier"), members.take("user")]
        result["metadata"] = users.compactMap(\.self).first.map { ["user_id": $0] }
        let tools = try members.takeList("tools").map(tool)
        result["tools"] = tools.isEmpty ? .none : .array(tools)
        result["tool_choice"] = try toolChoice(&members)
        result["output_config"] = try outputConfig(&members)
        _ = members.take("stream_options")
        try members.takeDefaults([
            "n": 1, "logprobs": false, "top_logprobs": 0, "presence_penalty": 0, "frequency_penalty": 0, "store": false,
            "modalities": ["text"], "service_tier": "auto",
        ])
        try members.end()
        return result
    }

    private static func tool(_ value: JSONValue, at path: [String]) throws(DialectError) -> JSONValue {
        var tool = try Members(value, at: path, into: .messages)
        try tool.takeDefaults(["type": "function"])
        var function = try tool.takeMembers("function")
        var result: JSONObject = ["name": .string(try function.takeString("name"))]
        result["description"] = function.take("description")
        result["input_schema"] = function.take("parameters") ?? ["type": "object", "properties": [:]]
        result["strict"] = function.take("strict") == true ? true : .none
        try function.end()
        try tool.end()
        return .object(result)
    }

    private static func toolChoice(_ members: inout Members) throws(DialectError) -> JSONValue? {
        var result: JSONObject?
        switch members.take("tool_choice") {
        case nil: break
        case "auto"?: result = ["type": "auto"]
        case "none"?: return ["type": "none"]
        case "required"?: result = ["type": "any"]
        case let value? where value["type"] == "function" && value["function"]?["name"]?.string != nil:
            result = ["type": "tool", "name": value["function"]?["name"] ?? ""]
        default: throw members.untranslatable("tool_choice")
        }
        if members.take("parallel_tool_calls") == false {
            result = result ?? ["type": "auto"]
            result?["disable_parallel_tool_use"] = true
        }
        return result.map(JSONValue.object)
    }

    private static func outputConfig(_ members: inout Members) throws(DialectError) -> JSONValue? {
        var result: JSONObject = [:]
        if let effort = members.take("reasoning_effort") {
            guard ["low", "medium", "high"].contains(effort) else { throw members.untranslatable("reasoning_effort") }
            result["effort"] = effort
        }
        if let format = members.take("response_format"), format["type"] != "text" {
            guard format["type"] == "json_schema", let schema = format["json_schema"]?["schema"] else {
                throw members.untranslatable("response_format")
            }
            result["format"] = ["type": "json_schema", "schema": schema]
        }
        return result.isEmpty ? .none : .object(result)
    }

    static func answer(_ body: JSONValue) throws(DialectError) -> JSONValue {
        guard let choices = body["choices"]?.array, let choice = choices.first, let message = choice["message"] else {
            throw .foreignAnswer(.chat)
        }
        guard choices.count == 1 else { throw .untranslatable(pointer: "/choices/1", into: .messages) }
        try ChatAnswer.refuseLoss(of: message, at: "/choices/0/message", into: .messages)
        var content: [JSONValue] = []
        for (name, type) in [("reasoning_content", "thinking"), ("content", "text"), ("refusal", "text")] {
            guard let text = message[name]?.string, !text.isEmpty else { continue }
            content.append(block(type, saying: text))
        }
        for (index, call) in (message["tool_calls"]?.array ?? []).enumerated() {
            content.append(try toolUse(call, at: ["choices", "0", "message", "tool_calls", String(index)]))
        }
        let usage = TokenUsage(body["usage"]) ?? TokenUsage(input: 0, output: 0)
        return [
            "id": body["id"] ?? "", "type": "message", "role": "assistant", "model": body["model"] ?? "",
            "content": .array(content), "stop_reason": .string(stopReason(of: choice)),
            "stop_sequence": stopSequence(of: choice), "usage": usage.ofMessages,
        ]
    }

    /// A content block of one text.
    static func block(_ type: String, saying text: String) -> JSONValue {
        type == "thinking"
            ? ["type": "thinking", "thinking": .string(text), "signature": ""]
            : ["type": "text", "text": .string(text)]
    }

    /// A call of a tool as a content block.
    ///
    /// - Throws: ``DialectError/wrongShape(pointer:expected:)`` if its arguments are no JSON object.
    static func toolUse(_ value: JSONValue, at path: [String]) throws(DialectError) -> JSONValue {
        var call = try Members(value, at: path, into: .messages)
        try call.takeDefaults(["type": "function"])
        _ = call.take("index")
        let id = try call.takeString("id")
        var function = try call.takeMembers("function")
        let name = try function.takeString("name")
        let arguments = try function.takeString("arguments")
        let input = try? JSONValue(parsing: arguments.isEmpty ? "{}" : arguments)
        guard let input, input.object != nil else {
            let pointer = JSONPointer(tokens: function.path + ["arguments"]).description
            throw .wrongShape(pointer: pointer, expected: "a JSON object")
        }
        try function.end()
        try call.end()
        return ["type": "tool_use", "id": .string(id), "name": .string(name), "input": input]
    }

    /// Why a choice has ended, in the words of messages.
    static func stopReason(of choice: JSONValue) -> String {
        let callsTools = choice["message"]?["tool_calls"]?.array?.isEmpty == false
        return switch choice["finish_reason"]?.string {
        case "length": "max_tokens"
        case "tool_calls", "function_call": "tool_use"
        case "content_filter": "refusal"
        case _ where callsTools: "tool_use"
        case _ where choice["message"]?["refusal"]?.string != nil: "refusal"
        default: choice["stop_reason"]?.string == nil ? "end_turn" : "stop_sequence"
        }
    }

    /// The sequence that ended a choice, as vLLM says it.
    static func stopSequence(of choice: JSONValue) -> JSONValue {
        stopReason(of: choice) == "stop_sequence" ? choice["stop_reason"] ?? .null : .null
    }
}

extension TokenUsage {
    /// The counts in the words of messages.
    var ofMessages: JSONValue { ["input_tokens": .integer(input), "output_tokens": .integer(output)] }
}
