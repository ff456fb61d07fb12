import NIOCore
import Testing

@testable import GovernorGateway

/// How a body comes, and what happens when nobody wants it any more.
@Suite(.timeLimit(.minutes(10))) struct UpstreamBodyTests {
    @Test func `every part is there as soon as it has come`() async throws {
        let gates = [ScriptedUpstream.Gate(), ScriptedUpstream.Gate()]
        try await ScriptedUpstream.with { _ in
            [.chunkedHead, .wait(gates[0]), .chunk("one"), .wait(gates[1]), .chunk("two"), .lastChunk]
        } _: { server in
            let response = try await server.client().send()
            #expect(response.status == 200)
            #expect(response.headers.first(named: "Transfer-Encoding") == "chunked")
            var parts = response.body.makeAsyncIterator()
            gates[0].open()
            #expect(try await parts.next().map { String(buffer: $0) } == "one")
            gates[1].open()
            #expect(try await parts.next().map { String(buffer: $0) } == "two")
            #expect(try await parts.next() == nil)
            #expect(try await parts.next() == nil)
        }
    }

    @Test func `a slow reader holds the upstream back`() async throws {
        let size = 64 << 20
        try await ScriptedUpstream.with { request in
            request.path == "/flood"
                ? [.send("HTTP/1.1 200 OK\r\ncontent-length: \(size)\r\n\r\n"), .flood(size)] : [.answer("hello")]
        } _: { server in
            let client = try server.client()
            let response = try await client.send("GET", "/flood")
            var parts = response.body.makeAsyncIterator()
            var received = try await parts.next()?.readableBytes ?? 0
            // The loop has time for other requests, and would have for the flood.
            for _ in 1...200 { #expect(try await client.text() == "hello") }
            #expect(server.floodedBytes < 16 << 20)
            var longest = 0
            while let part = try await parts.next() {
                received += part.readableBytes
                longest = max(longest, part.readableBytes)
            }
            #expect(received == size)
            #expect(longest <= 128 << 10)
        }
    }

    @Test func `a reader that is behind is no upstream that stops`() async throws {
        let size = 16 << 20
        try await ScriptedUpstream.with { request in
            request.path == "/flood"
                ? [.send("HTTP/1.1 200 OK\r\ncontent-length: \(size)\r\n\r\n"), .flood(size)] : []
        } _: { server in
            let client = try server.client { timeouts, _ in
                // Long enough that a busy machine does not pass for an upstream that stops.
                timeouts.idle = .seconds(20)
                timeouts.firstByte = .seconds(22)
            }
            let response = try await client.send("GET", "/flood")
            // This takes longer than the flood's connection may be idle.
            await #expect(throws: UpstreamFailure.firstByteTimeout(.seconds(22))) { try await client.text() }
            #expect(try await response.body.collect(upTo: size).count == size)
        }
    }

    @Test func `letting go of an answer closes its connection`() async throws {
        try await ScriptedUpstream.with { _ in
            [.chunkedHead, .chunk("hello")]
        } _: { server in
            let client = try server.client()
            do { #expect(try await client.send().status == 200) }
            await server.waits(for: .closed(connection: 0))
            do {
                var parts = try await client.send().body.makeAsyncIterator()
                #expect(try await parts.next()?.readableBytes == 5)
            }
            await server.waits(for: .closed(connection: 1))
        }
    }

    @Test func `a request that is given up before it is sent opens no connection`() async throws {
        try await ScriptedUpstream.with { _ in
            []
        } _: { server in
            let client = try server.client()
            let isCancelled = ScriptedUpstream.Gate()
            let task = Task {
                try await isCancelled.isOpen()
                return try await client.text()
            }
            task.cancel()
            isCancelled.open()
            await #expect(throws: UpstreamFailure.cancelled) { try await task.value }
            #expect(server.connections == 0)
        }
    }

    /// When a request is given up.
    enum Moment: CaseIterable { case duringHandshake, beforeAnswer, duringAnswer }

    @Test(arguments: Moment.allCases)
    func `a request that is given up closes its connection at once`(moment: Moment) async throws {
        try await ScriptedUpstream.with { _ in
            moment == .duringAnswer ? [.chunkedHead, .chunk("hello")] : []
        } _: { server in
            let client = try server.client(tls: moment == .duringHandshake ? .init() : nil)
            var fastest = Duration.seconds(60)
            var connection = 0
            // Not all of them are held up by a busy machine.
            while fastest > .milliseconds(100), connection < 100 {
                let task = Task { try await client.text() }
                await server.waits(
                    for: moment == .duringHandshake
                        ? .accepted(connection: connection) : .requested(connection: connection, number: 0))
                let start = ContinuousClock.now
                task.cancel()
                fastest = min(fastest, await server.waits(for: .closed(connection: connection)) - start)
                await #expect(throws: UpstreamFailure.cancelled) { try await task.value }
                connection += 1
            }
            #expect(fastest <= .milliseconds(100))
        }
    }

    @Test func `an answer is not given twice, and failures do not change`() async throws {
        let exchange = UpstreamExchange(capacity: 4)
        exchange.give(ByteBuffer(string: "one"))
        #expect(exchange.offer())
        exchange.give(ByteBuffer(string: "two"))
        #expect(!exchange.offer())
        exchange.fail(.malformed)
        exchange.fail(.refused)
        exchange.complete()
        #expect(try await exchange.next().map { String(buffer: $0) } == "onetwo")
        await #expect(throws: UpstreamFailure.malformed) { try await exchange.next() }
        await #expect(throws: UpstreamFailure.malformed) { try await exchange.next() }
    }
}
