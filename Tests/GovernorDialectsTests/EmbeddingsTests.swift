import GovernorCore
import GovernorDialects
import Testing

@Suite struct EmbeddingsTests {
    @Test func `the input is found, in every form`() throws {
        let request = try Dialect.embeddings.request([
            "model": "m", "input": ["one", [1, 2]], "encoding_format": "base64", "user": "u",
        ])
        #expect(request.said == ["user: one", "other: u"])
        #expect(request.unread.map(\.size) == [2])
        #expect(!request.isStreamed)
        #expect(throws: DialectError.self) { try Dialect.embeddings.request(["model": "m"]) }
    }

    @Test func `vectors pass, and are no texts`() throws {
        let body: JSONValue = [
            "object": "list", "model": "m-1", "usage": ["prompt_tokens": 4, "total_tokens": 4],
            "data": [["object": "embedding", "index": 0, "embedding": "AACAPwAAAEA="]],
        ]
        let answer = try Dialect.embeddings.answer(body)
        #expect(answer.texts.isEmpty)
        #expect(answer.body(replacing: [:]) == body)
        #expect(answer.usage == TokenUsage(input: 4, output: 0))
        #expect(throws: DialectError.foreignAnswer(.embeddings)) { try Dialect.embeddings.answer([:]) }
    }

    @Test(arguments: [Dialect.embeddings, .countTokens])
    func `what is never streamed has no reader of streams`(dialect: Dialect) {
        #expect(dialect.streamReader() == nil)
    }
}
