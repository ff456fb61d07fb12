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

    @Test(arguments: [
        [#"{"text":"Hel"}"#, #"{"text":"lo"}"#], [#"{"token":"Hel"}"#, #"{"token":"lo"}"#],
        [#"{"choices":[{"delta":{"content":"Hel"}}]}"#, #"{"choices":[{"delta":{"content":"lo"}}]}"#],
    ])
    func `pieces of a stream grow, whatever a server calls them`(stream: [String]) throws {
        var reader = try #require(Dialect.reference.streamReader())
        let texts = try stream.flatMap { try reader.read(ServerSentEvent(data: $0)).texts }
        #expect(texts.map(\.text) == ["Hel", "lo"])
        #expect(texts.allSatisfy { $0.kind == .delta && $0.lane == texts[0].lane })
    }

    @Test(arguments: [
        (#"9"#, 9), ("1e3", 1000), ("1000.0", 1000), (#""1000""#, 1000), ("0.5", 1), ("-3", 0), ("1e300", Int.max),
    ])
    func `a limit counts however it is written`(written: String, tokens: Int) throws {
        let body = try JSONValue(parsing: #"{"prompt":"Hi","max_tokens":\#(written)}"#)
        #expect(try Dialect.reference.request(try #require(body.object)).tokenLimit == tokens)
    }
}
