import GovernorCore
import GovernorDialects

/// What a client of chat completions says, and what it reads.
enum ChatClient {
    static func request(_ text: String, stream: Bool = false, model: String = "m") -> String {
        let body: JSONValue = [
            "model": .string(model), "stream": .bool(stream),
            "messages": [["role": "user", "content": .string(text)]],
        ]
        return body.compactText
    }

    /// What the first choice says in each chunk of a streamed answer.
    private static func choices(_ response: TestResponse) throws -> [JSONValue] {
        var parser = ServerSentEventParser()
        let events = try parser.append(Array(response.text.utf8)).filter { $0.data != "[DONE]" }
        return try events.compactMap { try JSONValue(parsing: $0.data)["choices"]?.array?.first }
    }

    /// What a streamed answer calls a tool with.
    static func toolArguments(_ response: TestResponse) throws -> String {
        try choices(response).compactMap { choice in
            choice["delta"]?["tool_calls"]?.array?.first?["function"]?["arguments"]?.string
        }.joined()
    }

    /// The content of the chunks of a streamed answer, and why it ended.
    static func content(_ response: TestResponse) throws -> (text: String, finish: [String]) {
        let choices = try choices(response)
        return (
            choices.compactMap { $0["delta"]?["content"]?.string }.joined(),
            choices.compactMap { $0["finish_reason"]?.string }
        )
    }
}
