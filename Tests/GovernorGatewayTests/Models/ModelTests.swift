import GovernorCore
import GovernorDialects
import GovernorInspect
import Testing

@testable import GovernorGateway

@Suite struct ModelTests {
    private static let rules = """
        rules:
          - {id: pii, when: contains_pii, stage: prompt, action: redact, message: personal data}
          - {id: secret, when: contains_secret, action: block, message: a credential}
          - {id: leak, when: contains_pii, stage: output, action: redact, message: personal data}
        inspection: {redact: {default: placeholder}}
        """
    private static let maskingAll = """
        rules: [{id: pii, when: contains_pii, action: redact, message: personal data}]
        inspection: {redact: {default: placeholder}}
        """
    private static let answer =
        #"{"id":"1","x":1.0,"choices":[{"index":0,"message":{"role":"assistant","content":"TEXT"},"#
        + #""finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"#

    private func gateway(_ upstream: CannedUpstream, rules: String = rules) throws -> TestGateway {
        try TestGateway(rules: rules, models: [upstream.route])
    }

    @Test func `a request goes to the model, and both decisions are in the ledger`() async throws {
        let upstream = CannedUpstream(Self.answer.replacing("TEXT", with: "Hello"))
        let gateway = try gateway(upstream)
        let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi"))
        #expect(response.status == 200)
        #expect(response.text == Self.answer.replacing("TEXT", with: "Hello"))
        #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
        #expect(response.headers["governor-receipt"] == gateway.sink.facts.last?.id.description)
        #expect(upstream.requests.map(\.path) == ["/v1/chat/completions"])
    }

    @Test func `what nothing changes goes on byte by byte, both ways`() async throws {
        let request =
            #"{ "messages":[{"role":"user", "content":"Caf\u00e9 \/"}],"# + "\n" + #" "model": "m","x":1.50 }"#
        let answer = " " + Self.answer.replacing("TEXT", with: #"d\u00e9j\u00e0 "#).replacing(",", with: " ,")
        let upstream = CannedUpstream(answer)
        let gateway = try gateway(upstream)
        let response = await gateway.post("/v1/chat/completions", request)
        #expect(upstream.requests.map { String(decoding: $0.body, as: UTF8.self) } == [request])
        #expect(response.status == 200 && response.text == answer)
        // Of two names for one member a server might read the other one.
        let twice = request.replacing(#""model""#, with: #""messa\u0067es":[], "model""#)
        #expect(await gateway.post("/v1/chat/completions", twice).status == 400)
        #expect(upstream.requests.count == 1)
    }

    @Test(arguments: [true, false])
    func `an answer of more texts than any has goes to nobody, and is recorded`(stream: Bool) async throws {
        for (count, passes) in [(512, true), (513, false), (4000, false)] {
            let choices = (0..<count).map { index in
                let said = stream ? "delta" : "message"
                return #"{"index":\#(index),"\#(said)":{"role":"assistant","content":"t\#(index)!"}}"#
            }
            let body = #"{"id":"1","choices":[\#(choices.joined(separator: ","))]}"#
            let upstream = CannedUpstream(stream ? "data: \(body)\n\ndata: [DONE]\n\n" : body)
            let gateway = try gateway(upstream)
            let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: stream))
            #expect(response.text.contains("t511!") == passes, "\(count)")
            #expect(response.text.contains("t0!") == passes, "\(count)")
            #expect(stream || response.status == (passes ? 200 : 502))
            #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
        }
    }

    @Test(arguments: [true, false])
    func `what is masked does not reach the model, and is restored in its answer`(stream: Bool) async throws {
        let upstream =
            stream
            ? CannedUpstream.chat(saying: ["I wrote to [EMA", "IL_1] and to bob@exam", "ple.com now."])
            : CannedUpstream(Self.answer.replacing("TEXT", with: "I wrote to [EMAIL_1] and to bob@example.com now."))
        let gateway = try gateway(upstream)
        let response = await gateway.post(
            "/v1/chat/completions", ChatClient.request("Mail ada@example.com", stream: stream))
        let sent = String(decoding: try #require(upstream.requests.first).body, as: UTF8.self)
        #expect(sent.contains("Mail [EMAIL_1]") && !sent.contains("ada@"))
        let text =
            stream
            ? try ChatClient.content(response).text
            : response.json?["choices"]?.array?[0]["message"]?["content"]?.string
        // The address that the model made up is masked; the one that the client sent comes back.
        #expect(text == "I wrote to ada@example.com and to [EMAIL_2] now.")
        #expect(!gateway.sink.facts.contains { $0.payload.compactText.contains("ada@") })
    }

    @Test(arguments: [true, false])
    func `what a tool is called with stays JSON where a number is masked`(stream: Bool) async throws {
        func event(_ arguments: String) -> String {
            let call: JSONValue = [
                "index": 0, "id": "c", "type": "function", "function": ["name": "f", "arguments": .string(arguments)],
            ]
            let chunk: JSONValue = ["choices": [["index": 0, "delta": ["tool_calls": [call]]]]]
            return "data: \(chunk.compactText)\n\n"
        }
        let end = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"# + "\n\ndata: [DONE]\n\n"
        let whole =
            #"{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":"#
            + #"[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"n\":4111111111111111,\"m\":1}"}}]}}]}"#
        let upstream = CannedUpstream(
            stream ? event(#"{"n":41111111"#) + event(#"11111111,"m":1}"#) + end : whole)
        let gateway = try gateway(upstream, rules: Self.maskingAll)
        let past: JSONValue = [
            "role": "assistant", "content": .null,
            "tool_calls": [
                ["id": "a", "type": "function", "function": ["name": "f", "arguments": #"{"n":5555555555554444}"#]]
            ],
        ]
        let body: JSONValue = [
            "model": "m", "stream": .bool(stream),
            "messages": [past, ["role": "tool", "tool_call_id": "a", "content": "ok"]],
        ]
        let response = await gateway.post("/v1/chat/completions", body.compactText)
        let sent = try JSONValue(parsing: try #require(upstream.requests.first).body)
        let asked = sent["messages"]?.array?[0]["tool_calls"]?.array?[0]["function"]?["arguments"]?.string
        #expect(asked == #"{"n":"[CREDIT_CARD_1]"}"#)
        let called =
            stream
            ? try ChatClient.toolArguments(response)
            : response.json?["choices"]?.array?[0]["message"]?["tool_calls"]?.array?[0]["function"]?["arguments"]?
                .string
        #expect(called == #"{"n":"[CREDIT_CARD_2]","m":1}"#)
    }

    @Test(arguments: [true, false])
    func `a request that is blocked reaches no model, and must not be sent again`(stream: Bool) async throws {
        let upstream = CannedUpstream(Self.answer)
        let gateway = try gateway(upstream)
        let response = await gateway.post(
            "/v1/chat/completions", ChatClient.request("key \(Self.secret)", stream: stream))
        #expect(response.status == 400 && response.code == "content_filter")
        #expect(response.headers["x-should-retry"] == "false")
        #expect(upstream.requests.isEmpty)
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["block"])
    }

    @Test func `an answer that is blocked is withheld, and a stream ends where it is`() async throws {
        let blocked = try gateway(CannedUpstream(Self.answer.replacing("TEXT", with: "It is \(Self.secret).")))
        let response = await blocked.post("/v1/chat/completions", ChatClient.request("Hi"))
        #expect(response.status == 400 && response.code == "content_filter" && !response.text.contains(Self.secret))
        let upstream = CannedUpstream.chat(saying: "It is \(Self.secret) and so on.".map(String.init))
        let streamed = try gateway(upstream)
        let stream = try ChatClient.content(
            await streamed.post("/v1/chat/completions", ChatClient.request("Hi", stream: true)))
        #expect(stream.text == "It is ")
        #expect(stream.finish == ["content_filter"])
        #expect(streamed.sink.facts.map { $0.payload["action"] } == ["allow", "block"])
    }

    private static let secret = "xoxb" + "-2419871203-2419871245-Jd83hJd03kfPq2LmX7VbT1zQ"

    @Test func `nothing leaves when a decision cannot be recorded`() async throws {
        for stream in [true, false] {
            let gateway = try gateway(
                stream ? .chat(saying: ["Hello"]) : CannedUpstream(Self.answer.replacing("TEXT", with: "Hello")))
            gateway.sink.fail()
            let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: stream))
            #expect(response.status == 503 && !response.text.contains("Hello"))
        }
    }

    @Test(arguments: [
        (#"{"messages":[]}"#, 400, "request.wrong-shape"), ("{", 400, "json.syntax"),
        (#"{"model":"other","messages":[{"role":"user","content":"x"}]}"#, 404, "model_not_found"),
        (
            #"{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}"#,
            400, "unread_content"
        ),
    ])
    func `a request that cannot be governed is refused`(body: String, status: Int, code: String) async throws {
        let upstream = CannedUpstream(Self.answer)
        let response = try await gateway(upstream).post("/v1/chat/completions", body)
        #expect(response.status == status && response.code == code)
        #expect(upstream.requests.isEmpty)
    }

    @Test(arguments: [
        ("7", true), ("0.5", true), ("Wed, 21 Oct 2026 07:28:00 GMT", true), ("-5", false),
        ("99999999999999999999", false),
        ("patient ada@example.org", false), ("", false), ("Wed, 21 Oct 2026 07:28:00 GMT or so", false),
    ])
    func `when to try again is a number or a date, and nothing else`(advice: String, passes: Bool) async throws {
        let busy = CannedUpstream(status: 503, headers: [("retry-after", advice)], "")
        let response = try await gateway(busy).post("/v1/chat/completions", ChatClient.request("Hi"))
        #expect(response.headers["retry-after"] == (passes ? advice : nil))
    }

    @Test func `beta features of a client are told to a server of the same form, as words`() async throws {
        let names = try #require(
            GatewayRequest.betas(["context-management-2025-06-27, output-128k-2025-02-19", "mcp-client-2025-04-04"]))
        #expect(names == "context-management-2025-06-27,output-128k-2025-02-19,mcp-client-2025-04-04")
        for text in [
            [], [""], ["ada@example.org"], ["a b"], ["4111-1111-1111-1111-2025-01-01"], ["4111111111111111"],
            ["AKIAIOSFODNN7EXAMPLE"], ["a-2025-01-01", "Ada Lovelace"],
            [String(repeating: "a", count: 64) + "-2025-01-01"],
        ] {
            #expect(GatewayRequest.betas(text) == nil)
        }
        for (path, isTold) in [("/v1/messages", true), ("/v1/chat/completions", false)] {
            let upstream = CannedUpstream(Self.answer)
            let target = ModelTarget(name: "m", upstream: upstream, paths: [.messages: "/v1/messages"])
            let gateway = try TestGateway(
                rules: Self.rules, models: [ModelRoute(name: "m", targets: [target], unread: UnreadContent())])
            _ = await gateway.pipeline.response(
                to: GatewayRequest(
                    method: "POST", target: path, contentType: "application/json", betas: names,
                    body: Array(#"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"#.utf8)))
            let told = upstream.requests.map { $0.headers.first(named: "anthropic-beta") }
            #expect(told == [isTold ? names : nil])
        }
    }

    @Test func `a server's errors keep their status and say nothing of its own`() async throws {
        let busy = CannedUpstream(status: 429, headers: [("retry-after", "7")], "secret words")
        let response = try await gateway(busy).post("/v1/chat/completions", ChatClient.request("Hi"))
        #expect(response.status == 429 && response.headers["retry-after"] == "7")
        #expect(!response.text.contains("secret words"))
        let gone = try await gateway(CannedUpstream(failing: .refused)).post(
            "/v1/chat/completions", ChatClient.request("Hi"))
        #expect(gone.status == 502 && gone.code == "upstream.refused")
        let odd = try await gateway(CannedUpstream("<html>")).post("/v1/chat/completions", ChatClient.request("Hi"))
        #expect(odd.status == 502)
        let cut = try await gateway(
            CannedUpstream("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n")
        )
        .post("/v1/chat/completions", ChatClient.request("Hi", stream: true))
        #expect(cut.text.contains("upstream.foreign-answer") && !cut.text.contains("[DONE]"))
    }

    @Test func `however a stream ends, what was decided about it is in the ledger`() async throws {
        let gateway = try gateway(
            CannedUpstream("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n"))
        _ = await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: true))
        #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
    }

    @Test func `a rule that asks nothing of the text ends a stream before its first word`() async throws {
        let rules = "rules: [{id: closed, when: model == 'm', stage: output, action: block, message: closed}]"
        let gateway = try gateway(.chat(saying: ["Hello", " there"]), rules: rules)
        let stream = try ChatClient.content(
            await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: true)))
        #expect(stream.text == "" && stream.finish == ["content_filter"])
    }

    @Test func `S3.13, S3.14: the reference system's clients are answered in its form`() async throws {
        let gateway = try TestGateway(
            rules: Self.rules,
            models: [ModelRoute(name: "*", upstream: DemoUpstream(), paths: DemoUpstream.paths)])
        let whole = await gateway.post("/proxy/completion", #"{"prompt":"Good morning","model":"m","max_tokens":9}"#)
        #expect(whole.status == 200)
        #expect(whole.json?["content"]?.string?.hasSuffix("You wrote: Good morning") == true)
        let stream = await gateway.post("/proxy/completion/stream", #"{"prompt":"Good morning"}"#)
        #expect(stream.headers["content-type"] == "text/event-stream")
        #expect(stream.text.hasPrefix("data: ") && stream.text.contains("data: [DONE]\n\n"))
        #expect(stream.text.contains(": governor-receipt \(gateway.sink.facts[3].id)\n"))
    }

    @Test func `a stream leaves over HTTP as it comes, and the connection serves the next request`() async throws {
        try await RunningGateway.with(try gateway(.chat(saying: ["Hello", " there", " you"]))) { server in
            try await server.connect { connection in
                for _ in 1...2 {
                    try await connection.post("/v1/chat/completions", ChatClient.request("Hi", stream: true))
                    let head = try #require(try await connection.response())
                    #expect(head.status == 200 && head.headers["transfer-encoding"] == "chunked")
                    let text = try await connection.chunks()
                    #expect(text.contains("Hello") && text.hasSuffix("data: [DONE]\n\n"))
                }
            }
        }
    }

    @Test func `who hangs up leaves nobody waiting for the model`() async throws {
        let upstream = SilentUpstream()
        let gateway = try TestGateway(rules: Self.rules, models: [.canned(upstream)])
        try await RunningGateway.with(gateway) { server in
            try await server.connect { connection in
                try await connection.post("/v1/chat/completions", ChatClient.request("Hi"))
                for await _ in upstream.asked.stream { break }
                connection.finishSending()
            }
            for await _ in upstream.abandoned.stream { break }
        }
        #expect(gateway.sink.facts.map(\.type) == ["decision.prompt"])
    }
}
