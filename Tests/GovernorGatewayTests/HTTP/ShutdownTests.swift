import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

/// What clients hear whose answers are not complete when the gateway ends.
@Suite(.timeLimit(.minutes(10))) struct ShutdownTests {
    private static let rules = "rules: [{id: r, when: contains_secret, action: block, message: no}]"
    private static let event =
        #"data: {"id":"1","choices":[{"index":0,"delta":{"content":"Hello to all of you in here. "}}]}"# + "\n\n"

    /// A request to a server that does these things and no more, under way when the gateway is told to end.
    ///
    /// - Parameter fact: What has been recorded by then.
    private func ended(
        _ steps: [ScriptedUpstream.Step], stream: Bool, after fact: FactType = "decision.prompt",
        _ check: @escaping @Sendable (inout RawConnection) async throws -> Void
    ) async throws -> TestGateway {
        try await ScriptedUpstream.with { _ in
            steps
        } _: { server in
            var limits = GatewayLimits.patient
            (limits.shutdownTimeout, limits.farewell) = (.seconds(300), .seconds(299.9))
            let client = try TestClient(port: server.port)
            let target = ModelTarget(name: "m", upstream: client.upstream, paths: [.chat: "/v1/chat/completions"])
            let gateway = try TestGateway(
                rules: Self.rules, limits: limits, models: [ModelRoute(name: "m", targets: [target])])
            try await RunningGateway.with(gateway) { running in
                try await running.connect { connection in
                    try await connection.post("/v1/chat/completions", ChatClient.request("Hi", stream: stream))
                    await server.waits(for: .requested(connection: 0, number: 0))
                    if stream {
                        #expect(try await connection.response()?.status == 200)
                        #expect(try await connection.chunk()?.contains("Hello") == true)
                    }
                    while !gateway.sink.facts.contains(where: { $0.type == fact }) {
                        try await Task.sleep(for: .milliseconds(1))
                    }
                    await running.beginShutdown()
                    try await check(&connection)
                    #expect(await connection.isClosed())
                }
            }
            return gateway
        }
    }

    @Test func `a stream that does not end is told that the gateway does, and recorded`() async throws {
        let gateway = try await ended([.chunkedHead, .chunk(Self.event + Self.event)], stream: true) { client in
            let text = try await client.chunks()
            #expect(text.contains("gateway.shutting-down") && !text.contains("[DONE]"))
        }
        #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
    }

    @Test func `a stream that is complete arrives whole`() async throws {
        let steps: [ScriptedUpstream.Step] = [
            .chunkedHead, .chunk(Self.event + Self.event), .chunk("data: [DONE]\n\n"), .lastChunk,
        ]
        let gateway = try await ended(steps, stream: true, after: "decision.output") { client in
            let text = try await client.chunks()
            #expect(text.contains("[DONE]") && !text.contains("gateway.shutting-down"))
        }
        #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
    }

    @Test func `a request whose server says nothing is answered that the gateway ends`() async throws {
        let gateway = try await ended([], stream: false) { client in
            let response = try await client.response()
            #expect(response?.status == 503 && response?.code == "gateway.shutting-down")
            #expect(response?.headers["retry-after"] == "1")
        }
        #expect(gateway.sink.facts.map(\.type) == ["decision.prompt"])
    }
}
