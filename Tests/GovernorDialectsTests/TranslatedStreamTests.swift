import GovernorCore
import GovernorDialects
import Testing

@Suite struct TranslatedStreamTests {
    private static let messages = [
        """
        {"type":"message_start","message":{"id":"x","type":"message","role":"assistant","model":"m","content":[],
        "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":0}}}
        """,
        #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"why"}}"#,
        #"{"type":"content_block_stop","index":0}"#,
        #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}"#,
        #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hel"}}"#,
        #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"lo"}}"#,
        #"{"type":"content_block_stop","index":1}"#,
        #"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"c1","name":"f","input":{}}}"#,
        #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}"#,
        #"{"type":"content_block_stop","index":2}"#,
        #"{"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"c2","name":"g","input":{}}}"#,
        #"{"type":"content_block_stop","index":3}"#,
        #"{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":2}}"#,
        #"{"type":"message_stop"}"#,
    ]

    private static let chat = [
        #"{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#,
        #"{"choices":[{"index":0,"delta":{"reasoning_content":"why"},"finish_reason":null}]}"#,
        #"{"choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}"#,
        #"{"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":null}]}"#,
        """
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function",
        "function":{"name":"f","arguments":""}}]},"finish_reason":null}]}
        """,
        """
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"a\\":1}"}}]},
        "finish_reason":null}]}
        """,
        """
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c2","type":"function",
        "function":{"name":"g","arguments":""}}]},"finish_reason":null}]}
        """,
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
        #"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"#,
        "[DONE]",
    ].map {
        $0.replacing(
            "{\"choices\"", with: #"{"id":"x","object":"chat.completion.chunk","created":7,"model":"m","choices""#)
    }

    private func reader(_ client: Dialect, usage: Bool = true) throws -> any StreamReader {
        try #require(Translation(client: client, server: client == .chat ? .messages : .chat))
            .streamReader(answering: ["stream_options": ["include_usage": .bool(usage)]], created: 7)
    }

    private func write(_ stream: some Sequence<String>, to reader: inout any StreamReader) throws -> [ServerSentEvent] {
        var written: [ServerSentEvent] = []
        for data in stream { written += try reader.write(reader.read(ServerSentEvent(data: data)), replacing: [:]) }
        return written
    }

    @Test func `messages become a chat`() throws {
        var reader = try reader(.chat)
        #expect(try write(Self.messages, to: &reader).map(\.data) == Self.chat.map(JSONValue.compact))
    }

    @Test func `a chat that did not ask for the usage gets none`() throws {
        var reader = try reader(.chat, usage: false)
        #expect(try write(Self.messages, to: &reader).count == Self.chat.count - 1)
    }

    @Test func `a chat becomes messages`() throws {
        var reader = try reader(.messages)
        let written = try write(Self.chat, to: &reader)
        let expected = try Self.messages.map { try JSONValue(parsing: $0) }
        #expect(written.map { $0.json["type"] } == expected.map { $0["type"] })
        #expect(written.allSatisfy { $0.name == $0.json["type"]?.string })
        #expect(written.dropFirst().dropLast(2).map(\.json) == Array(expected.dropFirst().dropLast(2)))
        #expect(written.suffix(2).first?.json["usage"] == ["input_tokens": 3, "output_tokens": 2])
        #expect(written.suffix(2).first?.json["delta"]?["stop_reason"] == "tool_use")
    }

    @Test func `a chat becomes pieces of the reference system's stream`() throws {
        var reader = try #require(Translation(client: .reference, server: .chat))
            .streamReader(answering: [:], created: 7)
        #expect(!reader.endsWithConnection)
        let written = try write(
            [
                #"{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"#,
                #"{"choices":[{"index":0,"delta":{"reasoning_content":"why","content":"Hel"}}]}"#,
                #"{"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}"#,
                #"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#, "[DONE]",
            ], to: &reader)
        #expect(
            written.map(\.data) == [
                #"{"reasoning":"why"}"#, #"{"content":"Hel"}"#, #"{"content":"lo"}"#,
                #"{"content":"","finish_reason":"stop"}"#, "[DONE]",
            ])
        for (chunk, pointer) in [
            (#"{"choices":[{"index":1,"delta":{"content":"b"}}]}"#, "/choices"),
            (#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0}]}}]}"#, "/choices/0/delta/tool_calls"),
            (#"{"choices":[{"index":0,"delta":{"content":[{"text":"b"}]}}]}"#, "/choices/0/delta/content"),
        ] {
            #expect(throws: DialectError.untranslatable(pointer: pointer, into: .reference)) {
                try write([chunk], to: &reader)
            }
        }
    }

    @Test func `other texts are said instead`() throws {
        var reader = try reader(.chat)
        _ = try write(Self.messages.prefix(5), to: &reader)
        let event = try reader.read(ServerSentEvent(data: Self.messages[5]))
        let written = try reader.write(event, replacing: [event.texts[0].pointer: "[x]"])
        #expect(written.map { $0.json["choices"]?.array?.first?["delta"] } == [["content": "[x]"]])
    }

    @Test func `a refusal and a failure are the client's`() throws {
        var chat = try reader(.chat)
        _ = try write(Self.messages.prefix(6), to: &chat)
        #expect(chat.refusal(Refusal(message: "no")).map(\.data).last == "[DONE]")
        #expect(chat.failure("Broken", code: "c")[0].json["error"]?["message"] == "Broken")
        var messages = try reader(.messages)
        _ = try write(Self.chat.prefix(3), to: &messages)
        let names = ["content_block_stop", "message_delta", "message_stop"]
        #expect(messages.refusal(Refusal(message: "no")).map(\.name) == names)
        let error = #"{"error":{"message":"Busy","type":"api_error"}}"#
        let written = try write([error], to: &messages)
        #expect(written.map(\.name) == ["error"])
        #expect(written[0].json["error"]?["message"] == "Busy")
    }

    @Test func `what cannot be said ends in an error`() throws {
        var chat = try reader(.chat)
        let search = #"{"type":"content_block_start","index":0,"content_block":{"type":"web_search_tool_result"}}"#
        #expect(throws: DialectError.untranslatable(pointer: "/content_block", into: .chat)) {
            try write([search], to: &chat)
        }
        var messages = try reader(.messages)
        #expect(throws: DialectError.untranslatable(pointer: "/choices/0/delta/content", into: .messages)) {
            try write([#"{"choices":[{"index":0,"delta":{"content":[{"text":"b"}]}}]}"#], to: &messages)
        }
        #expect(throws: DialectError.untranslatable(pointer: "/choices", into: .messages)) {
            try write([#"{"choices":[{"index":1,"delta":{"content":"b"}}]}"#], to: &messages)
        }
    }
}
