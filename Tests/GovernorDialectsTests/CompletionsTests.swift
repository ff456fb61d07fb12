import GovernorCore
import GovernorDialects
import Testing

@Suite struct CompletionsTests {
    @Test(arguments: [
        (#""one""#, ["user: one"], [] as [Int]), (#"["one","two"]"#, ["user: one", "user: two"], []),
        ("[1,2,3]", [], [3]), (#"[[1,2],[3],"one"]"#, ["user: one"], [2, 1]), ("[]", [], []),
    ])
    func `a prompt is a text, a list of texts, or tokens`(prompt: String, said: [String], tokens: [Int]) throws {
        let body = try JSONValue(parsing: #"{"model":"m","prompt":\#(prompt),"suffix":"end","user":"u"}"#)
        let request = try Dialect.completions.request(body.object ?? [:])
        #expect(request.said == said + ["user: end", "other: u"])
        #expect(request.unread.map(\.size) == tokens)
        #expect(request.unread.allSatisfy { $0.kind == "tokens" })
        #expect(request.userID == "u")
    }

    @Test(arguments: ["7", "null", "[{}]", "[1,\"a\"]", "[[\"a\"]]"])
    func `another prompt is refused`(prompt: String) throws {
        let body = try JSONValue(parsing: #"{"model":"m","prompt":\#(prompt)}"#)
        #expect(throws: DialectError.self) { try Dialect.completions.request(body.object ?? [:]) }
    }

    @Test func `a stream and an answer have the same lanes`() throws {
        let answer = try Dialect.completions.answer(
            JSONValue(
                parsing: """
                    {"id":"cmpl-1","object":"text_completion","created":1,"model":"m-1","choices":[
                    {"text":"Hello","index":0,"logprobs":null,"finish_reason":"stop"},
                    {"text":"Bye","index":1,"logprobs":null,"finish_reason":"length"}],
                    "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}
                    """))
        #expect(answer.usage == TokenUsage(input: 3, output: 2))
        let stream = [
            #"{"id":"cmpl-1","object":"text_completion","choices":[{"text":"Hel","index":0,"finish_reason":null}]}"#,
            #"{"id":"cmpl-1","object":"text_completion","choices":[{"text":"Bye","index":1,"finish_reason":"length"}]}"#,
            #"{"id":"cmpl-1","object":"text_completion","choices":[{"text":"lo","index":0,"finish_reason":null}]}"#,
        ]
        let record = try StreamRecord(.completions, stream)
        #expect(record.read.map(\.kind) == [.content, .stop, .content])
        let transcript = try Transcript(.completions, stream: stream)
        #expect(transcript == Transcript(answer))
        #expect(transcript[0, "text"] == "Hello")
        let refusal = record.reader.refusal(Refusal(message: "no"))
        #expect(
            refusal.map(\.json) == [
                [
                    "id": "cmpl-1", "object": "text_completion",
                    "choices": [["index": 0, "text": "", "finish_reason": "content_filter"]],
                ], .null,
            ])
        #expect(refusal.last?.data == "[DONE]")
    }
}
