import GovernorCore

/// What the requests of OpenAI's API have in common.
enum OpenAIRequest {
    /// What the strings of a member are, beside the messages or the input.
    static func role(ofMember name: String) -> TextRole {
        switch name {
        case "tools", "functions", "response_format", "text": .toolDefinition
        case "instructions": .system
        default: .other
        }
    }

    static func request(
        _ dialect: Dialect, _ body: JSONObject, _ texts: TextCollector
    ) throws(DialectError) -> ModelRequest {
        guard let model = body["model"]?.string, !model.isEmpty else {
            throw .wrongShape(pointer: "/model", expected: "the name of a model")
        }
        let limits = ["max_completion_tokens", "max_output_tokens", "max_tokens"]
        return ModelRequest(
            dialect, body, model: model, isStreamed: try isStreamed(body), texts: texts,
            userID: ["safety_identifier", "user"].compactMap { body[$0]?.string }.first { !$0.isEmpty },
            tokenLimit: limits.compactMap { body[$0]?.number.flatMap { Int($0.text) } }.first)
    }

    /// A stream that is asked for by anything but `true` would be a way around what is done to streams.
    static func isStreamed(_ body: JSONObject) throws(DialectError) -> Bool {
        switch body["stream"] {
        case nil, .null?: false
        case .bool(let value)?: value
        default: throw .wrongShape(pointer: "/stream", expected: "true or false")
        }
    }
}

/// What the answers of OpenAI's API have in common.
enum OpenAIAnswer {
    /// Takes the texts of choices.
    ///
    /// - Parameter member: What holds them: `message` of an answer, `delta` of an event.
    static func take(_ choices: [JSONValue], _ member: String, into texts: inout AnswerCollector) {
        for (position, choice) in choices.enumerated() {
            let index = choice["index"]?.number.flatMap { Int($0.text) } ?? position
            let path = ["choices", String(position)]
            if let value = choice[member] { texts.take(value, at: path + [member], choice: index, lane: []) }
            texts.takeRest(of: choice, except: [member], at: path, choice: index)
        }
    }
}
