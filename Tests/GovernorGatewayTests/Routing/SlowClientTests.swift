import GovernorCore
import GovernorDialects
import NIOCore
import Synchronization
import Testing

@testable import GovernorGateway

/// A client that takes hardly anything of a long answer, over real sockets.
@Suite(.timeLimit(.minutes(10))) struct SlowClientTests {
    private typealias Step = ScriptedUpstream.Step

    /// Nothing of answers is inspected, so that nothing but the client is slow.
    private static let rules = "rules: [{id: r, stage: prompt, when: contains_secret, action: block, message: no}]"
    private static let request = #"{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}"#
    private static let event: String = {
        let words = String(repeating: "All is well in here. ", count: 3120)
        return #"data: {"id":"1","choices":[{"index":0,"delta":{"content":"\#(words)"}}]}"# + "\n\n"
    }()
    /// Less than an answer may have, and far more than sockets hold.
    private static let eventCount = (15 << 20) / event.utf8.count
    /// What the sockets of client, gateway and server hold, which is up to the system, and a few parts of the answer.
    private static let held = 9 << 20

    /// Counts what a server could get rid of.
    private final class Sent: Sendable {
        private let events = Mutex(0)

        var bytes: Int { events.withLock { $0 } * SlowClientTests.event.utf8.count }

        func count() { events.withLock { $0 += 1 } }

        /// How much it is when it has been the same for a while.
        func whenStill() async throws -> Int {
            var (last, repeated) = (-1, 0)
            while repeated < 5 {
                try await Task.sleep(for: .milliseconds(50))
                let now = bytes
                repeated = now == last && now > 0 ? repeated + 1 : 0
                last = now
            }
            return last
        }
    }

    private func gateway(_ port: Int, _ limits: GatewayLimits = .patient) throws -> TestGateway {
        let client = try TestClient(port: port) { timeouts, _ in timeouts.idle = .seconds(36_000) }
        let target = ModelTarget(name: "m", upstream: client.upstream, paths: [.chat: "/v1/chat/completions"])
        let other = CannedUpstream.chat(saying: ["Hello"])
        return try TestGateway(
            rules: Self.rules, limits: limits,
            models: [
                ModelRoute(name: "m", targets: [target]),
                ModelRoute(name: "other", upstream: other, paths: [.chat: "/v1/chat/completions"]),
            ])
    }

    private func flooding(_ sent: Sent, _ body: (ScriptedUpstream) async throws -> Void) async throws {
        let steps = (0..<Self.eventCount).flatMap { _ in [Step.chunk(Self.event), .tell(sent.count)] }
        try await ScriptedUpstream.with({ _ in [.chunkedHead] + steps }, body)
    }

    @Test func `a client that reads nothing holds its server back, takes little memory, and keeps nobody waiting`()
        async throws
    {
        let sent = Sent()
        try await flooding(sent) { server in
            let gateway = try gateway(server.port, .patient)
            try await RunningGateway.with(gateway) { running in
                try await running.connect(receiveBuffer: 4096) { slow in
                    try await slow.post("/v1/chat/completions", Self.request)
                    #expect(try await slow.response()?.status == 200)
                    #expect(try await sent.whenStill() < Self.held)
                    for _ in 1...5 {
                        try await running.connect { other in
                            try await other.post("/v1/chat/completions", ChatClient.request("Hi", model: "other"))
                            #expect(try await other.response()?.status != nil)
                        }
                    }
                    #expect(sent.bytes < Self.held)
                }
            }
            await server.waits(for: .closed(connection: 0))
            await gateway.pipeline.finish()
            // The request's decision, and that about as much of the answer as came, beside those of the others.
            #expect(
                gateway.sink.facts.filter { $0.type == "decision.output" && $0.payload["action"] == "allow" }.count > 0)
        }
    }

    @Test func `a client that takes nothing for too long is cut off, its server too, and what left is recorded`()
        async throws
    {
        let sent = Sent()
        try await flooding(sent) { server in
            var limits = GatewayLimits.patient
            limits.writeTimeout = .milliseconds(200)
            let gateway = try gateway(server.port, limits)
            try await RunningGateway.with(gateway) { running in
                try await running.connect(receiveBuffer: 4096) { slow in
                    try await slow.post("/v1/chat/completions", Self.request)
                    #expect(try await slow.response()?.status == 200)
                    await server.waits(for: .closed(connection: 0))
                }
            }
            await gateway.pipeline.finish()
            #expect(sent.bytes < Self.held)
            #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
        }
    }
}
