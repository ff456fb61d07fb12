import GovernorCore

/// Says messages of users and assistants as those of a chat.
///
/// What tools answered becomes messages of its own, before the rest of the user's. That a tool failed, which a chat has no
/// field for, is said in words.
struct MessagesToChatConversation {
    private(set) var messages: [JSONValue] = []

    mutating func add(_ value: JSONValue, at path: [String]) throws(DialectError) {
        var message = try Members(value, at: path, into: .chat)
        let role = try message.takeString("role")
        var turn = Turn()
        switch message.take("content") {
        case .string(let text)?: turn.parts = [["type": "text", "text": .string(text)]]
        case .array(let blocks)?:
            for (index, block) in blocks.enumerated() {
                try turn.add(block, at: path + ["content", String(index)])
            }
        default:
            let pointer = JSONPointer(tokens: path + ["content"]).description
            throw .wrongShape(pointer: pointer, expected: "a string or a list")
        }
        try message.end()
        messages += turn.results
        if !turn.parts.isEmpty || !turn.calls.isEmpty || turn.results.isEmpty {
            messages.append(turn.message(by: role))
        }
    }
}

/// What one message turns into.
private struct Turn {
    var parts: [JSONValue] = []
    private(set) var calls: [JSONValue] = []
    private(set) var results: [JSONValue] = []
    private var reasoning = ""

    /// The message without what tools answered.
    func message(by role: String) -> JSONValue {
        var message: JSONObject = ["role": .string(role), "content": Self.content(parts)]
        message["reasoning_content"] = reasoning.isEmpty ? .none : .string(reasoning)
        message["tool_calls"] = calls.isEmpty ? .none : .array(calls)
        return .object(message)
    }

    mutating func add(_ value: JSONValue, at path: [String]) throws(DialectError) {
        var block = try Members(value, at: path, into: .chat)
        _ = block.take("cache_control")
        switch try block.takeString("type") {
        case "text": parts.append(["type": "text", "text": .string(try block.takeString("text"))])
        case "image":
            parts.append(["type": "image_url", "image_url": ["url": .string(try Self.source(&block, orURL: true))]])
        case "document":
            let name = block.take("title") ?? "document.pdf"
            try block.takeDefaults(["citations": ["enabled": false]])
            let data = JSONValue.string(try Self.source(&block, orURL: false))
            parts.append(["type": "file", "file": ["filename": name, "file_data": data]])
        case "tool_use":
            let input = block.take("input") ?? [:]
            calls.append(
                MessagesToChat.call(
                    ["id": .string(try block.takeString("id")), "name": .string(try block.takeString("name"))],
                    arguments: input.compactText))
        case "tool_result": try addResult(&block)
        case "thinking":
            reasoning += try block.takeString("thinking")
            _ = block.take("signature")
        default: throw block.untranslatable("type")
        }
        try block.end()
    }
    private mutating func addResult(_ block: inout Members) throws(DialectError) {
        let id = try block.takeString("tool_use_id")
        var said: [JSONValue] = []
        if block.take("is_error") == true { said.append(["type": "text", "text": "The tool failed:"]) }
        switch block.take("content") {
        case nil: break
        case .string(let text)?: said.append(["type": "text", "text": .string(text)])
        case let list?:
            var content = try Members(["content": list], at: block.path, into: .chat)
            for (value, path) in try content.takeList("content") {
                var part = try Members(value, at: path, into: .chat)
                _ = part.take("cache_control")
                guard try part.takeString("type") == "text" else { throw part.untranslatable("type") }
                said.append(["type": "text", "text": .string(try part.takeString("text"))])
                try part.end()
            }
        }
        let content = said.isEmpty ? "" : Self.content(said)
        results.append(["role": "tool", "tool_call_id": .string(id), "content": content])
    }

    /// The address of what a block shows: with the bytes in it (RFC 2397), or where they are.
    private static func source(_ block: inout Members, orURL: Bool) throws(DialectError) -> String {
        var source = try block.takeMembers("source")
        let url: String
        switch try source.takeString("type") {
        case "base64": url = "data:\(try source.takeString("media_type"));base64,\(try source.takeString("data"))"
        case "url" where orURL: url = try source.takeString("url")
        default: throw source.untranslatable("type")
        }
        try source.end()
        return url
    }

    /// Parts as a content: many servers read one text only as a string.
    private static func content(_ parts: [JSONValue]) -> JSONValue {
        guard parts.count <= 1 else { return .array(parts) }
        return parts.isEmpty ? .null : parts[0]["text"] ?? .array(parts)
    }
}
