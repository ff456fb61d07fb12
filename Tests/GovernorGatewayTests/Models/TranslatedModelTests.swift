import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

/// Clients of one API at a server of another.
@Suite struct TranslatedModelTests {
    private static let rules = """
        inspection: {redact: {default: placeholder}}
        rules:
          - {id: mask, when: contains_pii, stage: prompt, action: redact, message: personal data}
          - {id: leak, when: contains_pii, stage: output, action: redact, message: personal data}
        """

    private func gateway(_ upstream: CannedUpstream, _ server: Dialect) throws -> TestGateway {
        try TestGateway(
            rules: Self.rules, models: [ModelRoute(name: "m", upstream: upstream, paths: [server: "/served"])])
    }

    private func events(_ events: [JSONValue]) -> CannedUpstream {
        CannedUpstream(
            String(
                decoding: events.flatMap { ServerSentEvent(name: $0["type"]?.string, data: $0.compactText).bytes },
                as: UTF8.self))
    }

    private static let message: JSONValue = [
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-1",
        "content": [["type": "text", "text": "I wrote to [EMAIL_1] and bob@example.com today."]],
        "stop_reason": "end_turn", "stop_sequence": .null, "usage": ["input_tokens": 3, "output_tokens": 5],
    ]

    private static func stream(_ stopReason: JSONValue = "end_turn", block: JSONValue? = nil) -> [JSONValue] {
        let start: JSONValue = [
            "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-1", "content": [],
            "stop_reason": .null, "stop_sequence": .null, "usage": ["input_tokens": 3, "output_tokens": 1],
        ]
        let texts = ["I wrote to [EMA", "IL_1] and bob@exam", "ple.com today."].map { text -> JSONValue in
            [
                "type": "content_block_delta", "index": 0,
                "delta": ["type": "text_delta", "text": .string(text)],
            ]
        }
        return [
            ["type": "message_start", "message": start],
            ["type": "content_block_start", "index": 0, "content_block": block ?? ["type": "text", "text": ""]],
        ] + (block == nil ? texts : []) + [
            ["type": "content_block_stop", "index": 0],
            [
                "type": "message_delta", "delta": ["stop_reason": stopReason, "stop_sequence": .null],
                "usage": ["output_tokens": 5],
            ], ["type": "message_stop"],
        ]
    }

    @Test(arguments: [true, false])
    func `a client of chats is answered by a server of messages`(stream: Bool) async throws {
        let upstream = stream ? events(Self.stream()) : CannedUpstream(Self.message.compactText)
        let gateway = try gateway(upstream, .messages)
        let response = await gateway.post(
            "/v1/chat/completions", ChatClient.request("Mail ada@example.com", stream: stream))
        #expect(response.status == 200)
        let sent = try #require(upstream.requests.first)
        let body = try JSONValue(parsing: sent.body)
        #expect(sent.path == "/served" && body["max_tokens"]?.number != nil)
        #expect(body["messages"] == [["role": "user", "content": [["type": "text", "text": "Mail [EMAIL_1]"]]]])
        let text =
            stream
            ? try ChatClient.content(response).text
            : response.json?["choices"]?.array?[0]["message"]?["content"]?.string
        #expect(text == "I wrote to ada@example.com and [EMAIL_2] today.")
        if stream { #expect(response.text.hasSuffix("data: [DONE]\n\n")) }
        let fact = try #require(gateway.sink.facts.last)
        #expect(fact.type == "decision.output" && fact.payload["action"] == "redact")
        #expect(fact.payload["answered_by"] == "claude-1")
        #expect(fact.payload["usage"] == ["input_tokens": 3, "output_tokens": 5])
    }

    @Test(arguments: [true, false])
    func `a client of messages is answered by a server of chats`(stream: Bool) async throws {
        let chat =
            #"{"id":"1","model":"gpt","choices":[{"index":0,"message":{"role":"assistant","content":"#
            + #""I wrote to [EMAIL_1] today."},"finish_reason":"stop"}]}"#
        let upstream = stream ? CannedUpstream.chat(saying: ["I wrote to [EMA", "IL_1] today."]) : CannedUpstream(chat)
        let gateway = try gateway(upstream, .chat)
        let response = await gateway.post(
            "/v1/messages",
            #"{"model":"m","max_tokens":9,"stream":\#(stream),"messages":[{"role":"user","content":"Mail ada@example.com"}]}"#
        )
        let sent = try JSONValue(parsing: try #require(upstream.requests.first).body)
        #expect(sent["messages"] == [["role": "user", "content": "Mail [EMAIL_1]"]])
        guard stream else {
            #expect(response.json?["content"]?.array?[0]["text"] == "I wrote to ada@example.com today.")
            return
        }
        var parser = ServerSentEventParser()
        let read = try parser.append(Array(response.text.utf8))
        let names = read.compactMap(\.name)
        #expect(names.first == "message_start" && names.last == "message_stop")
        let text = try read.compactMap { try JSONValue(parsing: $0.data)["delta"]?["text"]?.string }.joined()
        #expect(text == "I wrote to ada@example.com today.")
    }

    @Test(arguments: [true, false])
    func `S3.13, S3.14: a client of the reference system is answered by a server of chats`(stream: Bool) async throws {
        let chat =
            #"{"id":"1","model":"gpt","choices":[{"index":0,"message":{"role":"assistant","content":"#
            + #""I wrote to [EMAIL_1] today."},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#
        let upstream = stream ? CannedUpstream.chat(saying: ["I wrote to [EMA", "IL_1] today."]) : CannedUpstream(chat)
        let gateway = try gateway(upstream, .chat)
        let response = await gateway.post(
            "/proxy/completion\(stream ? "/stream" : "")",
            #"{"model":"m","max_tokens":9,"prompt":"Mail ada@example.com"}"#)
        #expect(response.status == 200)
        let sent = try JSONValue(parsing: try #require(upstream.requests.first).body)
        #expect(sent["messages"] == [["role": "user", "content": "Mail [EMAIL_1]"]])
        #expect(sent["stream"]?.bool == (stream ? true : nil))
        let client = ModelClient(dialect: .reference, isStreamed: stream)
        #expect(try client.text(of: response) == "I wrote to ada@example.com today.")
        #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
    }

    @Test func `a stream of chats that ends without its marker is no whole completion of the reference system`()
        async throws
    {
        let chunk: JSONValue = ["choices": [["index": 0, "delta": ["content": "Hello"]]]]
        let gateway = try gateway(CannedUpstream("data: \(chunk.compactText)\n\n"), .chat)
        let response = await gateway.post("/proxy/completion/stream", #"{"model":"m","prompt":"Hi"}"#)
        #expect(response.text.contains("upstream.foreign-answer") && !response.text.contains("[DONE]"))
    }

    @Test func `what the server's API cannot say is refused before it is decided about`() async throws {
        let upstream = CannedUpstream(Self.message.compactText)
        let gateway = try gateway(upstream, .messages)
        let response = await gateway.post(
            "/v1/chat/completions", #"{"model":"m","n":2,"messages":[{"role":"user","content":"Hi"}]}"#)
        #expect(response.status == 400 && response.code == "request.untranslatable")
        #expect(response.json?["error"]?["param"] == "/n")
        #expect(upstream.requests.isEmpty && gateway.sink.facts.isEmpty)
        // Counting tokens has no other form.
        let count = await gateway.post("/v1/completions", #"{"model":"m","prompt":"Hi"}"#)
        #expect(count.status == 400 && count.code == "model_not_supported")
    }

    @Test func `a server's failure is told in the client's form`() async throws {
        let busy = try gateway(CannedUpstream(status: 529, #"{"type":"error"}"#), .messages)
        let response = await busy.post("/v1/chat/completions", ChatClient.request("Hi"))
        #expect(response.status == 529 && response.code == "upstream.error" && response.json?["type"] == nil)
        let failing = try gateway(
            events([["type": "error", "error": ["type": "overloaded_error", "message": "secret words"]]]), .messages)
        let stream = await failing.post("/v1/chat/completions", ChatClient.request("Hi", stream: true))
        #expect(stream.text.contains("upstream.error") && !stream.text.contains("secret words"))
    }

    @Test func `a stream whose end cannot be said is recorded all the same`() async throws {
        // A chat has no word for what the server has searched. It is only written once the answer is decided about.
        let call: JSONValue = ["type": "tool_use", "id": "t", "name": "look", "input": [:]]
        let search: JSONValue = ["type": "server_tool_use", "id": "s", "name": "web_search", "input": [:]]
        var events = Self.stream("tool_use", block: call)
        events.insert(contentsOf: [["type": "content_block_start", "index": 1, "content_block": search]], at: 3)
        let gateway = try gateway(self.events(events), .messages)
        let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: true))
        #expect(response.text.contains("upstream.foreign-answer") && !response.text.contains("[DONE]"))
        #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
    }
}
