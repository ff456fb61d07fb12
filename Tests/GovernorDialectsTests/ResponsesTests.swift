import GovernorCore
import GovernorDialects
import Testing

@Suite struct ResponsesTests {
    private static let body = """
        {"model":"m","stream":false,"instructions":"one","max_output_tokens":7,"safety_identifier":"s-1","store":true,
        "input":[{"role":"user","content":"two"},
        {"type":"message","role":"user","content":[{"type":"input_text","text":"three"},
        {"type":"input_image","image_url":"data:image/png;base64,AAAA"},{"type":"input_file","file_id":"file-1"}]},
        {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"four"}],"encrypted_content":"AAAA"},
        {"type":"function_call","call_id":"c1","name":"f","arguments":"{\\"a\\":\\"five\\"}"},
        {"type":"function_call_output","call_id":"c1","output":"six"},
        {"type":"mcp_call","server_label":"srv","name":"g","arguments":"{}","output":"seven"},
        {"type":"novel","words":"eight"}],
        "prompt":{"id":"pmpt_1","variables":{"name":"nine"}},
        "tools":[{"type":"function","name":"f","description":"ten","parameters":{"type":"object"}}],
        "text":{"format":{"type":"json_schema","name":"shape","schema":{"description":"eleven"}}}}
        """

    private func request(_ text: String = body) throws -> ModelRequest {
        try Dialect.responses.request(JSONValue(parsing: text).object ?? [:])
    }

    @Test func `every text is found, with the role of who wrote it`() throws {
        let request = try request()
        #expect((request.model, request.isStreamed, request.tokenLimit, request.userID ?? "") == ("m", false, 7, "s-1"))
        #expect(
            request.said.sorted() == [
                "assistant: four", "other: eight", "other: s-1", "system: one", "tool: seven", "tool: six",
                "tool_call: f", "tool_call: g", "tool_call: srv", "tool_call: {\"a\":\"five\"}", "tool_call: {}",
                "tool_definition: eleven", "tool_definition: f", "tool_definition: shape", "tool_definition: ten",
                "user: nine", "user: three", "user: two",
            ])
        #expect(request.unread.map(\.kind) == ["image/png", "file", "encrypted"])
        let piece = try #require(request.pieces.first { $0.text == "six" })
        let changed = request.body(replacing: [piece.parts[0].pointer: "[x]"], model: "m")
        #expect(JSONValue.object(changed) == (try JSONValue(parsing: Self.body.replacing("six", with: "[x]"))))
    }

    @Test(arguments: [(#""text""#, 1), ("[]", 0), ("null", 0)])
    func `an input may be a text`(input: String, count: Int) throws {
        #expect(try request(#"{"model":"m","input":\#(input)}"#).pieces.count == count)
    }

    @Test(arguments: [(#"{"model":"m","input":7}"#, "/input"), (#"{"model":"m","input":["a"]}"#, "/input/0")])
    func `an input of another shape is refused by its place`(body: String, pointer: String) {
        #expect {
            try request(body)
        } throws: { error in
            guard case .wrongShape(let place, _)? = error as? DialectError else { return false }
            return place == pointer
        }
    }

    private static let message = """
        {"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text",
        "text":"Hello Ann","annotations":[{"type":"url_citation","url":"https://a.b","title":"Site","start_index":0,
        "end_index":5}],"logprobs":[{"token":"Hello","logprob":-0.1},{"token":" Ann","logprob":-0.2}]}]}
        """
    private static let reasoning = """
        {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Because"}]}
        """
    private static let call = """
        {"id":"fc_1","type":"function_call","status":"completed","call_id":"c1","name":"f","arguments":"{\\"a\\":1}"}
        """
    private static let whole = """
        {"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"m-1","metadata":{"k":"note"},
        "output":[\(reasoning),\(message),\(call)],"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}
        """

    private static let stream = [
        """
        {"type":"response.created","response":{"id":"resp_1","object":"response","created_at":1,"status":"in_progress",
        "model":"m-1","metadata":{"k":"note"},"output":[]}}
        """,
        """
        {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}
        """,
        """
        {"type":"response.reasoning_summary_part.added","item_id":"rs_1","output_index":0,"summary_index":0,
        "part":{"type":"summary_text","text":""}}
        """,
        """
        {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,
        "delta":"Because","obfuscation":"x7"}
        """,
        """
        {"type":"response.reasoning_summary_text.done","item_id":"rs_1","output_index":0,"summary_index":0,"text":"Because"}
        """,
        """
        {"type":"response.reasoning_summary_part.done","item_id":"rs_1","output_index":0,"summary_index":0,
        "part":{"type":"summary_text","text":"Because"}}
        """,
        #"{"type":"response.output_item.done","output_index":0,"item":\#(reasoning)}"#,
        """
        {"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","status":"in_progress",
        "role":"assistant","content":[]}}
        """,
        """
        {"type":"response.content_part.added","item_id":"msg_1","output_index":1,"content_index":0,
        "part":{"type":"output_text","text":"","annotations":[]}}
        """,
        """
        {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"Hello",
        "logprobs":[{"token":"Hello","logprob":-0.1}]}
        """,
        """
        {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":" Ann",
        "logprobs":[{"token":" Ann","logprob":-0.2}]}
        """,
        """
        {"type":"response.output_text.annotation.added","item_id":"msg_1","output_index":1,"content_index":0,
        "annotation_index":0,"annotation":{"type":"url_citation","url":"https://a.b","title":"Site","start_index":0,
        "end_index":5}}
        """,
        """
        {"type":"response.output_text.done","item_id":"msg_1","output_index":1,"content_index":0,"text":"Hello Ann"}
        """,
        """
        {"type":"response.content_part.done","item_id":"msg_1","output_index":1,"content_index":0,
        "part":{"type":"output_text","text":"Hello Ann","annotations":[]}}
        """,
        #"{"type":"response.output_item.done","output_index":1,"item":\#(message)}"#,
        """
        {"type":"response.output_item.added","output_index":2,"item":{"id":"fc_1","type":"function_call",
        "status":"in_progress","call_id":"c1","name":"f","arguments":""}}
        """,
        """
        {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":"{\\"a\\":"}
        """,
        #"{"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":"1}"}"#,
        """
        {"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":2,"arguments":"{\\"a\\":1}"}
        """,
        #"{"type":"response.output_item.done","output_index":2,"item":\#(call)}"#,
        #"{"type":"response.completed","response":\#(whole)}"#,
    ].enumerated().map { number, event in #"{"sequence_number":\#(number),"# + event.dropFirst() }

    /// How many of the events have been told, without those that repeat.
    @Test(arguments: [12, stream.count])
    func `deltas, and what repeats them, have the lanes of the answer`(count: Int) throws {
        let answer = try Dialect.responses.answer(JSONValue(parsing: Self.whole))
        #expect(answer.usage == TokenUsage(input: 3, output: 2))
        #expect(answer.model == "m-1")
        let whole = Transcript(answer)
        let streamed = try Transcript(.responses, stream: Array(Self.stream.prefix(count)))
        #expect(whole[1, "content/0/text"] == "Hello Ann")
        #expect(whole[0, "summary/0/text"] == "Because")
        #expect(whole.lanes[Lane(choice: 2, name: "arguments", isJSON: true)] == #"{"a":1}"#)
        #expect(streamed.lanes == whole.lanes.filter { count > 12 || $0.key.choice < 2 })
        #expect(whole[1, "content/0/logprobs"] == "Hello Ann")
        #expect(whole.lanes.count == 7)
    }

    @Test func `events say what they are`() throws {
        let read = try StreamRecord(.responses, Self.stream).read
        #expect(
            read.filter { $0.kind == .call }.map(\.name) == [
                "response.function_call_arguments.done", "response.output_item.done",
            ])
        #expect(read.filter { ![.content, .call].contains($0.kind) }.map(\.name) == ["response.completed"])
        #expect(read.last?.kind == .end)
        #expect(read.last?.usage == TokenUsage(input: 3, output: 2))
        #expect(read.first?.model == "m-1")
        #expect(read[12].texts.map(\.kind) == [.whole])
        var reader = try #require(Dialect.responses.streamReader())
        for (data, kind) in [
            (#"{"type":"error","code":"x","message":"Broken"}"#, StreamEvent.Kind.failure),
            (#"{"type":"response.failed","response":{"id":"r","error":{"message":"Broken"}}}"#, .failure),
            (#"{"type":"response.incomplete","response":{"id":"r"}}"#, .end), ("[DONE]", .end),
            (#"{"type":"response.novel.delta","output_index":1,"delta":"words"}"#, .content),
        ] {
            let event = try reader.read(ServerSentEvent(data: data))
            #expect(event.kind == kind)
            if kind == .failure { #expect(event.texts.map(\.text).contains("Broken")) }
            if kind == .content { #expect(event.texts.map(\.lane) == [Lane(choice: 1, name: "novel")]) }
        }
        #expect(throws: DialectError.foreignAnswer(.responses)) { try reader.read(ServerSentEvent(data: "{}")) }
    }

    @Test func `a refusal says as done what was written, and no more`() throws {
        var record = try StreamRecord(.responses, Array(Self.stream.prefix(10)))
        var reader = record.reader
        let next = try reader.read(ServerSentEvent(data: Self.stream[10]))
        _ = try reader.write(next, replacing: [next.texts[0].pointer: " [x]"])
        for data in Self.stream.dropFirst(11) { _ = try reader.read(ServerSentEvent(data: data)) }
        let events = reader.refusal(Refusal(message: "no"))
        #expect(
            events.map(\.name) == [
                "response.output_text.done", "response.content_part.done", "response.output_item.done",
                "response.incomplete",
            ])
        #expect(events.map { $0.json["sequence_number"] } == [11, 12, 13, 14])
        #expect(events[0].json["text"] == "Hello [x]")
        #expect(events[0].json["item_id"] == "msg_1")
        #expect(events[2].json["item"]?["status"] == "incomplete")
        let response = try #require(events.last?.json["response"])
        #expect((response["id"], response["status"]) == ("resp_1", "incomplete"))
        #expect(response["incomplete_details"] == ["reason": "content_filter"])
        let answer = try Dialect.responses.answer(response)
        #expect(Transcript(answer)[1, "content/0/text"] == "Hello [x]")
        #expect(Transcript(answer)[0, "summary/0/text"] == "Because")
        record = try StreamRecord(.responses, Self.stream)
        #expect(record.reader.refusal(Refusal(message: "no")).isEmpty)
    }

    @Test func `an item that begins again has nothing open`() throws {
        let stream = Array(Self.stream.prefix(10)) + [Self.stream[7]]
        let events = try StreamRecord(.responses, stream).reader.refusal(Refusal(message: "no"))
        #expect(events.map(\.name) == ["response.output_item.done", "response.incomplete"])
        #expect(events[0].json["item"]?["content"] == [])
    }

    @Test func `arguments that are cut are not said to be done`() throws {
        let events = try StreamRecord(.responses, Array(Self.stream.prefix(17))).reader.refusal(Refusal(message: "no"))
        #expect(events.map(\.name) == ["response.output_item.done", "response.incomplete"])
        #expect(events[0].json["item"]?["status"] == "incomplete")
        #expect(events[0].json["item"]?["arguments"] == #"{"a":"#)
    }

    @Test func `a refusal before the first event is a whole response`() throws {
        let events = try #require(Dialect.responses.streamReader()).refusal(Refusal(message: "no"))
        #expect(events.map(\.name) == ["response.created", "response.incomplete"])
        #expect(events[0].json["response"]?["id"] == events[1].json["response"]?["id"])
    }

    @Test func `a failure goes on counting, and libraries raise it`() throws {
        let events = try StreamRecord(.responses, Array(Self.stream.prefix(3))).reader.failure("Broken", code: "c")
        #expect(events.map(\.name) == ["error"])
        #expect(events[0].json["sequence_number"] == 3)
        #expect(events[0].json["error"]?["message"] == "Broken")
    }
}
