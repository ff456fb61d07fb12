import GovernorCore
import TestTime
import Testing

@testable import GovernorGateway

/// The listener over real sockets: framing, limits, deadlines, shutdown.
struct GatewayServerTests {
    @Test func `a connection serves one request after another`() async throws {
        let gateway = try TestGateway()
        try await RunningGateway.with(gateway) { server in
            try await server.connect { connection in
                for _ in 1...3 {
                    try await connection.post("/ci/check", "{}")
                    let response = try #require(try await connection.response())
                    #expect(response.status == 200)
                    #expect(response.headers["governor-receipt"] == response.json?["receipt"]?.string)
                    #expect(response.headers["connection"] == nil)
                }
            }
        }
        #expect(gateway.sink.facts.count == 3)
    }

    @Test func `a gateway that cannot listen ends with an error`() async throws {
        try await RunningGateway.with(TestGateway()) { server in
            var second = try TestGateway()
            second.configuration.port = server.port
            let busy = second
            await #expect(throws: (any Error).self) { try await RunningGateway.with(busy) { _ in } }
        }
    }

    @Test func `pipelined requests are answered in order`() async throws {
        try await RunningGateway.with(TestGateway()) { server in
            try await server.connect { connection in
                let paths = (0..<50).map { $0.isMultiple(of: 2) ? "/health" : "/nowhere" }
                try await connection.send(paths.map { "GET \($0) HTTP/1.1\r\nhost: localhost\r\n\r\n" }.joined())
                for path in paths {
                    #expect(try await connection.response()?.status == (path == "/health" ? 200 : 404))
                }
            }
        }
    }

    @Test func `a request may arrive byte by byte and in chunks`() async throws {
        try await RunningGateway.with(TestGateway()) { server in
            try await server.connect { connection in
                let request =
                    "POST /ci/check HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                    + "transfer-encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
                for byte in request.utf8 { try await connection.send([byte]) }
                #expect(try await connection.response()?.status == 200)
            }
        }
    }

    @Test func `a client that waits for 100-continue gets it before its body is read`() async throws {
        try await RunningGateway.with(TestGateway()) { server in
            try await server.connect { connection in
                try await connection.send(
                    "POST /ci/check HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                        + "expect: 100-continue\r\ncontent-length: 2\r\n\r\n")
                #expect(try await connection.response()?.status == 100)
                try await connection.send("{}")
                #expect(try await connection.response()?.status == 200)
            }
        }
    }

    @Test func `HEAD answers the length without the body and keeps the connection`() async throws {
        try await RunningGateway.with(TestGateway()) { server in
            try await server.connect { connection in
                try await connection.send("HEAD /health HTTP/1.1\r\nhost: localhost\r\n\r\n")
                #expect(try await connection.response(toHead: true)?.headers["content-length"] == "15")
                try await connection.send("GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n")
                #expect(try await connection.response()?.text == #"{"status":"ok"}"#)
            }
        }
    }

    @Test func `a client that half-closes still gets its answer`() async throws {
        try await RunningGateway.with(TestGateway()) { server in
            try await server.connect { connection in
                try await connection.post("/ci/check", "{}")
                connection.finishSending()
                #expect(try await connection.response()?.status == 200)
                #expect(await connection.isClosed())
            }
        }
    }

    @Test func `S3.37: a name that another site points at this machine is refused`() async throws {
        try await RunningGateway.with(TestGateway()) { server in
            try await server.connect { connection in
                try await connection.send("GET /rules HTTP/1.1\r\nhost: evil.example:\(server.port)\r\n\r\n")
                let response = try #require(try await connection.response())
                #expect(response.status == 403 && response.code == "auth.foreign-host")
                try await connection.send("GET /rules HTTP/1.1\r\nhost: 127.0.0.1:\(server.port)\r\n\r\n")
                #expect(try await connection.response()?.status == 200)
            }
        }
    }

    @Test(arguments: ["", "connection: keep-alive\r\n"])
    func `an HTTP 1-0 client is answered and closed`(fields: String) async throws {
        try await RunningGateway.with(TestGateway()) { server in
            try await server.connect { connection in
                try await connection.send("GET /health HTTP/1.0\r\n\(fields)\r\n")
                let response = try #require(try await connection.response())
                #expect(response.status == 200 && response.headers["connection"] == "close")
                #expect(await connection.isClosed())
            }
        }
    }

    /// What a client may send that is refused before the pipeline sees it.
    struct BadRequest: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: String
        let status: Int
        let code: String

        init(_ name: String, _ bytes: String, _ status: Int, _ code: String) {
            (testDescription, self.bytes, self.status, self.code) = (name, bytes, status, code)
        }

        static let all = [
            BadRequest("no HTTP", "hello\r\n\r\n", 400, "http.malformed"),
            BadRequest("a method that is none", "F@O / HTTP/1.1\r\nhost: localhost\r\n\r\n", 400, "http.malformed"),
            BadRequest("no host", "GET /health HTTP/1.1\r\n\r\n", 400, "http.malformed"),
            BadRequest(
                "two hosts", "GET /health HTTP/1.1\r\nhost: localhost\r\nhost: y\r\n\r\n", 400, "http.malformed"),
            BadRequest(
                "two lengths",
                "POST /ci/check HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
                400, "http.malformed"),
            BadRequest(
                "length and chunks",
                "POST /ci/check HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}",
                400, "http.malformed"),
            BadRequest(
                "a negative length", "POST /ci/check HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n", 400,
                "http.malformed"),
            BadRequest(
                "one huge field",
                "GET /health HTTP/1.1\r\nhost: localhost\r\nx: \(String(repeating: "a", count: 100_000))\r\n\r\n", 431,
                "http.headers-too-large"),
            BadRequest(
                "many fields",
                "GET /health HTTP/1.1\r\nhost: localhost\r\n\(String(repeating: "x: y\r\n", count: 1000))\r\n", 431,
                "http.headers-too-large"),
            BadRequest(
                "a long target", "GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1\r\nhost: localhost\r\n\r\n",
                414,
                "http.target-too-long"),
            BadRequest(
                "a body declared too large",
                "POST /filter/prompt HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10485760\r\n\r\n", 413,
                "http.body-too-large"),
            BadRequest(
                "a compressed body",
                "POST /ci/check HTTP/1.1\r\nhost: localhost\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}",
                415,
                "http.unsupported-content-coding"),
            BadRequest(
                "a compressed transfer",
                "POST /ci/check HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 415,
                "http.unsupported-content-coding"),
            BadRequest(
                "another expectation",
                "POST /ci/check HTTP/1.1\r\nhost: localhost\r\nexpect: tea\r\ncontent-length: 2\r\n\r\n{}", 417,
                "http.unknown-expectation"),
        ]
    }

    @Test(arguments: BadRequest.all)
    func `a request that breaks HTTP or a limit is refused and the connection closed`(bad: BadRequest) async throws {
        let gateway = try TestGateway()
        try await RunningGateway.with(gateway) { server in
            try await server.connect { connection in
                try await connection.send(bad.bytes)
                let response = try #require(try await connection.response())
                #expect(response.status == bad.status)
                #expect(response.code == bad.code)
                #expect(response.headers["connection"] == "close")
                #expect(await connection.isClosed())
            }
        }
        #expect(gateway.sink.facts.isEmpty)
    }

    @Test func `a client that sends ten megabytes gets its refusal`() async throws {
        var limits = GatewayLimits.patient
        // On a busy machine the ten megabytes may take longer than the server usually waits for their end.
        limits.lingerTimeout = .seconds(60)
        try await RunningGateway.with(TestGateway(limits: limits)) { server in
            try await server.connect { connection in
                try await connection.send(
                    "POST /filter/prompt HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n")
                let chunk = "10000\r\n" + String(repeating: "a", count: 0x10000) + "\r\n"
                // The end that reads no more may close before everything is sent.
                for _ in 0..<160 { do { try await connection.send(chunk) } catch { break } }
                #expect(try await connection.response()?.status == 413)
            }
        }
    }

    @Test(arguments: [
        ("POST", "/filter/prompt", "", 401), ("POST", "/ci/check", "authorization: Bearer gov_no\r\n", 401),
        ("POST", "/nowhere", "", 404), ("PUT", "/ci/check", "", 405), ("GET", "/health", "", 200),
    ]) func `S3.37: no body is read that the answer does not depend on`(
        method: String, path: String, key: String, status: Int
    ) async throws {
        let gateway = try TestGateway(authentication: .keys(TestGateway.keyring))
        try await RunningGateway.with(gateway) { server in
            try await server.connect { connection in
                // The body never comes.
                try await connection.send(
                    "\(method) \(path) HTTP/1.1\r\nhost: localhost\r\n\(key)content-length: 1048576\r\n"
                        + "expect: 100-continue\r\n\r\n")
                let response = try #require(try await connection.response())
                #expect(response.status == status && response.headers["connection"] == "close")
                #expect(response.headers["x-request-id"] != nil)
                #expect(await connection.isClosed())
            }
        }
    }

    @Test func `S3.37: all bodies together have a limit, and what a request held is given back`() async throws {
        var limits = GatewayLimits.patient
        limits.totalBodyBytes = 100
        let body = "{\(String(repeating: " ", count: 78))}"
        try await RunningGateway.with(TestGateway(limits: limits)) { server in
            try await server.connect { first in
                try await first.send(
                    "POST /ci/check HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                        + "content-length: 80\r\nexpect: 100-continue\r\n\r\n")
                #expect(try await first.response()?.status == 100)
                try await first.send(String(body.dropLast()))
                // Only when the first's bytes have arrived is there no room for the second's.
                var refused: TestResponse?
                while refused == nil {
                    refused = try await server.connect { second in
                        try await second.post("/ci/check", body)
                        let response = try await second.response()
                        return response?.status == 200 ? nil : response
                    }
                }
                #expect(refused?.status == 503 && refused?.code == "gateway.overloaded")
                #expect(refused?.headers["retry-after"] == "1" && refused?.headers["connection"] == "close")
                try await first.send("}")
                #expect(try await first.response()?.status == 200)
                for _ in 1...3 {
                    try await first.post("/ci/check", body)
                    #expect(try await first.response()?.status == 200)
                }
            }
        }
    }

    @Test func `a client that trickles its head is closed`() async throws {
        var limits = GatewayLimits.patient
        limits.idleTimeout = .milliseconds(50)
        try await RunningGateway.with(TestGateway(limits: limits)) { server in
            try await server.connect { connection in
                // The deadline runs from the accept: on a busy machine it may pass before these bytes are sent.
                do { try await connection.send("GET /health HTT") } catch {}
                #expect(await connection.isClosed())
            }
        }
    }

    @Test func `a client that trickles its body is told and closed`() async throws {
        var limits = GatewayLimits.patient
        limits.bodyTimeout = .milliseconds(50)
        try await RunningGateway.with(TestGateway(limits: limits)) { server in
            try await server.connect { connection in
                try await connection.send("POST /ci/check HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{")
                #expect(try await connection.response()?.code == "http.body-timeout")
                #expect(await connection.isClosed())
            }
        }
    }

    @Test func `G.33: an answer that takes too long is a denial`() async throws {
        var limits = GatewayLimits.patient
        limits.requestTimeout = .milliseconds(50)
        let gateway = try TestGateway(limits: limits)
        let gate = MemorySink.Gate()
        gateway.sink.hold(at: gate)
        try await RunningGateway.with(gateway) { server in
            try await server.connect { connection in
                try await connection.post("/filter/prompt", #"{"prompt":"hi"}"#)
                let response = try #require(try await connection.response())
                #expect(response.status == 503)
                #expect(response.json?["allowed"] == false && response.json?["action"] == "error_block")
                #expect(response.headers["x-should-retry"] == "false")
                #expect(response.headers["x-request-id"] == response.json?["request_id"]?.string)
                gate.open()
                // The connection goes on; on a busy machine this answer may be late as well.
                try await connection.send("GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n")
                #expect(try await connection.response() != nil)
            }
        }
    }

    @Test func `a connection beyond the limit is closed at once`() async throws {
        var limits = GatewayLimits.patient
        limits.connections = 1
        try await RunningGateway.with(TestGateway(limits: limits)) { server in
            try await server.connect { first in
                try await first.send("GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n")
                #expect(try await first.response()?.status == 200)
                try await server.connect { second in #expect(await second.isClosed()) }
                try await first.send("GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n")
                #expect(try await first.response()?.status == 200)
            }
        }
    }

    @Test func `a shutdown finishes what is in flight and closes what is idle`() async throws {
        let gateway = try TestGateway()
        let gate = MemorySink.Gate()
        gateway.sink.hold(at: gate)
        try await RunningGateway.with(gateway) { server in
            try await server.connect { idle in
                try await idle.send("GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n")
                #expect(try await idle.response()?.status == 200)
                try await server.connect { busy in
                    try await busy.post("/ci/check", "{}")
                    await gate.waitForArrival()
                    await server.beginShutdown()
                    #expect(await idle.isClosed())
                    gate.open()
                    let response = try #require(try await busy.response())
                    #expect(response.status == 200 && response.headers["connection"] == "close")
                    #expect(await busy.isClosed())
                }
            }
        }
        #expect(gateway.sink.facts.count == 1)
    }

    @Test func `a shutdown waits for the record of a decision whose caller did not`() async throws {
        let clock = ManualClock()
        let gateway = try TestGateway(stopwatch: clock)
        let gate = MemorySink.Gate()
        gateway.sink.hold(at: gate)
        try await RunningGateway.with(gateway) { server in
            try await server.connect { connection in
                try await connection.post("/filter/prompt", #"{"prompt":"hi"}"#)
                await gate.waitForArrival()
                clock.advance(by: GatewayLimits.patient.requestTimeout)
                #expect(try await connection.response()?.json?["action"] == "error_block")
                await server.beginShutdown()
                #expect(await connection.isClosed())
            }
            Task {
                try await Task.sleep(for: .milliseconds(50))
                gate.open()
            }
        }
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["allow", "error_block"])
    }

    @Test func `a port that is taken is a clear error`() async throws {
        try await RunningGateway.with(TestGateway()) { server in
            var second = try TestGateway()
            second.configuration.port = server.port
            let listener = try GatewayServer(
                pipelines: second.pipelines, configuration: second.configuration, logger: second.log.logger)
            let error = await #expect(throws: GatewayError.self) { try await listener.run() }
            #expect(error?.code == "gateway.cannot-listen")
        }
    }

    @Test func `many clients at once all get durable decisions`() async throws {
        let gateway = try TestGateway()
        try await RunningGateway.with(gateway) { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        try await server.connect { connection in
                            for _ in 0..<25 {
                                try await connection.post("/filter/prompt", #"{"prompt":"hi"}"#)
                                #expect(try await connection.response()?.status == 200)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(Set(gateway.sink.facts.map(\.id)).count == 400)
    }
}
