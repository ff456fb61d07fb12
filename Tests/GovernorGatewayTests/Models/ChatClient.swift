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

    /// The content of the chunks of a streamed answer, and why it ended.
    static func content(_ response: TestResponse) throws -> (text: String, finish: [String]) {
        var parser = ServerSentEventParser()
        let events = try parser.append(Array(response.text.utf8)).filter { $0.data != "[DONE]" }
        let choices = try events.compactMap { try JSONValue(parsing: $0.data)["choices"]?.array?.first }
        return (
            choices.compactMap { $0["delta"]?["content"]?.string }.joined(),
            choices.compactMap { $0["finish_reason"]?.string }
        )
    }
}
