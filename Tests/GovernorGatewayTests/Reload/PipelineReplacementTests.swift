import GovernorCore
import GovernorDialects
import GovernorInspect
import GovernorPolicy
import NIOCore
import TestTime
import Testing

@testable import GovernorGateway

/// What changes, and what stays, when another policy or other routes come into force.
@Suite(.timeLimit(.minutes(5))) struct PipelineReplacementTests {
    private static let mild = "rules: [{id: mild, when: contains_pii, action: block, message: personal data}]"
    private static let strict = "rules: [{id: strict, when: text_bytes > 0, action: block, message: nothing passes}]"
    private static let path = "/v1/chat/completions"

    private static func policy(_ rules: String, version: String = "2.0.0") throws -> Policy {
        try Policy(
            Array((TestGateway.head.replacing("1.0.0", with: version) + rules).utf8), name: "policy.yaml",
            kinds: SensitiveDataInspector.kinds, digest: weakDigest)
    }

    private static func ask(_ gateway: TestGateway, _ text: String = "Hi", key: String? = nil) async -> TestResponse {
        await gateway.post(path, ChatClient.request(text), key: key)
    }

    // MARK: What is under way

    @Test(arguments: [false, true])
    func `an answer under way ends by the policy it began with, and the next request is under the new one`(
        isStreamed: Bool
    ) async throws {
        let words = CannedUpstream.chat(saying: ["Good ", "morning"])
        let whole = CannedUpstream(
            #"{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"Good morning"},"finish_reason":"stop"}]}"#
        )
        let upstream = GatedUpstream(isStreamed ? words : whole)
        let gateway = try TestGateway(rules: Self.mild, models: [.canned(upstream)])
        async let answer = gateway.post(Self.path, ChatClient.request("Hi", stream: isStreamed))
        await upstream.gate.waitForArrival()
        try await gateway.pipelines.replace(policy: Self.policy(Self.strict), configuration: gateway.configuration)
        let refused = await Self.ask(gateway)
        #expect(refused.status == 400 && refused.code == "content_filter")
        upstream.gate.open()
        let finished = await answer
        #expect(finished.status == 200)
        #expect(
            isStreamed
                ? try ChatClient.content(finished).text == "Good morning" : finished.text.contains("Good morning"))
        let outputs = gateway.sink.facts.filter { $0.type == "decision.output" }
        #expect(outputs.map(\.policy?.version) == ["1.0.0"])
    }

    @Test func `a request on a connection that is open is under the policy of its moment`() async throws {
        let gateway = try TestGateway(rules: Self.mild)
        try await RunningGateway.with(gateway) { server in
            try await server.connect { connection in
                try await connection.post("/filter/prompt", #"{"prompt":"Hi"}"#)
                #expect(try await connection.response()?.text.contains(#""allowed":true"#) == true)
                try await gateway.pipelines.replace(
                    policy: Self.policy(Self.strict), configuration: gateway.configuration)
                try await connection.post("/filter/prompt", #"{"prompt":"Hi"}"#)
                #expect(try await connection.response()?.text.contains("nothing passes") == true)
            }
        }
    }

    @Test func `a shutdown waits for what an earlier pipeline has begun`() async throws {
        let clock = ManualClock()
        var limits = GatewayLimits()
        limits.requestTimeout = .seconds(10)
        let gateway = try TestGateway(rules: Self.mild, limits: limits, stopwatch: clock)
        let gate = MemorySink.Gate()
        gateway.sink.hold(at: gate)
        async let late = gateway.post("/filter/prompt", #"{"prompt":"Hi"}"#)
        await gate.waitForArrival()
        clock.advance(by: .seconds(11))
        #expect(await late.status == 503)
        // The same policy, so that the change itself records nothing.
        try await gateway.pipelines.replace(policy: gateway.policy, configuration: gateway.configuration)
        let ended = MemoryFlag()
        let end = Task {
            await gateway.pipelines.finish()
            ended.set()
        }
        #expect(!ended.isSet)
        gate.open()
        await end.value
        #expect(gateway.sink.facts.count == 2)
    }

    // MARK: Evidence

    @Test func `another policy is recorded before it decides, and the metrics show it alone`() async throws {
        let gateway = try TestGateway(rules: Self.mild)
        let policy = try Self.policy(Self.strict)
        try await gateway.pipelines.replace(policy: policy, configuration: gateway.configuration)
        let fact = try #require(gateway.sink.facts.first)
        #expect(gateway.sink.facts.count == 1 && fact.type == "policy.activated" && fact.policy == policy.reference)
        #expect(fact.payload["policy"]?["sha256"]?.string == policy.reference.digest.hex)
        #expect(fact.payload["replaces"]?["sha256"]?.string == gateway.policy.reference.digest.hex)
        let metrics = gateway.registry.exposition()
        #expect(metrics.contains(policy.reference.digest.hex))
        #expect(!metrics.contains(gateway.policy.reference.digest.hex))
    }

    @Test func `other routes under the same policy record nothing`() async throws {
        let gateway = try TestGateway(rules: Self.mild)
        var configuration = gateway.configuration
        configuration.models = ModelRoutes([.canned(CannedUpstream("{}"))])
        try await gateway.pipelines.replace(policy: gateway.policy, configuration: configuration)
        #expect(gateway.sink.facts.isEmpty)
    }

    @Test func `while the ledger takes nothing the old policy stays, and its limits`() async throws {
        var quotas = QuotaConfiguration()
        quotas.everybody = Quota(requestsPerMinute: 1)
        let gateway = try TestGateway(rules: Self.mild, models: [.canned(CannedUpstream("{}"))])
        var configuration = gateway.configuration
        configuration.quotas = quotas
        gateway.sink.fail()
        await #expect(throws: MemorySink.Unavailable.self) {
            try await gateway.pipelines.replace(policy: Self.policy(Self.strict), configuration: configuration)
        }
        gateway.sink.recover()
        #expect(await gateway.post("/filter/prompt", #"{"prompt":"Hi"}"#).json?["allowed"] == true)
        for _ in 1...3 { #expect(await Self.ask(gateway).status != 429) }
        #expect(gateway.registry.exposition().contains(gateway.policy.reference.digest.hex))
    }

    @Test func `a policy that cannot be applied leaves the old one in force`() async throws {
        let gateway = try TestGateway(rules: Self.mild)
        let policy = try Self.policy(
            "inspection: {redact: {default: pseudonymise}}\nrules: [{id: r, when: contains_pii, action: redact, message: m}]"
        )
        await #expect(throws: RedactionError.noKey) {
            try await gateway.pipelines.replace(policy: policy, configuration: gateway.configuration)
        }
        #expect(gateway.sink.facts.isEmpty)
        #expect(await gateway.post("/filter/prompt", #"{"prompt":"Hi"}"#).json?["allowed"] == true)
    }

    @Test func `health says that a change was not taken over, and is health all the same`() async throws {
        let gateway = try TestGateway(rules: Self.mild)
        gateway.pipeline.metrics.reloads.failed()
        let stale = await gateway.get("/health")
        #expect(stale.status == 200 && stale.json == ["status": "ok", "configuration": "stale"])
        #expect(gateway.registry.exposition().contains("governor_config_stale 1"))
        #expect(gateway.registry.exposition().contains(#"governor_config_reloads_total{outcome="failed"} 1"#))
        gateway.pipeline.metrics.reloads.succeeded(at: Timestamp(millisecondsSince1970: 1_500))
        #expect(await gateway.get("/health").json == ["status": "ok"])
        let metrics = gateway.registry.exposition()
        #expect(metrics.contains("governor_config_stale 0"))
        #expect(metrics.contains("governor_config_last_success_timestamp_seconds 1.5"))
        #expect(metrics.contains(#"governor_config_reloads_total{outcome="ok"} 1"#))
    }

    // MARK: What stays

    @Test func `keys, grants and limits are the new ones, and what was asked already counts`() async throws {
        var quotas = QuotaConfiguration()
        quotas.keys = [KeyGrant(id: "admin", quota: Quota(requestsPerMinute: 3))]
        let upstream = CannedUpstream(status: 400, "{}")
        let gateway = try TestGateway(
            rules: Self.mild, authentication: .keys(TestGateway.keyring), quotas: quotas,
            models: [.canned(upstream)], stopwatch: ManualClock())
        for _ in 1...2 { #expect(await Self.ask(gateway, key: TestGateway.secret).status == 400) }
        var configuration = gateway.configuration
        configuration.authentication = .keys(
            APIKeyring(TestGateway.keyring.all.filter { $0.id != "developer" }, digest: weakDigest))
        try await gateway.pipelines.replace(policy: gateway.policy, configuration: configuration)
        #expect(await Self.ask(gateway, key: TestGateway.developerSecret).status == 401)
        #expect(await Self.ask(gateway, key: TestGateway.secret).status == 400)
        #expect(await Self.ask(gateway, key: TestGateway.secret).status == 429)
        configuration.quotas.keys = [KeyGrant(id: "admin", quota: Quota(requestsPerMinute: 4))]
        try await gateway.pipelines.replace(policy: gateway.policy, configuration: configuration)
        #expect(await Self.ask(gateway, key: TestGateway.secret).status == 400)
        #expect(await Self.ask(gateway, key: TestGateway.secret).status == 429)
        configuration.quotas.keys = [KeyGrant(id: "admin", models: ["other"])]
        try await gateway.pipelines.replace(policy: gateway.policy, configuration: configuration)
        #expect(await Self.ask(gateway, key: TestGateway.secret).code == "model_not_granted")
    }

    @Test func `an open circuit stays open while the server is the same, and is closed for another one`() async throws {
        let upstream = SequencedUpstream(.failure(.firstByteTimeout(.seconds(1))))
        let gateway = try TestGateway(rules: Self.mild, models: [upstream.route()], stopwatch: ManualClock())
        for _ in 1...5 { _ = await Self.ask(gateway) }
        #expect(upstream.requests.count == 5)
        #expect(gateway.registry.exposition().contains(#"governor_upstream_circuit_open{target="m"} 1"#))
        try await gateway.pipelines.replace(policy: Self.policy(Self.mild), configuration: gateway.configuration)
        _ = await Self.ask(gateway)
        #expect(upstream.requests.count == 5)
        let other = SequencedUpstream(.text("Hello"))
        var configuration = gateway.configuration
        configuration.models = ModelRoutes([other.route()])
        try await gateway.pipelines.replace(policy: Self.policy(Self.mild), configuration: configuration)
        #expect(await Self.ask(gateway).text.contains("Hello"))
        #expect(gateway.registry.exposition().contains(#"governor_upstream_circuit_open{target="m"} 0"#))
        configuration.models = ModelRoutes([other.route("n")])
        try await gateway.pipelines.replace(policy: Self.policy(Self.mild), configuration: configuration)
        #expect(await Self.ask(gateway).status == 404)
        #expect(!gateway.registry.exposition().contains(#"governor_upstream_circuit_open{target="m"}"#))
        #expect(gateway.registry.exposition().contains(#"governor_upstream_circuit_open{target="n"} 0"#))
    }

    @Test func `a system that is stopped stays so`() async throws {
        let stops = SystemStops()
        let gateway = try TestGateway(rules: Self.mild, models: [.canned(CannedUpstream("{}"))], stops: stops)
        var configuration = gateway.configuration
        configuration.stops = SystemStops()
        try await gateway.pipelines.replace(policy: Self.policy(Self.mild), configuration: configuration)
        let time = Timestamp.now()
        var random = SystemRandomNumberGenerator()
        stops.add(SystemStop(id: UUIDv7(at: time, using: &random), system: "m", reason: nil, time: time))
        let response = await Self.ask(gateway)
        #expect(response.status == 503 && response.code == "system_stopped")
    }

    /// A model server whose first answer waits for a gate.
    private final class GatedUpstream: Upstream {
        let gate = MemorySink.Gate()
        private let answer: CannedUpstream

        init(_ answer: CannedUpstream) { self.answer = answer }

        func send(_ request: UpstreamRequest, on loop: any EventLoop) async throws(UpstreamFailure) -> UpstreamResponse
        {
            await gate.pass()
            return try await answer.send(request, on: loop)
        }
    }
}
