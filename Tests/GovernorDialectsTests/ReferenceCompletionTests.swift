import GovernorCore
import GovernorDialects
import Testing

@Suite struct ReferenceCompletionTests {
    @Test func `S3.13: a prompt, a model and a limit`() throws {
        let request = try Dialect.reference.request(["prompt": "Hi", "model": "m", "max_tokens": 9])
        #expect(request.pieces.map(\.text) == ["Hi"])
        #expect(request.pieces.map(\.role) == [.user])
        #expect((request.model, request.tokenLimit ?? 0, request.isStreamed) == ("m", 9, false))
        #expect(throws: DialectError.wrongShape(pointer: "/prompt", expected: "a string")) {
            try Dialect.reference.request([:])
        }
    }

    @Test func `S3.13: the answer's content is its text`() throws {
        let answer = try Dialect.reference.answer(["content": "Hello", "model": "m", "usage": ["prompt_tokens": 1]])
        #expect(answer.texts.map(\.text) == ["Hello"])
        #expect(answer.usage == TokenUsage(input: 1, output: 0))
    }

    @Test func `S3.14: a bare line of a stream is a piece of text`() throws {
        var reader = try #require(Dialect.reference.streamReader())
        let bare = try reader.read(ServerSentEvent(data: "Hel"))
        #expect(bare.texts.map(\.text) == ["Hel"])
        #expect(try reader.write(bare, replacing: [:]).map(\.data) == [#"{"content":"Hel"}"#])
        #expect(try reader.read(ServerSentEvent(data: "[DONE]")).kind == .end)
    }
}
