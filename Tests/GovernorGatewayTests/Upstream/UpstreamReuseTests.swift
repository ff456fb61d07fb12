import NIOCore
import Testing

@testable import GovernorGateway

/// Which connection carries which request.
@Suite(.timeLimit(.minutes(10))) struct UpstreamReuseTests {
    @Test(
        arguments: [
            [.answer("hello")], [.chunkedHead, .chunk("hel"), .chunk("lo"), .lastChunk],
            [.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n"), .answer("hello")],
            [.chunkedHead, .chunk("hello"), .send("0\r\nx: y\r\n\r\n")],
            [.send("HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 5\r\n\r\nhello")],
        ] as [[ScriptedUpstream.Step]])
    func `a complete answer leaves its connection to the next request`(steps: [ScriptedUpstream.Step]) async throws {
        try await ScriptedUpstream.with { _ in
            steps
        } _: { server in
            let client = try server.client()
            for _ in 1...5 { #expect(try await client.text() == "hello") }
            #expect(server.connections == 1)
            #expect(server.requests.map(\.number) == Array(0..<5))
        }
    }

    @Test(arguments: [
        ("HEAD", "200 OK", "content-length: 1000\r\n"), ("GET", "204 No Content", ""),
        ("GET", "304 Not Modified", "content-length: 1000\r\n"), ("POST", "200 OK", "content-length: 0\r\n"),
    ]) func `an answer without a body ends with its head`(method: String, status: String, fields: String) async throws {
        try await ScriptedUpstream.with { _ in
            [.send("HTTP/1.1 \(status)\r\n\(fields)\r\n")]
        } _: { server in
            let client = try server.client()
            for _ in 1...3 { #expect(try await client.text(method) == "") }
            #expect(server.connections == 1)
        }
    }

    @Test(
        arguments: [
            [.answer("hello", headers: "connection: close\r\n")],
            [.send("HTTP/1.1 200 OK\r\n\r\nhel"), .send("lo"), .close],
            [.send("HTTP/1.0 200 OK\r\n\r\nhello"), .close],
            [.send("HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\nhello")],
        ] as [[ScriptedUpstream.Step]])
    func `an answer that ends its connection is complete, and the next has a new one`(
        steps: [ScriptedUpstream.Step]
    ) async throws {
        try await ScriptedUpstream.with { _ in
            steps
        } _: { server in
            let client = try server.client()
            for connection in 0..<3 {
                #expect(try await client.text() == "hello")
                await server.waits(for: .closed(connection: connection))
            }
        }
    }

    @Test(arguments: [
        "X", "HTTP", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-le", "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nbad",
        "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100", "\r\n\r\nHTTP/1.1 200 OK\r\n",
    ]) func `what follows an answer never reaches the next request`(leftover: String) async throws {
        try await ScriptedUpstream.with { request in
            request.connection == 0
                ? [.send("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\none\(leftover)")] : [.answer("two")]
        } _: { server in
            let client = try server.client()
            #expect(try await client.text() == "one")
            await server.waits(for: .closed(connection: 0))
            #expect(try await client.text() == "two")
        }
    }

    @Test func `bytes that nobody asked for end an idle connection`() async throws {
        let gate = ScriptedUpstream.Gate()
        try await ScriptedUpstream.with { request in
            request.connection == 0 ? [.answer("one"), .wait(gate), .answer("bad")] : [.answer("two")]
        } _: { server in
            let client = try server.client()
            #expect(try await client.text() == "one")
            gate.open()
            await server.waits(for: .closed(connection: 0))
            #expect(try await client.text() == "two")
        }
    }

    @Test func `an idle connection that the upstream closes is dropped at once`() async throws {
        let gate = ScriptedUpstream.Gate()
        try await ScriptedUpstream.with { request in
            request.connection == 0 ? [.answer("one"), .wait(gate), .close] : [.answer("two")]
        } _: { server in
            let client = try server.client()
            #expect(try await client.text() == "one")
            gate.open()
            // The client has closed, too.
            await server.waits(for: .closed(connection: 0))
            #expect(try await client.text() == "two")
        }
    }

    @Test func `idle connections are bounded in number and in time`() async throws {
        try await ScriptedUpstream.with { _ in
            [.answer("hello")]
        } _: { server in
            let few = try server.client { _, limits in limits.idleConnections = 0 }
            #expect(try await few.text() == "hello")
            await server.waits(for: .closed(connection: 0))
            let brief = try server.client { _, limits in limits.idleTime = .milliseconds(20) }
            #expect(try await brief.text() == "hello")
            await server.waits(for: .closed(connection: 1))
        }
    }

    @Test func `the connection that was used last is used first`() async throws {
        let gates = (ScriptedUpstream.Gate(), ScriptedUpstream.Gate())
        try await ScriptedUpstream.with { request in
            guard request.number == 0 else { return [.answer("\(request.connection)")] }
            return [.wait(request.connection == 0 ? gates.0 : gates.1), .answer("\(request.connection)")]
        } _: { server in
            let client = try server.client()
            async let first = client.text()
            await server.waits(for: .requested(connection: 0, number: 0))
            async let second = client.text()
            await server.waits(for: .requested(connection: 1, number: 0))
            gates.1.open()
            #expect(try await second == "1")
            gates.0.open()
            #expect(try await first == "0")
            #expect(try await client.text() == "0")
            #expect(try await client.text() == "0")
        }
    }

    @Test func `requests that run at a time each get their own answer`() async throws {
        try await ScriptedUpstream.with { request in
            let path = request.path
            return [.chunkedHead, .chunk(path), .chunk(String(decoding: request.body, as: UTF8.self)), .lastChunk]
        } _: { server in
            let client = try server.client { _, limits in limits.idleConnections = 50 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<50 {
                    group.addTask {
                        for round in 0..<20 {
                            let path = "/\(task)/\(round)"
                            let body = String(repeating: "\(task)", count: round)
                            let text = try await client.text("POST", path, body: body.isEmpty ? "-" : body)
                            #expect(text == path + (body.isEmpty ? "-" : body))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(server.requests.count == 1000)
            #expect(server.connections <= 50)
        }
    }

    @Test func `a client that goes takes its idle connections along`() async throws {
        try await ScriptedUpstream.with { _ in
            [.answer("hello")]
        } _: { server in
            _ = try await server.client().text()
            await server.waits(for: .closed(connection: 0))
        }
    }
}
