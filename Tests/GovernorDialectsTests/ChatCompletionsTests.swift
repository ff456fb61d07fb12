import GovernorCore
import GovernorDialects
import Testing

@Suite struct ChatCompletionsTests {
    private static let body = """
        {"model":"m","stream":true,"temperature":1.0,"max_tokens":5,"user":"u-7","x_unknown":{"note":"seven"},
        "messages":[{"role":"system","content":"one"},
        {"role":"user","name":"Ann","content":[{"type":"text","text":"two"},{"type":"text","text":"three"},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}]},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":\\"four\\"}"}}]},
        {"role":"tool","tool_call_id":"c1","content":"five"}],
        "tools":[{"type":"function","function":{"name":"f","description":"six","parameters":{"type":"object"}}}]}
        """

    private func request(_ text: String = body) throws -> ModelRequest {
        try Dialect.chat.request(JSONValue(parsing: Array(text.utf8)).object ?? [:])
    }

    @Test func `every text is found, with the role of who wrote it`() throws {
        let request = try request()
        #expect(request.model == "m")
        #expect(request.isStreamed)
        #expect(request.userID == "u-7")
        #expect(request.tokenLimit == 5)
        let found = request.pieces.map { "\($0.role.rawValue): \($0.text)" }
        #expect(
            found.sorted() == [
                "other: seven", "other: u-7", "system: one", "tool: five",
                "tool_call: f", "tool_call: {\"a\":\"four\"}", "tool_definition: f", "tool_definition: six",
                "user: Ann",
                "user: two\nthree",
            ])
        #expect(request.unread.map(\.kind) == ["image/png"])
    }

    @Test func `texts and the model change, and nothing else does`() throws {
        let request = try request()
        let piece = try #require(request.pieces.first { $0.text == "two\nthree" })
        let changed = request.body(replacing: [piece.parts[1].pointer: "[x]"], model: "served")
        let expected = Self.body.replacing("three", with: "[x]").replacing(#""model":"m""#, with: #""model":"served""#)
        #expect(JSONValue.object(changed) == (try JSONValue(parsing: Array(expected.utf8))))
        #expect(changed["temperature"]?.number?.text == "1.0")
    }

    @Test(arguments: [
        (#"{"messages":[]}"#, "/model"), (#"{"model":"m"}"#, "/messages"),
        (#"{"model":"m","messages":[1]}"#, "/messages/0"), (#"{"model":"m","messages":[],"stream":"yes"}"#, "/stream"),
    ])
    func `a body of another shape is refused by its place`(body: String, pointer: String) {
        #expect {
            try request(body)
        } throws: { error in
            guard case .wrongShape(let place, _)? = error as? DialectError else { return false }
            return place == pointer
        }
    }

    @Test func `a stream and an answer have the same lanes`() throws {
        let answer = try Dialect.chat.answer(
            JSONValue(
                parsing: Array(
                    """
                    {"id":"1","model":"m-1","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant",
                    "content":"Hello","reasoning_content":"why","tool_calls":[{"id":"c","type":"function","function":
                    {"name":"f","arguments":"{}"}}]}}],"usage":{"prompt_tokens":3,"completion_tokens":2}}
                    """.utf8)))
        #expect(answer.model == "m-1")
        #expect(answer.usage == TokenUsage(input: 3, output: 2))
        var reader = try #require(Dialect.chat.streamReader())
        var texts: [AnswerText] = []
        for data in [
            #"{"id":"1","model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}"#,
            #"{"id":"1","model":"m-1","choices":[{"index":0,"delta":{"content":"lo","reasoning_content":"why"}}]}"#,
            """
            {"id":"1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function",
            "function":{"name":"f","arguments":"{"}}]}}]}
            """,
            #"{"id":"1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"}"}}]}}]}"#,
        ] {
            let event = try reader.read(ServerSentEvent(data: data))
            #expect(event.kind == .content)
            texts += event.texts
        }
        let streamed = Dictionary(grouping: texts, by: \.lane).mapValues { $0.map(\.text).joined() }
        let whole = Dictionary(grouping: answer.texts, by: \.lane).mapValues { $0.map(\.text).joined() }
        #expect(streamed == whole)
        #expect(whole[Lane(choice: 0, name: "tool_calls/0/function/arguments", isJSON: true)] == "{}")
    }

    @Test func `a refusal ends the choices that are open, and no other`() throws {
        var reader = try #require(Dialect.chat.streamReader())
        for data in [
            #"{"id":"7","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"a"}}]}"#,
            #"{"id":"7","created":1,"model":"m","choices":[{"index":1,"delta":{"content":"b"}}]}"#,
        ] {
            _ = try reader.write(reader.read(ServerSentEvent(data: data)), replacing: [:])
        }
        let stop = try reader.read(
            ServerSentEvent(data: #"{"id":"7","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#))
        #expect(stop.kind == .stop)
        _ = try reader.write(stop, replacing: [:])
        let events = reader.refusal(Refusal(message: "no"))
        #expect(events.map(\.data).last == "[DONE]")
        let last = try #require(try events.first.map { try JSONValue(parsing: Array($0.data.utf8)) })
        #expect(events.count == 2)
        #expect(last["choices"]?.array?.first?["index"] == 1)
        #expect(last["choices"]?.array?.first?["finish_reason"] == "content_filter")
        #expect(last["id"] == "7")
    }

    @Test func `details of tokens go when a text changes, and stay when none does`() throws {
        var reader = try #require(Dialect.chat.streamReader())
        let data = #"{"choices":[{"index":0,"delta":{"content":"Ann"},"logprobs":{"content":[{"token":"Ann"}]}}]}"#
        let event = try reader.read(ServerSentEvent(data: data))
        #expect(try reader.write(event, replacing: [:]).map(\.data) == [data])
        let changed = try reader.write(event, replacing: [event.texts[0].pointer: "[x]"])
        #expect(changed.map(\.data) == [#"{"choices":[{"index":0,"delta":{"content":"[x]"},"logprobs":null}]}"#])
    }

    @Test(arguments: ["{}", "[]", "nonsense", #"{"choices":1}"#])
    func `an event of another dialect is refused`(data: String) throws {
        var reader = try #require(Dialect.chat.streamReader())
        #expect(throws: DialectError.foreignAnswer(.chat)) { try reader.read(ServerSentEvent(data: data)) }
    }
}
