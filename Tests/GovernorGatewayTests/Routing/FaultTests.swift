import GovernorCore
import GovernorDialects
import NIOCore
import Testing

@testable import GovernorGateway

/// What a gateway does when a model's server fails, over real sockets.
@Suite(.timeLimit(.minutes(10))) struct FaultTests {
    private typealias Step = ScriptedUpstream.Step

    private static let rules = "rules: [{id: r, when: contains_secret, action: block, message: a credential}]"
    private static let event = #"data: {"id":"1","choices":[{"index":0,"delta":{"content":"Hello there, "}}]}"# + "\n\n"
    private static let stop = #"data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
    private static let answer =
        #"{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"#

    /// A gateway in front of a server, whose time limits are a test's.
    private func gateway(
        _ port: Int, retries: RetryPolicy = .hasty, _ change: (inout UpstreamTimeouts) -> Void = { _ in }
    ) throws -> TestGateway {
        let client = try TestClient(port: port) { timeouts, _ in change(&timeouts) }
        let target = ModelTarget(name: "m", upstream: client.upstream, paths: [.chat: "/v1/chat/completions"])
        return try TestGateway(
            rules: Self.rules, models: [ModelRoute(name: "m", targets: [target], retries: retries)])
    }

    private func ask(_ gateway: TestGateway, stream: Bool = false) async -> TestResponse {
        await gateway.post(
            "/v1/chat/completions", #"{"model":"m","stream":\#(stream),"messages":[{"role":"user","content":"Hi"}]}"#)
    }

    /// Whether everything that left is in the ledger, and nothing says that an answer is complete which is not.
    private func check(_ gateway: TestGateway, _ response: TestResponse, isComplete: Bool) {
        #expect(gateway.sink.facts.first?.type == "decision.prompt")
        if response.text.contains("Hello") { #expect(gateway.sink.facts.last?.type == "decision.output") }
        #expect(response.text.contains("[DONE]") == isComplete)
    }

    @Test func `a server that refuses connections is asked again, then reported`() async throws {
        let gateway = try gateway(ScriptedUpstream.deadPort)
        let response = await ask(gateway)
        #expect(response.status == 502 && response.code == "upstream.refused")
        #expect(
            gateway.registry.exposition().contains(
                #"governor_upstream_attempts_total{target="m",model="m",model_version="",cohort="stable",outcome="refused"} 3"#
            ))
        check(gateway, response, isComplete: false)
    }

    @Test func `a server that stalls before its answer is given up after a time, and not asked again`() async throws {
        try await ScriptedUpstream.with { _ in
            []
        } _: { server in
            let gateway = try gateway(server.port) { $0.firstByte = .milliseconds(50) }
            let response = await ask(gateway)
            #expect(response.status == 504 && response.code == "upstream.first-byte-timeout")
            // What was sent may be given up before the server has read it.
            await server.waits(for: .requested(connection: 0, number: 0))
            #expect(server.requests.count == 1)
            check(gateway, response, isComplete: false)
        }
    }

    @Test func `a server that stalls within a stream ends it with an error, and what left is recorded`() async throws {
        try await ScriptedUpstream.with { _ in
            [.chunkedHead, .chunk(Self.event + Self.event)]
        } _: { server in
            let gateway = try gateway(server.port) { $0.idle = .milliseconds(50) }
            let response = await ask(gateway, stream: true)
            #expect(response.text.contains("upstream.idle-timeout"))
            check(gateway, response, isComplete: false)
        }
    }

    /// Steps before a failure, and the code that the client hears.
    private static let broken: [(steps: [Step], isStream: Bool, code: String)] = [
        ([.close], false, "upstream.closed-early"), ([.reset], false, "upstream.closed-early"),
        ([.send("SSH-2.0-OpenSSH_9.2\r\n")], false, "upstream.malformed"),
        ([.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"), .close], false, "upstream.closed-early"),
        ([.answer("<html>")], false, "upstream."), ([.answer(#"{"choices": 7}"#)], false, "upstream."),
        ([.chunkedHead, .chunk(event + event), .close], true, "upstream.closed-early"),
        ([.chunkedHead, .chunk(event + event), .reset], true, "upstream.closed-early"),
        ([.chunkedHead, .chunk(event + event), .lastChunk], true, "upstream.foreign-answer"),
        ([.chunkedHead, .chunk(event + "data: garbage\n\n"), .lastChunk], true, "upstream.foreign-answer"),
        ([.chunkedHead, .chunk(event + #"data: {"error":{"message":"SSH"}}"# + "\n\n")], true, "upstream.error"),
    ]

    @Test(arguments: Self.broken.indices)
    func `garbage and broken connections are reported, and no answer is taken for complete`(index: Int) async throws {
        let (steps, isStream, code) = Self.broken[index]
        try await ScriptedUpstream.with { _ in
            steps
        } _: { server in
            let gateway = try gateway(server.port)
            let response = await ask(gateway, stream: isStream)
            #expect(response.text.contains(code) && !response.text.contains("SSH") && !response.text.contains("html"))
            #expect(response.status == (isStream ? 200 : 502))
            #expect(server.requests.count == 1)
            check(gateway, response, isComplete: false)
        }
    }

    @Test(arguments: ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"])
    func `a server that says it is in trouble is asked again`(status: String) async throws {
        try await ScriptedUpstream.with { request in
            let isFirst = request.connection == 0 && request.number == 0
            return [.answer(isFirst ? "secret words" : Self.answer, status: isFirst ? status : "200 OK")]
        } _: { server in
            let gateway = try gateway(server.port)
            let response = await ask(gateway)
            #expect(response.status == 200 && response.text.contains("Hello") && server.requests.count == 2)
            check(gateway, response, isComplete: false)
        }
    }

    @Test func `a server that asks to wait is asked again after that time, on the clock`() async throws {
        try await ScriptedUpstream.with { request in
            request.connection == 0 && request.number == 0
                ? [.answer("{}", status: "429 Too Many Requests", headers: "retry-after-ms: 120\r\n")]
                : [.answer(Self.answer)]
        } _: { server in
            let gateway = try gateway(server.port)
            let start = ContinuousClock.now
            #expect(await ask(gateway).status == 200)
            #expect(start.duration(to: .now) >= .milliseconds(120))
        }
    }

    @Test func `a server that sends one byte at a time is no slower than that: bytes keep it alive, held or not`()
        async throws
    {
        let steps = (Self.event + Self.stop + "data: [DONE]\n\n").map { Step.chunk(String($0)) }
        try await ScriptedUpstream.with { _ in
            [.chunkedHead] + steps + [.lastChunk]
        } _: { server in
            // A rule about the whole holds everything until the end.
            let client = try TestClient(port: server.port)
            let target = ModelTarget(name: "m", upstream: client.upstream, paths: [.chat: "/v1/chat/completions"])
            let gateway = try TestGateway(
                rules: "rules: [{id: r, stage: output, when: text_bytes > 1000, action: block, message: long}]",
                models: [ModelRoute(name: "m", targets: [target])])
            let response = await ask(gateway, stream: true)
            #expect(response.text.contains("Hello there, "))
            check(gateway, response, isComplete: true)
        }
    }

    @Test func `a client that goes away takes its request from the server`() async throws {
        let never = ScriptedUpstream.Gate()
        try await ScriptedUpstream.with { _ in
            [.chunkedHead, .chunk(Self.event + Self.event), .wait(never)]
        } _: { server in
            // No time limit ends the request: nothing but the client's leaving does.
            let gateway = try gateway(server.port) { $0.idle = .seconds(36_000) }
            try await RunningGateway.with(gateway) { running in
                try await running.connect { connection in
                    try await connection.post(
                        "/v1/chat/completions",
                        #"{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}"#)
                    _ = try await connection.response()
                }
            }
            _ = await server.waits(for: .closed(connection: 0))
            await gateway.pipeline.finish()
            #expect(gateway.sink.facts.map(\.type) == ["decision.prompt", "decision.output"])
        }
    }

    /// How many facts the ledger still takes, and what the client then sees of a stream.
    @Test(arguments: [0, 1])
    func `a ledger that fills up lets nothing go unrecorded, and all goes on when there is room`(
        room: Int
    ) async throws {
        try await ScriptedUpstream.with { request in
            let isStream = String(decoding: request.body, as: UTF8.self).contains(#""stream":true"#)
            return isStream
                ? [.chunkedHead, .chunk(Self.event + Self.event + Self.stop + "data: [DONE]\n\n"), .lastChunk]
                : [.answer(Self.answer)]
        } _: { server in
            let gateway = try gateway(server.port)
            for isStream in [false, true] {
                let before = gateway.sink.facts.count
                gateway.sink.fail(after: room)
                let response = await ask(gateway, stream: isStream)
                #expect(gateway.sink.facts.count == before + room)
                #expect(response.text.contains("gateway.not-recorded") && !response.text.contains("[DONE]"))
                // What the whole answer says leaves after its record; of a stream, after that of the request.
                #expect(response.status == (isStream && room == 1 ? 200 : 503))
                #expect(!response.text.contains("Hello") || isStream && room == 1)
                #expect(!response.text.contains(#""finish_reason":"stop""#))
                #expect(await gateway.get("/health").status == 503)
                gateway.sink.recover()
                #expect(await gateway.get("/health").status == 200)
                let again = await ask(gateway, stream: isStream)
                #expect(again.status == 200 && again.text.contains("Hello"))
                #expect(gateway.sink.facts.count == before + room + 2)
            }
        }
    }
}
