import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

@Suite struct TrafficMetricsTests {
    private static let rules = """
        rules:
          - {id: r, when: contains_secret, action: block, message: a credential}
        """
    private static let labels = #"model="m*",model_version="v1",cohort="canary""#

    private func gateway(_ upstream: some Upstream) throws -> TestGateway {
        let target = ModelTarget(
            name: "m/canary", upstream: upstream, paths: [.chat: "/v1/chat/completions"], cohort: "canary",
            pin: VersionPin(version: "v1", onMismatch: .record))
        return try TestGateway(rules: Self.rules, models: [ModelRoute(name: "m*", targets: [target])])
    }

    private func ask(_ gateway: TestGateway, _ text: String = "Hi", model: String = "m-planted", stream: Bool = false)
        async
    {
        let body: JSONValue = [
            "model": .string(model), "stream": .bool(stream),
            "messages": [["role": "user", "content": .string(text)]],
        ]
        _ = await gateway.post("/v1/chat/completions", body.compactText)
    }

    private func requests(_ outcome: String, _ labels: String = Self.labels) -> String {
        #"governor_requests_total{surface="chat_completions",\#(labels),outcome="\#(outcome)"} 1"#
    }

    @Test func `S4.69: every request for a model is counted with its version and cohort`() async throws {
        let key = "xoxb" + "-2419871203-2419871245-Jd83hJd03kfPq2LmX7VbT1zQ"
        let gateway = try gateway(SequencedUpstream(.text("Hello"), .failure(.malformed)))
        await ask(gateway)
        await ask(gateway)
        await ask(gateway, "key \(key)")
        await ask(gateway, model: "planted-name")
        let text = gateway.registry.exposition()
        for outcome in ["allow", "upstream_failed", "block"] { #expect(text.contains(requests(outcome)), "\(outcome)") }
        #expect(text.contains(requests("rejected", #"model="",model_version="",cohort="""#)))
        #expect(text.contains("governor_in_flight 0\n"))
        #expect(text.contains("governor_upstream_seconds_count{\(Self.labels)} 1"))
        // What a client calls a model is no label.
        #expect(!text.contains("planted"))
    }

    @Test func `S4.69: a stream is measured until its end, and counted by what became of it`() async throws {
        let gateway = try gateway(CannedUpstream.chat(saying: ["Hello", " there", " you"]))
        await ask(gateway, stream: true)
        let text = gateway.registry.exposition()
        #expect(text.contains(requests("allow")) && text.contains("governor_in_flight 0\n"))
        #expect(text.contains("governor_time_to_first_token_seconds_count{\(Self.labels)} 1"))
        #expect(text.contains("governor_inter_token_seconds_count{\(Self.labels)} "))
        #expect(text.contains("governor_stream_held_bytes_count{\(Self.labels)} 1"))
    }

    @Test func `a stream that breaks off is counted as one`() async throws {
        let gateway = try gateway(
            CannedUpstream("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n"))
        await ask(gateway, stream: true)
        #expect(gateway.registry.exposition().contains(requests("upstream_failed")))
    }
}
