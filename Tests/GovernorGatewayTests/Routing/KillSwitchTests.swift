import GovernorCore
import GovernorDialects
import NIOCore
import Testing

@testable import GovernorGateway

@Suite(.timeLimit(.minutes(2))) struct KillSwitchTests {
    private static let rules = "rules: [{id: r, when: contains_secret, action: block, message: a credential}]"

    private let stops = SystemStops()

    private func stop(_ system: String, _ number: UInt64 = 1) -> SystemStop {
        var random = SeededGenerator(seed: number)
        let time = Timestamp(millisecondsSince1970: 1_800_000_000_000)
        return SystemStop(id: UUIDv7(at: time, using: &random), system: system, reason: "harm", time: time)
    }

    private func gateway(_ models: [ModelRoute]) throws -> TestGateway {
        try TestGateway(rules: Self.rules, models: models, stops: stops)
    }

    private func ask(_ gateway: TestGateway, model: String = "m", stream: Bool = false) async -> TestResponse {
        await gateway.post(
            "/v1/chat/completions",
            #"{"model":"\#(model)","stream":\#(stream),"messages":[{"role":"user","content":"Hi"}]}"#)
    }

    @Test(arguments: ["m", "m*", "*"])
    func `S4.46: what is stopped is not asked, and must not be asked again`(system: String) async throws {
        let upstream = SequencedUpstream(.text("Hello"))
        let gateway = try gateway([upstream.route()])
        let stop = stop(system)
        stops.add(stop)
        let response = await ask(gateway)
        #expect(response.status == 503 && response.code == "system_stopped")
        #expect(response.headers["x-should-retry"] == "false" && response.text.contains(stop.id.description))
        #expect(!response.text.contains("harm") && upstream.requests.isEmpty)
        #expect(gateway.registry.exposition().contains(#"outcome="stopped"} 1"#))
        stops.remove(stop.id)
        #expect(await ask(gateway).status == 200)
    }

    @Test func `S4.46: a system runs again when the last of its stops is taken back`() async throws {
        let gateway = try gateway([SequencedUpstream(.text("Hello")).route()])
        let (first, second) = (stop("m", 1), stop("*", 2))
        stops.add(first)
        stops.add(second)
        stops.remove(first.id)
        #expect(await ask(gateway).status == 503)
        stops.remove(second.id)
        #expect(await ask(gateway).status == 200)
    }

    @Test func `other systems run on, and a model that is stopped is not answered for by its fallback`() async throws {
        let (first, second) = (SequencedUpstream(.text("Hello")), SequencedUpstream(.text("Hello")))
        let gateway = try gateway([first.route(fallbacks: ["spare"]), second.route("spare")])
        stops.add(stop("m"))
        #expect(await ask(gateway).status == 503 && second.requests.isEmpty)
        #expect(await ask(gateway, model: "spare").status == 200)
    }

    @Test func `S4.54: the traffic of a target that is stopped goes to the model's others`() async throws {
        let (stable, canary) = (SequencedUpstream(.text("Hello")), SequencedUpstream(.text("Hello")))
        let gateway = try gateway([
            ModelRoute(
                name: "m",
                targets: [
                    stable.target("m/stable", weight: 0), canary.target("m/canary", cohort: "canary", weight: 1),
                ])
        ])
        #expect(await ask(gateway).status == 200 && canary.requests.count == 1)
        stops.add(stop("m/canary"))
        #expect(await ask(gateway).status == 200 && stable.requests.count == 1)
        stops.add(stop("m/stable", 2))
        #expect(await ask(gateway).code == "system_stopped")
    }

    @Test func `a fallback that is stopped is left out`() async throws {
        let (dead, spare) = (SequencedUpstream(.failure(.malformed)), SequencedUpstream(.text("Hello")))
        let gateway = try gateway([dead.route(fallbacks: ["spare"]), spare.route("spare")])
        stops.add(stop("spare"))
        #expect(await ask(gateway).status == 502 && spare.requests.isEmpty)
    }

    @Test func `the last known state holds when the ledger takes no facts`() async throws {
        let gateway = try gateway([SequencedUpstream(.text("Hello")).route()])
        stops.add(stop("m"))
        gateway.sink.fail()
        #expect(await ask(gateway).code == "system_stopped")
    }

    @Test func `who waits for an answer hears at once that its model was stopped, and the model's server too`()
        async throws
    {
        let upstream = SilentUpstream()
        let gateway = try gateway([.canned(upstream)])
        async let response = ask(gateway)
        for await _ in upstream.asked.stream { break }
        stops.add(stop("m"))
        #expect(await response.code == "system_stopped")
        for await _ in upstream.abandoned.stream { break }
    }

    @Test func `a stream under way is cut at once, says why, and is recorded`() async throws {
        let mayEnd = ScriptedUpstream.Gate()
        let chunk = #"data: {"id":"1","choices":[{"index":0,"delta":{"content":"Hello there, "}}]}"# + "\n\n"
        try await ScriptedUpstream.with { _ in
            [.chunkedHead, .chunk(chunk), .wait(mayEnd)]
        } _: { server in
            let target = ModelTarget(
                name: "m", upstream: try server.client().upstream, paths: [.chat: "/v1/chat/completions"])
            let gateway = try gateway([ModelRoute(name: "m", targets: [target])])
            try await RunningGateway.with(gateway) { running in
                try await running.connect { connection in
                    try await connection.post(
                        "/v1/chat/completions",
                        #"{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}"#)
                    _ = try await connection.response()
                    self.stops.add(self.stop("m"))
                    let text = try await connection.chunks()
                    #expect(text.contains("system_stopped") && !text.contains("[DONE]"))
                }
            }
            await server.waits(for: .closed(connection: 0))
            #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
        }
    }
}
