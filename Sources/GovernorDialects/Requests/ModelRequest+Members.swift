import GovernorCore

extension ModelRequest {
    /// Reads a request whose texts have been collected; all dialects call what else matters alike.
    ///
    /// - Throws: ``DialectError/wrongShape(pointer:expected:)`` about `model` and `stream`.
    init(_ dialect: Dialect, _ body: JSONObject, _ texts: TextCollector) throws(DialectError) {
        guard let model = body["model"]?.string, !model.isEmpty else {
            throw .wrongShape(pointer: "/model", expected: "the name of a model")
        }
        let limits = ["max_completion_tokens", "max_output_tokens", "max_tokens"]
        let users = [body["safety_identifier"], body["user"], body["metadata"]?["user_id"]]
        self.init(
            dialect, body, model: model, isStreamed: try Self.isStreamed(body), texts: texts,
            userID: users.compactMap { $0?.string }.first { !$0.isEmpty },
            tokenLimit: limits.compactMap { body[$0]?.statedCount }.max())
    }

    /// Reads a request that is a list of messages.
    init(conversation body: JSONObject, _ dialect: Dialect) throws(DialectError) {
        guard let messages = body["messages"]?.array else {
            throw .wrongShape(pointer: "/messages", expected: "a list of messages")
        }
        var texts = TextCollector()
        for (index, message) in messages.enumerated() {
            try texts.takeMessage(message, at: ["messages", String(index)])
        }
        texts.takeRest(of: body, except: ["messages"])
        try self.init(dialect, body, texts)
    }

    /// A stream that is asked for by anything but `true` would be a way around what is done to streams.
    private static func isStreamed(_ body: JSONObject) throws(DialectError) -> Bool {
        switch body["stream"] {
        case nil, .null?: false
        case .bool(let value)?: value
        default: throw .wrongShape(pointer: "/stream", expected: "true or false")
        }
    }
}

extension TextCollector {
    /// Takes a message: who wrote it, and what.
    ///
    /// - Throws: ``DialectError/wrongShape(pointer:expected:)`` if it is no object.
    mutating func takeMessage(_ message: JSONValue, at path: [String]) throws(DialectError) {
        guard let members = message.object else {
            throw .wrongShape(pointer: JSONPointer(tokens: path).description, expected: "an object")
        }
        let role: TextRole =
            switch message["role"]?.string {
            case "system", "developer": .system
            case "user": .user
            case "assistant": .assistant
            case "tool", "function": .tool
            default: .other
            }
        for call in message["tool_calls"]?.array ?? [] { learn(call: call) }
        for (name, value) in members {
            switch name {
            case "content" where role == .tool:
                takeAnswer(message) { $0.takeContent(value, at: path + [name], as: role) }
            case "content": takeContent(value, at: path + [name], as: role)
            case "tool_calls", "function_call": take(value, at: path + [name], as: .toolCall)
            default: take(value, at: path + [name], as: role, in: members)
            }
        }
    }

    /// Takes what a request has beside its messages, its input or its prompt.
    mutating func takeRest(of body: JSONObject, except names: Set<String>) {
        for (name, value) in body where !names.contains(name) {
            switch name {
            case "instructions", "system": takeContent(value, at: [name], as: .system)
            case _ where Self.definitions.contains(name): take(value, at: [name], as: .toolDefinition)
            default: take(value, at: [name], as: .other, in: body)
            }
        }
    }

    /// Takes what a model reads beside messages: a text, a list of texts, or either as numbers of tokens.
    ///
    /// - Throws: ``DialectError/wrongShape(pointer:expected:)`` for anything else.
    mutating func takePrompt(_ value: JSONValue?, named name: String) throws(DialectError) {
        guard let elements = value?.array else {
            guard let text = value?.string else {
                throw .wrongShape(pointer: "/\(name)", expected: "a string, a list of strings, or tokens")
            }
            return takeForeign(.string(text), at: [name], as: .user)
        }
        if elements.first?.number != nil { return try takeTokens(elements, at: [name]) }
        for (index, element) in elements.enumerated() {
            let path = [name, String(index)]
            if let tokens = element.array {
                try takeTokens(tokens, at: path)
            } else if element.string != nil {
                takeForeign(element, at: path, as: .user)
            } else {
                throw .wrongShape(pointer: JSONPointer(tokens: path).description, expected: "a string, or tokens")
            }
        }
    }

    private mutating func takeTokens(_ tokens: [JSONValue], at path: [String]) throws(DialectError) {
        guard tokens.allSatisfy({ $0.number != nil }) else {
            throw .wrongShape(pointer: JSONPointer(tokens: path).description, expected: "numbers of tokens")
        }
        takeUnread("tokens", size: tokens.count, at: path)
    }
}
