import GovernorCore
import GovernorDialects
import TestTime
import Testing

@testable import GovernorGateway

/// Streams that stay open until somebody has reviewed what is held.
@Suite(.timeLimit(.minutes(5))) struct WaitingStreamTests {
    private static let text = "Pay ada@example.com"
    private static let streams = ModelClient.all.filter(\.isStreamed)

    private let holds = MemoryHolds()
    private let upstream = TalkingUpstream("Dear |[EMAIL_1]")
    private let stops = SystemStops()

    private func gateway(
        _ upstream: TalkingUpstream? = nil, stopwatch: any Clock<Duration> = TirelessClock()
    ) throws -> TestGateway {
        try TestGateway(
            rules: HeldRequestTests.rules, models: [(upstream ?? self.upstream).route()], stops: stops,
            holding: Holding(store: holds, streamsWait: .seconds(60)), stopwatch: stopwatch)
    }

    @Test(arguments: streams)
    func `a stream that waits goes on when its request is released`(client: ModelClient) async throws {
        let gateway = try gateway()
        holds.after(looks: 20) { $0.review(.released) }
        let response = await client.ask(gateway, Self.text)
        #expect(try client.text(of: response) == "Dear ada@example.com")
        let hold = try #require(holds.all.first)
        #expect(response.headers["governor-hold"] == hold.id.description)
        // Nothing on the way may take it for dead.
        #expect(response.text.hasPrefix(": governor-hold \(hold.id)\n\n"))
        let facts = gateway.sink.facts
        #expect(facts.map { $0.payload["action"] } == ["hold", "redact", "allow"])
        #expect(facts[1].links.map(\.relation) == ["hold", "review"] && holds.uses == [facts[1].id])
        #expect(facts[2].links.map(\.id) == [facts[1].id])
        #expect(response.headers["governor-receipt"] == facts[0].id.description)
    }

    @Test(arguments: streams)
    func `a stream that waits goes on with the reviewer's words`(client: ModelClient) async throws {
        let gateway = try gateway()
        holds.after(looks: 3) { holds in
            holds.review(.edited, edits: [holds.content?.texts.first?.place ?? "": "Pay eve@example.com nothing"])
        }
        #expect(try client.text(of: await client.ask(gateway, Self.text)) == "Dear eve@example.com")
        #expect(upstream.bodies.first?.contains("Pay [EMAIL_1] nothing") == true)
    }

    @Test(arguments: streams)
    func `a stream that waits ends in its form's own way when its request is rejected`(
        client: ModelClient
    ) async throws {
        let gateway = try gateway()
        holds.after(looks: 3) { $0.review(.rejected) }
        let response = await client.ask(gateway, Self.text)
        #expect(response.status == 200 && client.isRefused(response) && upstream.requests.isEmpty)
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["hold", "block"])
        #expect(gateway.registry.exposition().contains(#"outcome="block"} 1"#))
    }

    @Test(arguments: streams)
    func `a stream waits no longer than was declared, and the hold stays`(client: ModelClient) async throws {
        let gateway = try gateway()
        let response = await client.ask(gateway, Self.text)
        #expect(response.status == 200 && client.isRefused(response) && upstream.requests.isEmpty)
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["hold"])
        #expect(gateway.registry.exposition().contains(#"outcome="hold"} 1"#))
        holds.review(.released)
        #expect(try client.text(of: await client.ask(gateway, Self.text)) == "Dear ada@example.com")
    }

    @Test(arguments: streams)
    func `what fails behind a stream that waits is an error event, and no release is used up`(
        client: ModelClient
    ) async throws {
        let gateway = try gateway(TalkingUpstream([.failure(.refused), .success("Hello")]))
        holds.after(looks: 3) { $0.review(.released) }
        let response = await client.ask(gateway, Self.text)
        #expect(response.text.contains("upstream.refused") && !response.text.contains("[DONE]"))
        #expect(holds.uses.isEmpty)
        #expect(try client.text(of: await client.ask(gateway, Self.text)) == "Hello")
        holds.after(looks: 3) { $0.fail() }
        let down = await client.ask(gateway, Self.text)
        #expect(down.text.contains("gateway.not-recorded"))
    }

    @Test(arguments: streams)
    func `S4.46: a stream that waits for a system that is stopped ends`(client: ModelClient) async throws {
        let gateway = try gateway()
        holds.after(looks: 3) { [stops] _ in
            var random = SystemRandomNumberGenerator()
            let time = Timestamp.now()
            stops.add(SystemStop(id: UUIDv7(at: time, using: &random), system: "m", reason: "harm", time: time))
        }
        let response = await client.ask(gateway, Self.text)
        #expect(response.text.contains("system_stopped") && upstream.requests.isEmpty)
    }

    @Test(arguments: streams)
    func `a stream that waits when the gateway shuts down is told so`(client: ModelClient) async throws {
        let gateway = try gateway()
        holds.after(looks: 3) { [stops] _ in stops.shutDown() }
        let response = await client.ask(gateway, Self.text)
        #expect(response.text.contains("gateway.shutting-down") && upstream.requests.isEmpty)
    }

    @Test(arguments: streams)
    func `a stream that waits is told of the end at once`(client: ModelClient) async throws {
        let clock = ManualClock()
        let gateway = try gateway(stopwatch: clock)
        async let response = client.ask(gateway, Self.text)
        while clock.sleeps == 0 { try await Task.sleep(for: .milliseconds(1)) }
        stops.shutDown()
        // No time passes.
        #expect(await response.text.contains("gateway.shutting-down") && upstream.requests.isEmpty)
    }

    @Test(arguments: streams)
    func `a client that goes away changes nothing about the hold`(client: ModelClient) async throws {
        let gateway = try gateway(stopwatch: ContinuousClock())
        try await RunningGateway.with(gateway) { [self] running in
            try await running.connect { connection in
                try await connection.post(client.path, client.body(Self.text))
                #expect(try await connection.response(toHead: true)?.status == 200)
            }
            // It is noticed within a moment, by nobody that tells.
            while !gateway.registry.exposition().contains(#"outcome="client_gone"} 1"#), !Task.isCancelled {
                await Task.yield()
            }
            #expect(holds.all.map { $0.state(at: holds.now) } == [.pending])
            holds.review(.released)
            #expect(try client.text(of: await client.ask(gateway, Self.text)) == "Dear ada@example.com")
        }
        #expect(holds.all.count == 1 && upstream.requests.count == 1)
    }

    @Test func `a client that asks for no stream is answered at once`() async throws {
        for client in ModelClient.all where !client.isStreamed {
            #expect(await client.ask(try gateway(), Self.text).status == 403)
        }
    }
}
