import GovernorCore

/// Says the messages of a chat as a system text and messages of users and assistants.
///
/// Instructions go before everything else, wherever they stood. What tools answered to one turn becomes one message.
struct ChatToMessagesConversation {
    private(set) var system: [JSONValue] = []
    private(set) var messages: [JSONValue] = []

    mutating func add(_ value: JSONValue, at path: [String]) throws(DialectError) {
        var message = try Members(value, at: path, into: .messages)
        let content = path + ["content"]
        switch try message.takeString("role") {
        case "system", "developer": system += try Self.blocks(message.take("content"), at: content)
        case "user":
            let blocks = try Self.blocks(message.take("content"), at: content)
            messages.append(["role": "user", "content": .array(blocks)])
        case "assistant":
            var blocks = try Self.blocks(message.take("content"), at: content)
            if let refusal = message.take("refusal") { blocks.append(["type": "text", "text": refusal]) }
            for (call, path) in try message.takeList("tool_calls") {
                blocks.append(try ChatToMessages.toolUse(call, at: path))
            }
            messages.append(["role": "assistant", "content": .array(blocks)])
        case "tool":
            let id = JSONValue.string(try message.takeString("tool_call_id"))
            let blocks = try Self.blocks(message.take("content"), at: content)
            addResult(["type": "tool_result", "tool_use_id": id, "content": .array(blocks)])
        default: throw message.untranslatable("role")
        }
        try message.end()
    }

    private mutating func addResult(_ block: JSONValue) {
        if let last = messages.last, let blocks = last["content"]?.array, blocks.last?["type"] == "tool_result" {
            messages.removeLast()
            messages.append(["role": "user", "content": .array(blocks + [block])])
        } else {
            messages.append(["role": "user", "content": [block]])
        }
    }

    private static func blocks(_ content: JSONValue?, at path: [String]) throws(DialectError) -> [JSONValue] {
        switch content {
        case nil, ""?: return []
        case .string(let text)?: return [["type": "text", "text": .string(text)]]
        case .array(let parts)?:
            var blocks: [JSONValue] = []
            for (index, part) in parts.enumerated() { blocks.append(try block(part, at: path + [String(index)])) }
            return blocks
        default: throw .wrongShape(pointer: JSONPointer(tokens: path).description, expected: "a string or a list")
        }
    }

    private static func block(_ value: JSONValue, at path: [String]) throws(DialectError) -> JSONValue {
        var part = try Members(value, at: path, into: .messages)
        let result: JSONValue
        switch try part.takeString("type") {
        case "text": result = ["type": "text", "text": .string(try part.takeString("text"))]
        case "refusal": result = ["type": "text", "text": .string(try part.takeString("refusal"))]
        case "image_url":
            var image = try part.takeMembers("image_url")
            result = ["type": "image", "source": try source(image.takeString("url"), image, "url")]
            try image.takeDefaults(["detail": "auto"])
            try image.end()
        case "file":
            var file = try part.takeMembers("file")
            let title = file.take("filename") ?? .null
            result = [
                "type": "document", "title": title,
                "source": try source(file.takeString("file_data"), file, "file_data"),
            ]
            try file.end()
        default: throw part.untranslatable("type")
        }
        try part.end()
        return result
    }

    /// What stands behind an address: bytes if it holds them (RFC 2397), else itself.
    private static func source(_ url: String, _ holder: Members, _ name: String) throws(DialectError) -> JSONValue {
        guard url.utf8.starts(with: "data:".utf8) else { return ["type": "url", "url": .string(url)] }
        let halves = url.dropFirst(5).split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, halves[0].hasSuffix(";base64") else { throw holder.untranslatable(name) }
        let type = String(halves[0].dropLast(7))
        return ["type": "base64", "media_type": .string(type), "data": .string(String(halves[1]))]
    }
}
