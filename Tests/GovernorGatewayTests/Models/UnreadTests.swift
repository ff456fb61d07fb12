import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

/// What nobody here can inspect, and what no mask can take the place of.
@Suite struct UnreadTests {
    private static let rules = """
        rules:
          - {id: secret, when: contains_secret, action: block, message: a credential}
          - {id: pii, when: contains_pii, action: redact, message: personal data}
        """
    private static let path = "/v1/chat/completions"
    private static let credential = "xoxb" + "-2419871203-2419871245-Jd83hJd03kfPq2LmX7VbT1zQ"
    private static let sound = String(repeating: "A", count: 200)
    private static let answer =
        #"{"id":"1","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Hello","#
        + #""audio":{"id":"a","data":"\#(sound)"}}}]}"#
    private static let stream = [
        #"{"choices":[{"index":0,"delta":{"content":"Hello there, all of you. "}}]}"#,
        #"{"choices":[{"index":0,"delta":{"audio":{"id":"a","data":"\#(sound)"}}}]}"#,
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#, "[DONE]",
    ].map { "data: \($0)\n\n" }.joined()

    private func gateway(_ upstream: CannedUpstream, _ unread: UnreadContent = UnreadContent()) throws -> TestGateway {
        try TestGateway(rules: Self.rules, models: [.canned(upstream, unread: unread)])
    }

    private func picture(saying text: String) -> String {
        #"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"\#(text)"},"#
            + #"{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},"#
            + #"{"type":"image_url","image_url":{"url":"data:image/png;base64,BBBB"}}]}]}"#
    }

    @Test func `what cannot be inspected passes where the configuration says so, and the record says that it did`()
        async throws
    {
        let upstream = CannedUpstream.chat(saying: ["Hello"])
        let closed = try gateway(upstream, UnreadContent(requests: ["image/jpeg", "audio/*"], answers: ["*"]))
        for text in ["Hi", Self.credential] {
            let response = await closed.post(Self.path, picture(saying: text))
            #expect(response.code == "unread_content" && response.headers["x-should-retry"] == "false")
            let fact = try #require(closed.sink.facts.last)
            #expect(response.headers["governor-receipt"] == fact.id.description)
            #expect(fact.payload["allowed"] == false && fact.payload["withheld"] == true)
            #expect(fact.payload["uninspected"]?.array?.count == 1)
        }
        #expect(closed.sink.facts.map { $0.payload["action"] } == ["allow", "block"] && upstream.requests.isEmpty)
        closed.sink.fail()
        #expect(await closed.post(Self.path, picture(saying: "Hi")).code == "gateway.not-recorded")
        let open = try gateway(upstream, UnreadContent(requests: ["image/*"]))
        _ = await open.post(Self.path, picture(saying: "Hi"))
        let prompt = try #require(open.sink.facts.first)
        let size = "data:image/png;base64,AAAA".utf8.count
        #expect(
            prompt.payload["uninspected"] == [["kind": "image/png", "parts": 2, "size": .integer(2 * size)]])
        #expect(upstream.requests.count == 1)
        // What stands beside it is inspected all the same.
        #expect(await open.post(Self.path, picture(saying: Self.credential)).code == "content_filter")
        #expect(upstream.requests.count == 1)
    }

    @Test(arguments: [false, true])
    func `an answer that holds what cannot be inspected leaves where the configuration says so`(isStream: Bool)
        async throws
    {
        let upstream = CannedUpstream(isStream ? Self.stream : Self.answer)
        for kinds in [[], ["image/*"]] {
            let closed = try gateway(upstream, UnreadContent(requests: ["*"], answers: kinds))
            let refused = await closed.post(Self.path, ChatClient.request("Hi", stream: isStream))
            #expect(refused.text.contains("unread_content") && !refused.text.contains(Self.sound))
            #expect(!refused.text.contains("[DONE]"))
            #expect(isStream || refused.status == 400 && refused.headers["x-should-retry"] == "false")
            let fact = try #require(closed.sink.facts.last)
            #expect(fact.type == "decision.output" && fact.payload["withheld"] == true)
            #expect(isStream || refused.headers["governor-receipt"] == fact.id.description)
            #expect(fact.payload["uninspected"] == [["kind": "media", "parts": 1, "size": 200]])
        }
        let open = try gateway(upstream, UnreadContent(answers: ["media"]))
        let passed = await open.post(Self.path, ChatClient.request("Hi", stream: isStream))
        #expect(passed.status == 200 && passed.text.contains(Self.sound) && passed.text.contains("Hello"))
        let fact = try #require(open.sink.facts.last)
        #expect(fact.payload["uninspected"]?.array?.count == 1 && fact.payload["withheld"] == nil)
    }

    @Test func `what only the server can read, and the name of its files, are no media`() throws {
        let message: JSONValue = [
            "content": [
                ["type": "thinking", "thinking": "why", "signature": .string(Self.sound)],
                ["type": "redacted_thinking", "data": .string(Self.sound)], ["type": "file", "file_id": "f-1"],
            ]
        ]
        #expect(try Dialect.messages.answer(message).unread.isEmpty)
        let vectors: JSONValue = ["data": [["embedding": .string(Self.sound)]]]
        #expect(try Dialect.embeddings.answer(vectors).unread.isEmpty)
        let picture: JSONValue = ["output": [["type": "image_generation_call", "result": .string(Self.sound)]]]
        #expect(try Dialect.responses.answer(picture).unread.map(\.kind) == ["media"])
    }

    @Test(arguments: [
        #""metadata":{"ada@example.com":"x"}"#, #""metadata":{"card":4111111111111111}"#,
        #""tools":[{"type":"function","function":{"name":"f","parameters":{"ada@example.com":{}}}}]"#,
    ])
    func `what is to be masked and cannot be refuses the request, and is recorded`(member: String) async throws {
        let upstream = CannedUpstream(Self.answer)
        let gateway = try gateway(upstream)
        let response = await gateway.post(
            Self.path, #"{"model":"m","messages":[{"role":"user","content":"Hi"}],\#(member)}"#)
        #expect(response.status == 400 && response.code == "unmaskable_content")
        #expect(response.headers["x-should-retry"] == "false" && !response.text.contains("ada@example.com"))
        #expect(upstream.requests.isEmpty)
        #expect(gateway.sink.facts.map(\.id.description) == [response.headers["governor-receipt"]])
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["redact"])
        #expect(gateway.sink.facts.map { $0.payload["allowed"] } == [false])
        #expect(gateway.sink.facts.map { $0.payload["withheld"] } == [true])
    }

    @Test func `a name or a number that the policy blocks reaches no model`() async throws {
        let upstream = CannedUpstream(Self.answer)
        let gateway = try gateway(upstream)
        for member in [#""\#(Self.credential)":null"#, #""x":[{"\#(Self.credential)":1}]"#] {
            let body = #"{"model":"m","messages":[{"role":"user","content":"Hi"}],\#(member)}"#
            #expect(await gateway.post(Self.path, body).code == "content_filter")
        }
        #expect(upstream.requests.isEmpty)
    }
}
