import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

/// The spans of requests, and where they stand in the traces of others.
@Suite(.timeLimit(.minutes(5))) struct TracingTests {
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    private static let path = "/v1/chat/completions"
    private static let rules = """
        rules:
          - {id: secrets, when: contains_secret, action: block, message: a credential}
          - {id: mails, stage: prompt, when: contains_pii, action: log_only, message: personal data}
          - {id: shadowed, when: text_bytes > 0, action: block, enforcement: shadow, message: everything}
        """

    private let spans = MemorySpans()

    private func gateway(_ models: [ModelRoute] = [], ratio: Double = 1, traces: Bool = true) throws -> TestGateway {
        try TestGateway(rules: Self.rules, models: models, tracer: traces ? Tracer(sink: spans, ratio: ratio) : nil)
    }

    private func ask(
        _ gateway: TestGateway, _ text: String = "Hi", stream: Bool = false, model: String = "m", parent: String? = nil,
        state: [String] = []
    ) async -> TestResponse {
        await TestResponse(
            gateway.pipeline.response(
                to: GatewayRequest(
                    method: "POST", target: Self.path, contentType: "application/json",
                    trace: parent.flatMap { TraceContext(traceParent: $0) }, traceState: TraceState(fields: state),
                    body: Array(ChatClient.request(text, stream: stream, model: model).utf8))))
    }

    private func field(_ name: String, of request: UpstreamRequest?) -> String? { request?.headers.first(named: name) }

    @Test func `a request is a span of its caller's trace, and asking the model one of it`() async throws {
        let upstream = SequencedUpstream(.text("Hello"))
        let gateway = try gateway([upstream.route()])
        #expect(await ask(gateway, "Mail ada@example.com", parent: Self.parent, state: ["rojo=1"]).status == 200)
        try #require(spans.all.count == 2)
        let (client, server) = (spans.all[0], spans.all[1])
        #expect(server.kind == .server && server.name == "POST /v1/chat/completions" && server.failure == nil)
        #expect(server.parent?.paddedHex == "00f067aa0ba902b7" && server.state.text == "rojo=1")
        #expect(server["http.request.method"] == .text("POST") && server["http.route"] == .text(Self.path))
        #expect(server["http.response.status_code"] == .number(200) && server["governor.outcome"] == .text("allow"))
        #expect(server["governor.decision"] == .text("log_only") && server["governor.rules"] == .texts(["mails"]))
        #expect(client.kind == .client && client.name == "chat m" && client.parent == server.context.spanID)
        #expect(Set([client, server].map(\.context.traceID.text)) == ["4bf92f3577b34da6a3ce929d0e0e4736"])
        #expect(client["gen_ai.operation.name"] == .text("chat") && client["gen_ai.provider.name"] == .text("openai"))
        #expect(client["gen_ai.request.model"] == .text("m") && client["gen_ai.response.model"] == .text("served"))
        #expect(client["gen_ai.usage.input_tokens"] == .number(1) && client["gen_ai.usage.output_tokens"] == .number(2))
        #expect(client["gen_ai.request.stream"] == .flag(false) && client["governor.attempts"] == .number(1))
        #expect(server.start <= client.start && client.start <= client.end && client.end <= server.end)
        #expect(field("traceparent", of: upstream.requests.first) == client.context.traceParent)
        #expect(field("tracestate", of: upstream.requests.first) == "rojo=1")
    }

    @Test func `a stream's spans end with the stream`() async throws {
        let upstream = CannedUpstream.chat(saying: ["Good ", "morning"])
        let gateway = try gateway([upstream.route])
        let response = await gateway.pipeline.response(
            to: GatewayRequest(
                method: "POST", target: Self.path, contentType: "application/json",
                body: Array(ChatClient.request("Hi", stream: true).utf8)))
        #expect(spans.all.isEmpty)
        _ = await TestResponse(response)
        #expect(spans.all.map(\.kind) == [.client, .server])
        #expect(spans.all[0]["gen_ai.request.stream"] == .flag(true) && spans.all[0].failure == nil)
        #expect(spans.all[1]["governor.outcome"] == .text("allow") && spans.all[1].parent == nil)
    }

    @Test func `what a policy refuses is no failure, and asks nobody`() async throws {
        let gateway = try gateway([SequencedUpstream(.text("Hello")).route()])
        #expect(await ask(gateway, "password = 'Xk29fQpL7zWm3vRt'").status == 400)
        #expect(spans.all.map(\.kind) == [.server])
        let span = try #require(spans.all.first)
        #expect(span.failure == nil && span["governor.decision"] == .text("block"))
        #expect(span["governor.rules"] == .texts(["secrets"]) && span["http.response.status_code"] == .number(400))
    }

    @Test(arguments: [SequencedUpstream.Outcome.failure(.tls(.wrongName)), .status(500), .status(401)])
    func `a failure has its code in both spans`(outcome: SequencedUpstream.Outcome) async throws {
        let upstream = SequencedUpstream(outcome)
        let response = await ask(try gateway([upstream.route()]))
        try #require(spans.all.map(\.kind) == [.client, .server])
        #expect(spans.all[0].failure == response.code && spans.all[0]["error.type"] == response.code.map { .text($0) })
        #expect(spans.all[1].failure == String(response.status))
        // One span for all attempts, each of which names it.
        let parents = Set(upstream.requests.map { field("traceparent", of: $0) })
        #expect(parents == [spans.all[0].context.traceParent])
    }

    @Test func `an answer that nobody waits for ends its span`() async throws {
        let upstream = CannedUpstream.chat(saying: ["Good ", "morning"])
        let gateway = try gateway([upstream.route])
        do {
            let response = await gateway.pipeline.response(
                to: GatewayRequest(
                    method: "POST", target: Self.path, contentType: "application/json",
                    body: Array(ChatClient.request("Hi", stream: true).utf8)))
            struct Gone: Error {}
            await #expect(throws: Gone.self) { try await response.stream? { _ in throw Gone() } }
        }
        #expect(spans.all.map(\.kind) == [.client, .server])
        #expect(spans.all[0]["error.type"] == .text("cancelled"))
        #expect(spans.all[1]["governor.outcome"] == .text("client_gone"))
    }

    @Test func `a trace that its beginner does not record is passed on and not recorded`() async throws {
        let upstream = SequencedUpstream(.text("Hello"))
        let gateway = try gateway([upstream.route()])
        #expect(await ask(gateway, parent: Self.parent.replacing("-01", with: "-00")).status == 200)
        #expect(spans.all.isEmpty)
        let passed = try #require(field("traceparent", of: upstream.requests.first))
        #expect(passed.hasPrefix("00-4bf92f3577b34da6a3ce929d0e0e4736-") && passed.hasSuffix("-00"))
        #expect(passed.dropLast(3) != Self.parent.dropLast(3))
    }

    @Test func `without a tracer nothing is passed on`() async throws {
        let upstream = SequencedUpstream(.text("Hello"))
        let gateway = try gateway([upstream.route()], traces: false)
        #expect(await ask(gateway, parent: Self.parent, state: ["rojo=1"]).status == 200)
        #expect(upstream.requests.first?.headers.contains { $0.name.hasPrefix("trace") } == false)
    }

    @Test func `decisions without a model are spans, and looking at the gateway is none`() async throws {
        let gateway = try gateway()
        #expect(await gateway.post("/filter/prompt", #"{"prompt":"Mail ada@example.com"}"#).status == 200)
        #expect(await gateway.post("/filter/prompt", "{").status == 400)
        for path in ["/health", "/metrics", "/rules", "/v1/models", "/nowhere"] { _ = await gateway.get(path) }
        #expect(spans.all.map(\.name) == ["POST /filter/prompt", "POST /filter/prompt"])
        #expect(spans.all[0]["governor.decision"] == .text("log_only"))
        #expect(spans.all[1]["governor.outcome"] == .text("rejected"))
    }

    @Test func `over the network one parent is read, two are none`() async throws {
        let upstream = SequencedUpstream(.text("Hello"))
        let gateway = try gateway([upstream.route()])
        try await RunningGateway.with(gateway) { server in
            try await server.connect { connection in
                for headers in [
                    "TraceParent: \(Self.parent)\r\ntracestate: a=1\r\nTracestate: b=2\r\n",
                    "traceparent: \(Self.parent)\r\ntraceparent: \(Self.parent)\r\ntracestate: a=1\r\n",
                    "tracestate: a=1\r\n",
                ] {
                    try await connection.post(Self.path, ChatClient.request("Hi"), headers: headers)
                    #expect(try await connection.response()?.status == 200)
                }
            }
        }
        let servers = spans.all.filter { $0.kind == .server }
        #expect(servers.map(\.parent?.paddedHex) == ["00f067aa0ba902b7", nil, nil])
        #expect(upstream.requests.map { field("tracestate", of: $0) } == ["a=1,b=2", nil, nil])
    }

    /// A planted word in every place that a caller and a server can write to.
    @Test(arguments: [false, true])
    func `no text of anybody is in a span`(isStreamed: Bool) async throws {
        let planted = "zanzibarplum"
        let route = { (upstream: any Upstream) in
            ModelRoute(
                name: "*", upstream: upstream, paths: [.chat: Self.path, .reference: "/completion"])
        }
        let answers: [any Upstream] = [
            CannedUpstream.chat(saying: [planted, " ", planted]),
            CannedUpstream(
                #"{"id":"\#(planted)","model":"\#(planted)","choices":[{"index":0,"message":{"role":"assistant","#
                    + #""content":"\#(planted)"},"finish_reason":"\#(planted)"}],"usage":{"\#(planted)":1}}"#),
            CannedUpstream(status: 500, #"{"error":{"message":"\#(planted)","code":"\#(planted)"}}"#),
            CannedUpstream(planted),
        ]
        for upstream in answers {
            let gateway = try gateway([route(upstream)])
            for text in [planted, "password = '\(planted)7Qx91kLmPz'"] {
                _ = await ask(gateway, text, stream: isStreamed, model: planted, parent: Self.parent)
            }
            _ = await gateway.post(
                "/filter/prompt", #"{"prompt":"\#(planted)","context":{"user_id":"\#(planted)"}}"#)
            _ = await gateway.post("/filter/prompt?\(planted)", #"{"\#(planted)":1}"#, key: planted)
            _ = await gateway.send(planted.uppercased(), "/filter/prompt")
        }
        #expect(spans.all.count > 20)
        for span in spans.all { #expect(!"\(span)".lowercased().contains(planted), "\(span)") }
    }
}
