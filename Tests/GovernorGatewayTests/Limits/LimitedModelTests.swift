import GovernorCore
import GovernorDialects
import GovernorInspect
import NIOCore
import Synchronization
import TestTime
import Testing

@testable import GovernorGateway

/// Limits as clients of models meet them.
@Suite(.timeLimit(.minutes(10))) struct LimitedModelTests {
    private static let rules = """
        rules:
          - {id: secret, when: contains_secret, action: block, message: a credential}
        """
    private static let secret = "xoxb" + "-2419871203-2419871245-Jd83hJd03kfPq2LmX7VbT1zQ"

    private static func answer(_ text: String = "Hello", usage: String = #"{"prompt_tokens":5,"completion_tokens":7}"#)
        -> String
    {
        #"{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"\#(text)"},"#
            + #""finish_reason":"stop"}],"usage":\#(usage)}"#
    }

    private static func gateway(
        _ upstream: some Upstream = CannedUpstream(answer()), models: [String] = [], quota: Quota = Quota(),
        watching: QueryWatchThresholds = QueryWatchThresholds(), stopwatch: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() }
    ) throws -> TestGateway {
        var quotas = QuotaConfiguration()
        quotas.keys = [KeyGrant(id: "*", models: models, quota: quota)]
        return try TestGateway(
            rules: rules, authentication: .keys(TestGateway.keyring), quotas: quotas, queryWatch: watching,
            models: [
                ModelRoute(
                    name: "m*", upstream: upstream,
                    paths: [.chat: "/v1/chat/completions", .messages: "/v1/messages"])
            ], stopwatch: stopwatch, random: random)
    }

    private static func chat(_ text: String = "Hi", model: String = "m", stream: Bool = false) -> String {
        let body: JSONValue = [
            "model": .string(model), "stream": .bool(stream),
            "messages": [["role": "user", "content": .string(text)]],
        ]
        return body.compactText
    }

    private static func ask(_ gateway: TestGateway, _ body: String = chat()) async -> TestResponse {
        await gateway.post("/v1/chat/completions", body, key: TestGateway.secret)
    }

    @Test(arguments: ["m-large", "no-such-model"])
    func `a model that a key is not granted is refused, whether there is one or not`(model: String) async throws {
        let upstream = CannedUpstream(Self.answer())
        let gateway = try Self.gateway(upstream, models: ["m", "m-small*"])
        let response = await Self.ask(gateway, Self.chat(model: model))
        #expect(response.status == 403 && response.code == "model_not_granted")
        #expect(response.headers["x-should-retry"] == "false")
        #expect(!response.text.contains(model))
        #expect(upstream.requests.isEmpty && gateway.sink.facts.isEmpty)
        #expect(await Self.ask(gateway, Self.chat(model: "m-small-2")).status == 200)
        #expect(await gateway.get("/v1/models/\(model)", key: TestGateway.secret).status == 404)
        #expect(await gateway.get("/v1/models/m-small-2", key: TestGateway.secret).status == 200)
    }

    @Test func `a key that is granted a model is granted its fallbacks' answers, and not the fallbacks`() async throws {
        let paths: [Dialect: String] = [.chat: "/v1/chat/completions"]
        var quotas = QuotaConfiguration()
        quotas.keys = [KeyGrant(id: "*", models: ["a"], quota: Quota())]
        let gateway = try TestGateway(
            rules: Self.rules, authentication: .keys(TestGateway.keyring), quotas: quotas,
            models: [
                ModelRoute(
                    name: "a",
                    targets: [ModelTarget(name: "a", upstream: CannedUpstream(failing: .refused), paths: paths)],
                    fallbacks: ["b"]),
                ModelRoute(name: "b", upstream: CannedUpstream(Self.answer()), paths: paths),
            ])
        #expect(await Self.ask(gateway, Self.chat(model: "b")).code == "model_not_granted")
        let answered = await Self.ask(gateway, Self.chat(model: "a"))
        #expect(answered.status == 200 && answered.text.contains("Hello"))
        #expect(gateway.sink.facts.last?.payload["upstream"]?["fallback"] == true)
    }

    @Test func `a limit of a minute refuses before anything is inspected, and says when to come again`() async throws {
        let upstream = CannedUpstream(Self.answer())
        let gateway = try Self.gateway(
            upstream, quota: Quota(requestsPerMinute: 1, tokensPerMinute: 100), stopwatch: ManualClock())
        let first = await Self.ask(gateway)
        #expect(first.status == 200)
        #expect(first.headers["x-ratelimit-limit-requests"] == "1")
        #expect(first.headers["x-ratelimit-remaining-requests"] == "0")
        #expect(first.headers["x-ratelimit-remaining-tokens"] == "99")
        let facts = gateway.sink.facts.count
        let second = await Self.ask(gateway, Self.chat(Self.secret))
        #expect(second.status == 429 && second.code == "rate_limit_exceeded")
        #expect(second.headers["x-should-retry"] == "true")
        let wait = try #require(second.headers["retry-after"].flatMap { Int($0) })
        let precise = try #require(second.headers["retry-after-ms"].flatMap { Int($0) })
        #expect((1...61).contains(wait) && (wait - 1) * 1000 < precise && precise <= wait * 1000)
        #expect(upstream.requests.count == 1 && gateway.sink.facts.count == facts)
        let metrics = gateway.registry.exposition()
        let labels = #"model="m*",model_version="",cohort="stable""#
        #expect(
            metrics.contains(#"governor_rate_limited_total{scope="key",limit="requests_per_minute",\#(labels)} 1"#))
        #expect(
            metrics.contains(#"governor_requests_total{surface="chat_completions",\#(labels),outcome="limited"} 1"#))
        #expect(!metrics.contains("governor_findings_total{"))
    }

    @Test func `clients of Anthropic's API are told in its form`() async throws {
        let message =
            #"{"type":"message","role":"assistant","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","#
            + #""usage":{"input_tokens":5,"output_tokens":7}}"#
        let gateway = try Self.gateway(
            CannedUpstream(message), quota: Quota(requestsPerMinute: 1), stopwatch: ManualClock())
        let body = #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"#
        let first = await gateway.post("/v1/messages", body, key: TestGateway.secret)
        #expect(first.status == 200 && first.headers["anthropic-ratelimit-requests-remaining"] == "0")
        let second = await gateway.post("/v1/messages", body, key: TestGateway.secret)
        #expect(second.status == 429 && second.json?["error"]?["type"] == "rate_limit_error")
        #expect(second.headers["anthropic-ratelimit-requests-reset"].flatMap(Timestamp.init) != nil)
        #expect(second.headers["x-ratelimit-limit-requests"] == nil)
    }

    @Test func `a budget that is spent is no reason to ask again`() async throws {
        let gateway = try Self.gateway(quota: Quota(tokensPerDay: 20))
        #expect(await Self.ask(gateway).status == 200)
        // The server counted 12 tokens.
        let response = await Self.ask(gateway, Self.chat(String(repeating: "abcd", count: 9)))
        #expect(response.status == 429 && response.code == "insufficient_quota")
        #expect(response.headers["x-should-retry"] == "false")
        #expect(await Self.ask(gateway, Self.chat(String(repeating: "abcd", count: 7))).status == 200)
    }

    @Test func `a stream whose server does not count takes a token each four bytes`() async throws {
        let words = (0..<20).map { "word\($0 % 10) is " }
        let gateway = try Self.gateway(CannedUpstream.chat(saying: words), quota: Quota(tokensPerDay: 46))
        #expect(await Self.ask(gateway, Self.chat(stream: true)).text.hasSuffix("data: [DONE]\n\n"))
        #expect(await Self.ask(gateway).code == "insufficient_quota")
    }

    /// The ways in which a request may end, each with its upstream.
    enum Ending: CaseIterable {
        case answered, streamed, refusedRequest, refusedAnswer, refusedStream, failed, error, cutOff, foreign,
            unrecorded

        var upstream: CannedUpstream {
            switch self {
            case .answered, .refusedRequest, .unrecorded: CannedUpstream(answer())
            case .streamed: .chat(saying: ["Hello", " there"])
            case .refusedAnswer: CannedUpstream(answer("It is \(secret)."))
            case .refusedStream: .chat(saying: ["It is ", secret, " and so on"])
            case .failed: CannedUpstream(failing: .refused)
            case .error: CannedUpstream(status: 500, "")
            case .cutOff: CannedUpstream("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n")
            case .foreign: CannedUpstream("<html>")
            }
        }

        var isStreamed: Bool { [.streamed, .refusedStream, .cutOff].contains(self) }
    }

    @Test(arguments: Ending.allCases)
    func `concurrency is given back however a request ends`(_ ending: Ending) async throws {
        let gateway = try Self.gateway(ending.upstream, quota: Quota(concurrency: 1))
        if ending == .unrecorded { gateway.sink.fail() }
        let text = ending == .refusedRequest ? Self.secret : "Hi"
        for _ in 1...2 {
            let response = await Self.ask(gateway, Self.chat(text, stream: ending.isStreamed))
            #expect(response.code != "rate_limit_exceeded")
        }
    }

    @Test func `concurrency is given back by who hangs up`() async throws {
        let upstream = SilentUpstream()
        let gateway = try Self.gateway(upstream, quota: Quota(concurrency: 1))
        let headers = "authorization: Bearer \(TestGateway.secret)\r\n"
        try await RunningGateway.with(gateway) { server in
            for _ in 1...2 {
                try await server.connect { connection in
                    try await connection.post("/v1/chat/completions", Self.chat(), headers: headers)
                    for await _ in upstream.asked.stream { break }
                    connection.finishSending()
                }
                for await _ in upstream.abandoned.stream { break }
                // The upstream is given up before the request has ended.
                let request = LimitedRequest(principal: "admin", user: nil, input: 0, output: 0, price: nil)
                while (try? gateway.pipeline.limiter.admit(request)) == nil, !Task.isCancelled { await Task.yield() }
            }
        }
    }

    @Test func `twice as many as may be answered: half get an answer, half are told, and then all is as before`()
        async throws
    {
        let upstream = GatedUpstream(Self.answer())
        let gateway = try Self.gateway(upstream, quota: Quota(concurrency: 8))
        let headers = "authorization: Bearer \(TestGateway.secret)\r\n"
        try await RunningGateway.with(gateway) { server in
            let ask = { @Sendable () async throws -> TestResponse? in
                try await server.connect { connection in
                    try await connection.post("/v1/chat/completions", Self.chat(), headers: headers)
                    return try await connection.response()
                }
            }
            try await withThrowingTaskGroup(of: TestResponse?.self) { group in
                for _ in 1...16 { group.addTask { try await ask() } }
                for _ in 1...8 {
                    let refused = try #require(try await group.next() ?? nil)
                    #expect(refused.status == 429 && refused.code == "rate_limit_exceeded")
                    #expect(refused.headers["retry-after"] == "1")
                }
                upstream.gate.open()
                for try await answered in group { Self.isRecorded(answered, in: gateway) }
            }
            #expect(gateway.sink.facts.count == 16)
            for _ in 1...16 { Self.isRecorded(try await ask(), in: gateway) }
        }
        #expect(gateway.sink.facts.count == 48)
    }

    /// Nothing is let out that no record speaks of: of the request, and of its answer.
    private static func isRecorded(_ response: TestResponse?, in gateway: TestGateway) {
        #expect(response?.status == 200)
        let facts = gateway.sink.facts
        let answer = facts.first { $0.id.description == response?.headers["governor-receipt"] }
        #expect(answer?.type == "decision.output" && answer?.payload["allowed"] == true)
        let request = answer?.links.first { $0.relation == "answers" }?.id
        #expect(facts.contains { $0.id == request && $0.type == "decision.prompt" })
    }

    @Test
    func `twice the texts that there is room for: what has no room is told to come again, and then all is as before`()
        async throws
    {
        var limits = GatewayLimits.patient
        let body = Self.chat()
        // Room for the bodies of four requests, which wait for their answers.
        limits.totalBodyBytes = 4 * body.utf8.count
        let upstream = GatedUpstream(Self.answer())
        let gateway = try TestGateway(
            rules: "rules: [{id: r, when: contains_secret, action: block, message: a credential}]", limits: limits,
            models: [.canned(upstream)])
        try await RunningGateway.with(gateway) { server in
            let ask = { @Sendable () async throws -> TestResponse? in
                try await server.connect { connection in
                    try await connection.post("/v1/chat/completions", body)
                    return try await connection.response()
                }
            }
            try await withThrowingTaskGroup(of: TestResponse?.self) { group in
                for _ in 1...8 { group.addTask { try await ask() } }
                for _ in 1...4 {
                    let refused = try #require(try await group.next() ?? nil)
                    #expect(refused.status == 503 && refused.code == "gateway.overloaded")
                    #expect(refused.headers["retry-after"] == "1" && refused.headers["governor-receipt"] == nil)
                }
                upstream.gate.open()
                for try await answered in group { Self.isRecorded(answered, in: gateway) }
            }
            #expect(gateway.sink.facts.count == 8)
            for _ in 1...8 { Self.isRecorded(try await ask(), in: gateway) }
        }
        #expect(gateway.sink.facts.count == 24)
    }

    @Test func `S2.19: a key that is used as by a copier is reported, without a word of what it asked`() async throws {
        var thresholds = QueryWatchThresholds()
        thresholds.coverage = 2
        // What is like what is estimated with a random number.
        let seeds = Mutex<UInt64>(0)
        let gateway = try Self.gateway(
            watching: thresholds,
            random: {
                SeededGenerator(
                    seed: seeds.withLock { seed in
                        seed += 1
                        return seed
                    })
            })
        for number in 0..<112 {
            let text = """
                You write for a shop. Describe planted item \(number) of our list in two hundred words: what it is made of, \
                who uses it, what it costs, how long it lasts, what customers say about it, and which others are like it. \
                Use plain words, give reasons, and end with a question.
                """
            #expect(await Self.ask(gateway, Self.chat(text)).status == 200)
        }
        await gateway.pipeline.finish()
        let alerts = gateway.sink.facts.filter { $0.type == "watch.query_pattern" }
        let alert = try #require(alerts.first)
        #expect(alerts.count == 1 && alert.actor == "admin" && alert.payload["patterns"] == ["coverage"])
        #expect(!alert.payload.compactText.contains("planted"))
        #expect(
            gateway.registry.exposition().contains(#"governor_query_pattern_alerts_total{pattern="coverage"} 1"#))
    }

    /// A model server that answers when a gate is open.
    private final class GatedUpstream: Upstream {
        let gate = MemorySink.Gate()
        private let body: [UInt8]

        init(_ body: String) { self.body = Array(body.utf8) }

        func send(_ request: UpstreamRequest, on loop: any EventLoop) async throws(UpstreamFailure) -> UpstreamResponse
        {
            await gate.pass()
            return UpstreamResponse(status: 200, headers: [], body: UpstreamBody(body))
        }
    }
}
