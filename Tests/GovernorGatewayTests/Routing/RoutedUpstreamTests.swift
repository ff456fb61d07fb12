import GovernorCore
import GovernorDialects
import TestTime
import Testing

@testable import GovernorGateway

@Suite(.timeLimit(.minutes(10))) struct RoutedUpstreamTests {
    private static let rules = "rules: [{id: r, when: contains_secret, action: block, message: a credential}]"

    private func gateway(_ models: [ModelRoute], stopwatch: any Clock<Duration> = ContinuousClock()) throws
        -> TestGateway
    {
        try TestGateway(rules: Self.rules, models: models, stopwatch: stopwatch)
    }

    private func ask(_ gateway: TestGateway, user: String = "ada") async -> TestResponse {
        await gateway.post(
            "/v1/chat/completions", #"{"model":"m","user":"\#(user)","messages":[{"role":"user","content":"Hi"}]}"#)
    }

    /// What the record of the answer says about its server.
    private func source(_ gateway: TestGateway) -> JSONValue? {
        gateway.sink.facts.last { $0.type == "decision.output" }?.payload["upstream"]
    }

    @Test(arguments: [
        SequencedUpstream.Outcome.failure(.refused), .failure(.connectTimeout(.seconds(1))), .failure(.cannotResolve),
        .failure(.closedEarly(answerBegan: false, reusedConnection: true)), .status(408), .status(429),
        .status(429, [("retry-after", "0")]), .status(500), .status(503), .status(529),
    ])
    func `what may pass is tried again, and the record says how often`(outcome: SequencedUpstream.Outcome) async throws
    {
        let upstream = SequencedUpstream(outcome, outcome, .text("Hello"))
        let gateway = try gateway([upstream.route()])
        let response = await ask(gateway)
        #expect(response.status == 200 && response.text.contains("Hello"))
        #expect(upstream.requests.count == 3 && Set(upstream.requests.map(\.body)).count == 1)
        #expect(source(gateway)?["attempts"] == 3 && source(gateway)?["target"] == "m")
        // One decision about the request and one about its answer, however often it was sent.
        #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
    }

    @Test(arguments: [
        SequencedUpstream.Outcome.failure(.firstByteTimeout(.seconds(1))), .failure(.malformed),
        .failure(.closedEarly(answerBegan: false, reusedConnection: false)),
        .failure(.closedEarly(answerBegan: true, reusedConnection: true)), .failure(.tls(.wrongName)), .status(400),
        .status(401), .status(404), .status(302), .status(429, [("retry-after", "3600")]),
        .status(503, [("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")]),
    ])
    func `what the server may have worked on, or insists on, is not sent to it again`(
        outcome: SequencedUpstream.Outcome
    ) async throws {
        let upstream = SequencedUpstream(outcome)
        let response = await ask(try gateway([upstream.route()]))
        #expect(response.status >= 400 && upstream.requests.count == 1)
    }

    @Test func `a server's own words about when to come back reach the client when it is not asked again`() async throws
    {
        let upstream = SequencedUpstream(.status(429, [("retry-after", "3600")]))
        let response = await ask(try gateway([upstream.route()]))
        #expect(response.status == 429 && response.headers["retry-after"] == "3600")
    }

    @Test func `repetitions have a budget: an outage is not multiplied`() async throws {
        var policy = RetryPolicy()
        (policy.firstDelay, policy.budgetPercent, policy.budgetPerSecond) = (.zero, 10, 0)
        let upstream = SequencedUpstream(.status(429))
        let gateway = try gateway([ModelRoute(name: "m", targets: [upstream.target("m")], retries: policy)])
        for _ in 0..<100 { _ = await ask(gateway) }
        // Ten are saved at the start, and a hundred requests put ten aside.
        #expect((100...120).contains(upstream.requests.count))
    }

    @Test func `a pause between attempts grows, and is the clock's`() async throws {
        let clock = ManualClock()
        var policy = RetryPolicy()
        (policy.firstDelay, policy.limit) = (.seconds(1), 1)
        let upstream = SequencedUpstream(.status(503), .text("Hello"))
        let gateway = try gateway(
            [ModelRoute(name: "m", targets: [upstream.target("m")], retries: policy)], stopwatch: clock)
        async let response = ask(gateway)
        // The request's own deadline is on the same clock, and an hour away.
        while upstream.requests.count < 2, !Task.isCancelled {
            clock.advanceToNextSleeper(within: .seconds(60))
            await Task.yield()
        }
        #expect(await response.status == 200)
    }

    @Test func `when a target gives up, the model's other targets are asked, then its fallbacks`() async throws {
        let (first, second) = (SequencedUpstream(.failure(.refused)), SequencedUpstream(.failure(.malformed)))
        let third = SequencedUpstream(.text("Hello"))
        let gateway = try gateway([
            ModelRoute(
                name: "m", targets: [first.target("m/stable", weight: 1), second.target("m/canary", weight: 0)],
                fallbacks: ["spare-1"], retries: .hasty),
            third.route("spare*"),
        ])
        let response = await ask(gateway)
        #expect(response.status == 200)
        #expect([first, second, third].map(\.requests.count) == [3, 1, 1])
        #expect(
            String(decoding: try #require(third.requests.first).body, as: UTF8.self).contains(#""model":"spare-1""#))
        let recorded = try #require(source(gateway))
        #expect(recorded["target"] == "spare*" && recorded["fallback"] == true && recorded["attempts"] == 5)
    }

    @Test(arguments: [(false, "m"), (true, "served")])
    func `a client sees the model it asked for when another one answers, unless the configuration reveals it`(
        reveals: Bool, shown: String
    ) async throws {
        let (dead, spare) = (SequencedUpstream(.failure(.malformed)), SequencedUpstream(.text("Hello")))
        let gateway = try gateway([dead.route(fallbacks: ["spare"], reveals: reveals), spare.route("spare")])
        #expect(await ask(gateway).json?["model"]?.string == shown)
        let direct = try self.gateway([SequencedUpstream(.text("Hello")).route()])
        #expect(await ask(direct).json?["model"]?.string == "served")
    }

    @Test func `a streamed answer of another model has the name that was asked for in every event`() async throws {
        let dead = SequencedUpstream(.failure(.malformed))
        let spare = CannedUpstream.chat(saying: ["Hello", " there"])
        let gateway = try gateway([
            dead.route("gpt", fallbacks: ["m"]), ModelRoute(name: "m", targets: [spare.route.targets[0]]),
        ])
        let response = await gateway.post(
            "/v1/chat/completions", #"{"model":"gpt","stream":true,"messages":[{"role":"user","content":"Hi"}]}"#)
        #expect(response.text.contains(#""model":"gpt""#) && !response.text.contains(#""model":"m""#))
    }

    @Test func `when nobody answers, the client hears what the model's own server said`() async throws {
        let (first, second) = (SequencedUpstream(.status(503)), SequencedUpstream(.failure(.refused)))
        let gateway = try gateway([first.route(fallbacks: ["spare"]), second.route("spare")])
        #expect(await ask(gateway).status == 503)
        #expect(gateway.sink.facts.map(\.type) == ["decision.prompt"])
    }

    @Test func `a fallback that does not speak the client's form is left out`() async throws {
        let (first, second) = (SequencedUpstream(.failure(.malformed)), SequencedUpstream(.text("Hello")))
        let other = ModelTarget(name: "claude", upstream: second, paths: [.messages: "/v1/messages"])
        let gateway = try gateway([first.route(fallbacks: ["claude"]), ModelRoute(name: "claude", targets: [other])])
        #expect(await ask(gateway).status == 502 && second.requests.isEmpty)
    }

    @Test func `fallbacks of fallbacks follow, and a circle of them ends`() {
        let upstream = SequencedUpstream(.text(""))
        let routes = ModelRoutes([
            upstream.route("a", fallbacks: ["b", "c"]), upstream.route("b", fallbacks: ["d", "a"]),
            upstream.route("c"), upstream.route("d", fallbacks: ["b"]),
        ])
        #expect(routes.fallbacks(of: "a").map(\.model) == ["b", "d", "c"])
    }

    @Test func `a target that fails again and again is left alone, and asked again after a pause`() async throws {
        let clock = ManualClock()
        let failing = SequencedUpstream.Outcome.failure(.malformed)
        let upstream = SequencedUpstream(failing, failing, failing, failing, failing, .text("Hello"))
        let gateway = try gateway([upstream.route()], stopwatch: clock)
        for _ in 0..<5 { #expect(await ask(gateway).status == 502) }
        #expect(gateway.registry.exposition().contains(#"governor_upstream_circuit_open{target="m"} 1"#))
        let open = await ask(gateway)
        #expect(open.status == 503 && open.code == "upstream.circuit-open" && open.headers["retry-after"] == "10")
        #expect(upstream.requests.count == 5)
        clock.advance(by: CircuitLimits.server.pause)
        #expect(await ask(gateway).status == 200)
        #expect(gateway.registry.exposition().contains(#"governor_upstream_circuit_open{target="m"} 0"#))
    }

    @Test func `whose own repetitions open a circuit hears what the server has said`() async throws {
        let upstream = SequencedUpstream(.status(500))
        let gateway = try gateway([upstream.route()], stopwatch: ManualClock())
        for _ in 0..<2 { #expect(await ask(gateway).code == "upstream.error") }
        #expect(upstream.requests.count == 5 && source(gateway) == nil)
        #expect(await ask(gateway).code == "upstream.circuit-open")
    }

    @Test func `a target whose circuit is open is not asked before its fallback`() async throws {
        let (dead, spare) = (SequencedUpstream(.failure(.malformed)), SequencedUpstream(.text("Hello")))
        let gateway = try gateway([dead.route(fallbacks: ["spare"]), spare.route("spare")], stopwatch: ManualClock())
        for _ in 0..<8 { #expect(await ask(gateway).status == 200) }
        #expect(dead.requests.count == 5 && spare.requests.count == 8)
    }

    @Test func `neither a client's mistakes nor a server's limits open its circuit`() async throws {
        for status in [400, 404, 429] {
            let upstream = SequencedUpstream(.status(status))
            let gateway = try gateway([upstream.route()], stopwatch: ManualClock())
            for _ in 0..<10 { #expect(await ask(gateway).status == status) }
        }
    }

    @Test func `S4.48, S4.69: a person's requests stay in a cohort, which the metrics and the record name`()
        async throws
    {
        let (stable, canary) = (SequencedUpstream(.text("Hello")), SequencedUpstream(.text("Hello")))
        let route = ModelRoute(
            name: "m",
            targets: [
                stable.target("m/stable", weight: 50),
                canary.target("m/canary", cohort: "canary", weight: 50, pin: VersionPin(version: "served")),
            ])
        let gateway = try gateway([route])
        var counts: [Int] = []
        for person in ["ada", "grace", "alan", "edsger", "barbara", "kurt", "emmy", "sofia"] {
            let before = canary.requests.count
            for _ in 0..<3 { _ = await ask(gateway, user: person) }
            counts.append(canary.requests.count - before)
        }
        #expect(Set(counts) == [0, 3])
        let text = gateway.registry.exposition()
        #expect(
            text.contains(
                #"governor_upstream_seconds_count{model="m",model_version="served",cohort="canary"} "#
                    + "\(canary.requests.count)\n"))
        #expect(
            Set(gateway.sink.facts.compactMap { $0.payload["upstream"]?["cohort"]?.string }) == ["stable", "canary"])
    }
}
