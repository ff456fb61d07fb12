import GovernorCore
import GovernorDialects
import Testing

@Suite struct MessagesTests {
    private static let body = """
        {"model":"claude","max_tokens":9,"stream":true,"metadata":{"user_id":"u-7"},"stop_sequences":["END"],
        "system":[{"type":"text","text":"one","cache_control":{"type":"ephemeral","ttl":"5m"}},{"type":"text","text":"two"}],
        "messages":[{"role":"user","content":"three"},
        {"role":"assistant","content":[{"type":"thinking","thinking":"four","signature":"AAAA"},
        {"type":"text","text":"five"},
        {"type":"tool_use","id":"toolu_1","name":"lookup","input":{"id":"six","list":[{"type":"seven"}],"n":1}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"eight"},
        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},{"type":"text","text":"nine"}]},
        {"type":"text","text":"ten"},{"type":"strange","words":"eleven"}]}],
        "tools":[{"name":"lookup","description":"twelve","input_schema":{"type":"object"}}],"tool_choice":{"type":"auto"}}
        """

    private func request(_ dialect: Dialect = .messages) throws -> ModelRequest {
        try dialect.request(JSONValue(parsing: Self.body).object ?? [:])
    }

    @Test(arguments: [Dialect.messages, .countTokens])
    func `every text is found, with the role of who wrote it`(dialect: Dialect) throws {
        let request = try request(dialect)
        #expect(
            (request.model, request.isStreamed, request.tokenLimit, request.userID ?? "") == ("claude", true, 9, "u-7"))
        #expect(
            request.said.sorted() == [
                "assistant: five", "assistant: four", "other: END", "other: u-7", "system: one\ntwo",
                "tool: eight\nnine", "tool_call: lookup",
                #"tool_call: {"id":"six","list":[{"type":"seven"}],"n":1}"#,
                "tool_definition: lookup", "tool_definition: twelve", "user: eleven", "user: ten", "user: three",
            ])
        #expect(request.unread.map(\.kind) == ["encrypted", "image/png"])
    }

    @Test func `texts and the model change, and nothing else does`() throws {
        let request = try request()
        let piece = try #require(request.pieces.first { $0.text.contains("six") })
        let masked = piece.text.replacing("six", with: "[x]")
        let changed = request.body(replacing: [piece.parts[0].pointer: masked], model: "served")
        let expected = Self.body.replacing("six", with: "[x]").replacing(
            #""model":"claude""#, with: #""model":"served""#)
        #expect(JSONValue.object(changed) == (try JSONValue(parsing: expected)))
    }

    private static let answer = """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-1","stop_reason":"tool_use","stop_sequence":null,
        "content":[{"type":"thinking","thinking":"Hmm, so","signature":"c2lnbmVk"},
        {"type":"text","text":"The sky is blue.","citations":[{"type":"char_location","cited_text":"blue","document_index":0,
        "document_title":"Sky"},{"type":"char_location","cited_text":"sky","document_index":0,"document_title":null}]},
        {"type":"tool_use","id":"toolu_1","name":"lookup","input":{"city":"Pária","n":[1]}},
        {"type":"tool_use","id":"toolu_2","name":"now","input":{}},
        {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result",
        "url":"https://a.b","title":"Found","encrypted_content":"AAAA"}]}],
        "usage":{"input_tokens":3,"cache_read_input_tokens":4,"output_tokens":9}}
        """

    private static let stream = [
        """
        {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-1","content":[],
        "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"cache_read_input_tokens":4,"output_tokens":1}}}
        """,
        #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
        #"{"type":"ping"}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hmm,"}}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":" so"}}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2lnbmVk"}}"#,
        #"{"type":"content_block_stop","index":0}"#,
        #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":"The","citations":[]}}"#,
        #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" sky is blue."}}"#,
        """
        {"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"type":"char_location",
        "cited_text":"blue","document_index":0,"document_title":"Sky"}}}
        """,
        """
        {"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"type":"char_location",
        "cited_text":"sky","document_index":0,"document_title":null}}}
        """,
        #"{"type":"content_block_stop","index":1}"#,
        """
        {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"lookup","input":{}}}
        """,
        #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}"#,
        #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"city\":\"Pá"}}"#,
        #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"ria\",\"n\":[1]}"}}"#,
        #"{"type":"content_block_stop","index":2}"#,
        """
        {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_2","name":"now","input":{}}}
        """,
        #"{"type":"content_block_stop","index":3}"#,
        """
        {"type":"content_block_start","index":4,"content_block":{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1",
        "content":[{"type":"web_search_result","url":"https://a.b","title":"Found","encrypted_content":"AAAA"}]}}
        """,
        #"{"type":"content_block_stop","index":4}"#,
        """
        {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":9}}
        """,
        #"{"type":"message_stop"}"#,
    ]

    @Test func `a stream and an answer have the same lanes`() throws {
        let answer = try Dialect.messages.answer(JSONValue(parsing: Self.answer))
        #expect(answer.usage == TokenUsage(input: 7, output: 9))
        #expect(answer.model == "claude-1")
        let streamed = try Transcript(.messages, stream: Self.stream)
        #expect(streamed == Transcript(answer))
        #expect(streamed.lanes[Lane(choice: 2, name: "input", isJSON: true)] == #"{"city":"Pária","n":[1]}"#)
        #expect(streamed[1, "citations/1/cited_text"] == "sky")
        #expect(streamed.lanes.count == 10)
    }

    @Test func `events say what they are`() throws {
        let read = try StreamRecord(.messages, Self.stream).read
        #expect(read.filter { $0.kind == .call }.map(\.ended) == [[2], [3]])
        #expect(
            read.filter { ![.content, .call].contains($0.kind) }.map(\.name) == ["message_delta", "message_stop"])
        #expect(read.suffix(2).map(\.kind) == [.stop, .end])
        #expect(read.first?.model == "claude-1")
        #expect(read.first?.usage == TokenUsage(input: 7, output: 1))
        var reader = try #require(Dialect.messages.streamReader())
        let error = ServerSentEvent(
            name: "error", data: #"{"type":"error","error":{"type":"overloaded_error","message":"Busy"}}"#)
        let failure = try reader.read(error)
        #expect(failure.kind == .failure)
        #expect(failure.texts.map(\.text).contains("Busy"))
        let strange = try reader.read(ServerSentEvent(name: "new", data: #"{"type":"new","x":{"y":"words"}}"#))
        #expect(strange.texts.map(\.kind) == [.alone])
        #expect(throws: DialectError.foreignAnswer(.messages)) { try reader.read(ServerSentEvent(data: "{}")) }
    }

    @Test(arguments: [
        (#"{"city":"[x]"}"#, ["city": "[x]"] as JSONValue), ("cut {", "cut {"),
    ])
    func `another input of a tool is an object again`(text: String, input: JSONValue) throws {
        let answer = try Dialect.messages.answer(JSONValue(parsing: Self.answer))
        let pointer = try #require(answer.texts.first { $0.lane.name == "input" }?.pointer)
        #expect(pointer.value(in: answer.body(replacing: [pointer: text])) == input)
    }

    @Test func `an argument that is called like details of tokens stays`() throws {
        let text = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-1","content":[{"type":"text","text":"Ann",\
            "logprobs":[1]},{"type":"tool_use","id":"toolu_1","name":"set","input":{"logprobs":[2]}}],\
            "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}
            """
        let answer = try Dialect.messages.answer(JSONValue(parsing: text))
        let pointer = try #require(answer.texts.first { $0.text == "Ann" }?.pointer)
        let content = answer.body(replacing: [pointer: "[x]"])["content"]
        #expect(
            content == [
                ["type": "text", "text": "[x]", "logprobs": []],
                ["type": "tool_use", "id": "toolu_1", "name": "set", "input": ["logprobs": [2]]],
            ])
    }

    @Test(arguments: [
        (0, ["message_start", "message_delta", "message_stop"]), (1, ["message_delta", "message_stop"]),
        (9, ["content_block_stop", "message_delta", "message_stop"]), (12, ["message_delta", "message_stop"]),
        (22, ["message_stop"]),
    ])
    func `a refusal goes on from what was written`(written: Int, names: [String]) throws {
        var reader = try StreamRecord(.messages, Array(Self.stream.prefix(written))).reader
        for data in Self.stream.dropFirst(written) { _ = try reader.read(ServerSentEvent(data: data)) }
        let events = reader.refusal(Refusal(message: "Withheld"))
        #expect(events.map(\.name) == names)
        #expect(events.allSatisfy { $0.json["type"]?.string == $0.name })
        guard let delta = events.first(where: { $0.name == "message_delta" })?.json else { return }
        #expect(delta["delta"]?["stop_reason"] == "refusal")
        #expect(delta["usage"]?["output_tokens"] == (written == 0 ? 0 : 1))
        #expect(events.first { $0.name == "content_block_stop" }.map { $0.json["index"] == 1 } ?? true)
    }

    @Test func `a failure is an event that libraries raise`() throws {
        let reader = try #require(Dialect.messages.streamReader())
        let events = reader.failure("Broken", code: "upstream.failed")
        #expect(events.map(\.name) == ["error"])
        #expect(events[0].json["error"]?["type"] == "api_error")
    }

    @Test(arguments: [
        (400, "invalid_request_error"), (401, "authentication_error"), (403, "permission_error"),
        (404, "not_found_error"), (413, "request_too_large"), (429, "rate_limit_error"), (500, "api_error"),
        (504, "timeout_error"), (529, "overloaded_error"),
    ])
    func `errors have the API's form`(status: Int, type: String) {
        let body = Dialect.messages.errorBody("No", status: status, code: "c", requestID: "req_1")
        #expect(
            body == [
                "type": "error", "error": ["type": .string(type), "message": "No", "code": "c"], "request_id": "req_1",
            ])
    }

    @Test func `a count is an answer without texts`() throws {
        let answer = try Dialect.countTokens.answer(["input_tokens": 14])
        #expect(answer.texts.isEmpty)
        #expect(answer.usage == nil)
        #expect(throws: DialectError.foreignAnswer(.countTokens)) { try Dialect.countTokens.answer(["content": []]) }
    }
}
