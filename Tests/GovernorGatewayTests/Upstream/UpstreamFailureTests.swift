import GovernorCore
import NIOCore
import Testing

@testable import GovernorGateway

/// Every way in which an upstream can fail, over real sockets.
@Suite(.timeLimit(.minutes(10))) struct UpstreamFailureTests {
    /// An upstream that fails before a complete answer.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let steps: [ScriptedUpstream.Step]
        let failure: UpstreamFailure

        init(_ name: String, _ steps: [ScriptedUpstream.Step], _ failure: UpstreamFailure) {
            (testDescription, self.steps, self.failure) = (name, steps, failure)
        }

        private static let cutOff = UpstreamFailure.closedEarly(answerBegan: true, reusedConnection: false)
        private static let silent = UpstreamFailure.closedEarly(answerBegan: false, reusedConnection: false)

        static let all = [
            Fault("closes without a byte", [.close], silent),
            Fault("resets without a byte", [.reset], silent),
            Fault("closes in the head", [.send("HTTP/1.1 200 OK\r\ncontent-"), .close], cutOff),
            Fault("closes in a body", [.send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello"), .close], cutOff),
            Fault("closes between chunks", [.chunkedHead, .chunk("hello"), .close], cutOff),
            Fault("closes in a chunk", [.chunkedHead, .send("8\r\nhel"), .close], cutOff),
            Fault("closes in the trailers", [.chunkedHead, .send("0\r\nx: y"), .close], cutOff),
            Fault("closes after an interim answer", [.send("HTTP/1.1 100 Continue\r\n\r\n"), .close], silent),
            Fault("another protocol", [.send("SSH-2.0-OpenSSH_9.2\r\n")], .malformed),
            Fault("a TLS alert", [.send("\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}F")], .malformed),
            Fault("HTTP/2", [.send("HTTP/2.0 200 OK\r\n\r\n")], .malformed),
            Fault("a status that is none", [.send("HTTP/1.1 20 OK\r\ncontent-length: 0\r\n\r\n")], .malformed),
            Fault(
                "two lengths", [.send("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na")], .malformed
            ),
            Fault(
                "a length and chunks",
                [.send("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n")],
                .malformed),
            Fault("a broken chunk", [.chunkedHead, .chunk("hello"), .send("xyz\r\n")], .malformed),
            Fault(
                "another protocol on purpose",
                [.send("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n")], .malformed),
            Fault(
                "a huge field", [.send("HTTP/1.1 200 OK\r\nx: \(String(repeating: "a", count: 40_000))\r\n\r\n")],
                .tooLarge(limit: 32 << 10)),
            Fault(
                "many fields", [.send("HTTP/1.1 200 OK\r\n\(String(repeating: "x: y\r\n", count: 200))\r\n")],
                .tooLarge(limit: 32 << 10)),
        ]
    }

    @Test(arguments: Fault.all)
    func `an upstream's fault is named and its connection closed`(fault: Fault) async throws {
        try await ScriptedUpstream.with { _ in
            fault.steps
        } _: { server in
            let client = try server.client()
            await #expect(throws: fault.failure) { try await client.text() }
            await server.waits(for: .closed(connection: 0))
            #expect(!fault.failure.isRetryable)
        }
    }

    @Test func `a port where nothing listens refuses`() async throws {
        let client = try TestClient(port: ScriptedUpstream.deadPort)
        await #expect(throws: UpstreamFailure.refused) { try await client.text() }
        #expect(UpstreamFailure.refused.isRetryable)
    }

    @Test func `a name that cannot be one is not resolved`() async throws {
        let client = try TestClient(host: String(repeating: "a", count: 64), port: 80)
        await #expect(throws: UpstreamFailure.cannotResolve) { try await client.text() }
        #expect(UpstreamFailure.cannotResolve.isRetryable)
    }

    @Test func `a connection that takes too long is given up`() async throws {
        let failure = UpstreamFailure.connectTimeout(.milliseconds(50))
        // TCP connects, TLS never does.
        try await ScriptedUpstream.with { _ in
            []
        } _: { server in
            let client = try server.client(tls: .init()) { timeouts, _ in timeouts.connect = .milliseconds(50) }
            // On a busy machine the time may be up before there is a connection.
            repeat {
                await #expect(throws: failure) { try await client.text() }
            } while server.connections == 0 && !Task.isCancelled
            for connection in 0..<server.connections { await server.waits(for: .closed(connection: connection)) }
        }
        var timeouts = UpstreamTimeouts()
        timeouts.connect = .milliseconds(50)
        let connector = try UpstreamConnector(UpstreamTarget(host: "x", port: 1), timeouts, UpstreamLimits())
        #expect(connector.failure(ChannelError.connectTimeout(.seconds(1))) == failure)
        #expect(failure.isRetryable)
    }

    @Test(arguments: [[], [.send("HTTP/1.1 100 Continue\r\n\r\n")]] as [[ScriptedUpstream.Step]])
    func `an answer that does not begin is given up`(steps: [ScriptedUpstream.Step]) async throws {
        let failure = UpstreamFailure.firstByteTimeout(.milliseconds(50))
        try await ScriptedUpstream.with { _ in
            steps
        } _: { server in
            let client = try server.client { timeouts, _ in timeouts.firstByte = .milliseconds(50) }
            await #expect(throws: failure) { try await client.text() }
            await server.waits(for: .closed(connection: 0))
        }
        #expect(!failure.isRetryable)
    }

    @Test(arguments: ["HTTP/1.1 200", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello"])
    func `an answer that stops is given up`(beginning: String) async throws {
        let failure = UpstreamFailure.idleTimeout(.milliseconds(50))
        try await ScriptedUpstream.with { _ in
            [.send(beginning)]
        } _: { server in
            let client = try server.client { timeouts, _ in timeouts.idle = .milliseconds(50) }
            await #expect(throws: failure) { try await client.text() }
            await server.waits(for: .closed(connection: 0))
        }
        #expect(!failure.isRetryable)
    }

    @Test func `what came before a fault is given first`() async throws {
        try await ScriptedUpstream.with { _ in
            [.chunkedHead, .chunk("hello"), .close]
        } _: { server in
            let response = try await server.client().send()
            await server.waits(for: .closed(connection: 0))
            var parts = response.body.makeAsyncIterator()
            #expect(try await parts.next().map { String(buffer: $0) } == "hello")
            await #expect(throws: UpstreamFailure.closedEarly(answerBegan: true, reusedConnection: false)) {
                try await parts.next()
            }
        }
    }

    @Test func `a connection that is closed unasked was reused, and the request may be sent again`() async throws {
        try await ScriptedUpstream.with {
            $0.number == 0 ? [.answer("one")] : [.close]
        } _: { server in
            let client = try server.client()
            #expect(try await client.text() == "one")
            let failure = UpstreamFailure.closedEarly(answerBegan: false, reusedConnection: true)
            await #expect(throws: failure) { try await client.text() }
            #expect(failure.isRetryable)
        }
    }

    @Test func `a body that is too large for its reader closes the connection`() async throws {
        try await ScriptedUpstream.with { _ in
            [.send("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n"), .flood(500)]
        } _: { server in
            let response = try await server.client().send()
            await #expect(throws: UpstreamFailure.tooLarge(limit: 100)) { try await response.body.collect(upTo: 100) }
        }
        #expect(try await UpstreamBody(Array("hello".utf8)).collect(upTo: 5) == Array("hello".utf8))
    }

    @Test func `no failure's text says where the upstream is`() {
        let all: [UpstreamFailure] = [
            .cannotResolve, .refused, .connectTimeout(.seconds(1)), .firstByteTimeout(.seconds(1)),
            .idleTimeout(.seconds(1)), .closedEarly(answerBegan: true, reusedConnection: false),
            .closedEarly(answerBegan: false, reusedConnection: true), .malformed, .tls(.unusableAuthorityFile),
            .tls(.untrustedCertificate), .tls(.wrongName), .tls(.handshake), .tooLarge(limit: 9), .invalidRequest,
            .cancelled, .circuitOpen(.seconds(1)),
        ]
        #expect(all.allSatisfy { $0.code.hasPrefix("upstream.") && !$0.description.contains("127.0.0.1") })
        #expect(Set(all.map(\.message)).count == all.count)
    }
}
