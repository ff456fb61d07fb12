import GovernorCore
import GovernorLedger
import Logging
import Testing

@testable import GovernorServer

/// The listener over real sockets.
@Suite(.timeLimit(.minutes(10))) struct ListenerTests {
    @Test(
        arguments: [
            ("", 401), ("authorization: Bearer KEY\r\ncontent-type: text/plain\r\n", 415),
            ("authorization: Bearer KEY\r\ncontent-type: application/json\r\n", 413),
        ]) func `S3.37: a client that goes on sending after its refusal is closed`(
            fields: String, status: Int
        ) async throws
    {
        var configuration = EvidenceServiceConfiguration()
        // Long enough for the answer, on however busy a machine.
        configuration.requestTimeout = .seconds(20)
        configuration.bodyLimit = 64
        let service = try await TestService(configuration: configuration)
        let fields = fields.replacing("KEY", with: service.keys[.service] ?? "")
        try await service.listen { port in
            try await RawConnection.open(to: port) { connection in
                try await connection.send(
                    "POST /evidence HTTP/1.1\r\nhost: localhost\r\n\(fields)transfer-encoding: chunked\r\n\r\n")
                if status == 413 { try await connection.send("41\r\n\(String(repeating: " ", count: 65))\r\n") }
                #expect(try await connection.receive()?.hasPrefix("HTTP/1.1 \(status) ") == true)
                // One byte after another, and never the end: only the other end can stop this.
                await #expect(throws: (any Error).self) {
                    while true {
                        try await connection.send("1\r\na\r\n")
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
            }
        }
    }

    @Test func `a body that arrives after its refusal leaves the connection to the next request`() async throws {
        let service = try await TestService(configuration: .patient)
        try await service.listen { port in
            try await RawConnection.open(to: port) { connection in
                try await connection.send("POST /evidence HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n")
                #expect(try await connection.receive()?.hasPrefix("HTTP/1.1 401 ") == true)
                try await connection.send("{}GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n")
                #expect(try await connection.receive()?.hasPrefix("HTTP/1.1 200 ") == true)
            }
        }
    }

    @Test(arguments: [
        "HTTP/1.0\r\n", "HTTP/1.0\r\nconnection: keep-alive\r\n",
        "HTTP/1.1\r\nhost: localhost\r\nconnection: Close\r\n",
        "HTTP/1.1\r\nhost: localhost\r\nconnection: close, te\r\n",
    ])
    func `the last request of a connection is answered, and the connection closed`(rest: String) async throws {
        var configuration = EvidenceServiceConfiguration.patient
        configuration.idleTimeout = .seconds(3600)
        try await TestService(configuration: configuration).listen { port in
            try await RawConnection.open(to: port) { connection in
                try await connection.send("GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n")
                let first = try await connection.receive()
                #expect(first?.hasPrefix("HTTP/1.1 200 ") == true && first?.contains("onnection: close") == false)
                try await connection.send("GET /health \(rest)\r\nGET /nowhere HTTP/1.1\r\nhost: localhost\r\n\r\n")
                let answer = await connection.receiveAll()
                #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.hasSuffix("{\"status\":\"ok\"}"), "\(answer)")
                #expect(answer.lowercased().contains("connection: close\r\n"))
                #expect(!answer.contains("404"))
            }
        }
    }

    @Test func `a shutdown waits for half a request only so long, and for an idle connection not at all`() async throws
    {
        var configuration = EvidenceServiceConfiguration.patient
        configuration.idleTimeout = .seconds(3600)
        configuration.shutdownTimeout = .milliseconds(100)
        let service = try await TestService(configuration: configuration)
        let key = service.keys[.service] ?? ""
        let halves = [
            "POST /evidence HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer \(key)\r\n"
                + "content-type: application/json\r\ncontent-length: 20\r\n\r\n{", "GET /hea", "",
        ]
        let clients = try await service.listen { port in
            let connected = AsyncStream<Void>.makeStream()
            let clients = halves.map { half in
                Task {
                    try await RawConnection.open(to: port) { connection in
                        try await connection.send("GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n")
                        _ = try await connection.receive()
                        try await connection.send(half)
                        connected.continuation.yield()
                        _ = await connection.receiveAll()
                    }
                }
            }
            var arrivals = connected.stream.makeAsyncIterator()
            for _ in halves { await arrivals.next() }
            return clients
        }
        for client in clients { try await client.value }
    }

    @Test(arguments: [
        ("localhost", 200), ("127.0.0.1:8080", 200), ("[::1]:8080", 200), ("evil.example", 403),
        ("127.0.0.1.evil.example:8080", 403), ("192.168.1.7", 403),
    ])
    func `S3.37: without keys the caller must name this machine`(host: String, status: Int) async throws {
        let service = try await TestService(configuration: .patient)
        try await service.listen(isGuarded: false) { port in
            try await RawConnection.open(to: port) { connection in
                for path in ["/health", "/openapi.json", "/checkpoint", "/evidence"] {
                    try await connection.send("HEAD \(path) HTTP/1.1\r\nhost: \(host)\r\n\r\n")
                    #expect(try await connection.receive()?.hasPrefix("HTTP/1.1 \(status) ") == true, "\(path)")
                }
            }
        }
        try await TestService(configuration: .patient).listen { port in
            try await RawConnection.open(to: port) { connection in
                try await connection.send("GET /health HTTP/1.1\r\nhost: \(host)\r\n\r\n")
                #expect(try await connection.receive()?.hasPrefix("HTTP/1.1 200 ") == true)
            }
        }
    }

    @Test(
        arguments: [
            ("hello\r\n\r\n", 400), ("GET /evidence HTTP/9.9\r\nhost: localhost\r\n\r\n", 400),
            ("F@O /planted-secret HTTP/1.1\r\nhost: localhost\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nhost: localhost\r\nplanted secret: x\r\n\r\n", 400),
            (
                "GET / HTTP/1.1\r\nhost: localhost\r\nx: \(String(repeating: "planted-secret", count: 9000))\r\n\r\n",
                431
            ),
            (
                "GET / HTTP/1.1\r\nhost: localhost\r\n\(String(repeating: "planted-secret: y\r\n", count: 1000))\r\n",
                431
            ),
            (
                "GET /\(String(repeating: "planted-secret", count: 1000)) HTTP/1.1\r\nhost: localhost\r\n\r\n", 414
            ),
            ("POST /evidence HTTP/1.1\r\nhost: localhost\r\ncontent-length: planted-secret\r\n\r\n", 400),
            ("POST /evidence HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}", 400),
            ("GET /health HTTP/1.1\r\n\r\n", 400),
            ("GET /health HTTP/1.1\r\nhost: localhost\r\nHost: localhost\r\n\r\n", 400),
            ("GET /health HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n\r\n", 400),
            ("GET /health HTTP/1.0\r\nhost: localhost\r\nhost: localhost\r\n\r\n", 400),
            (
                "POST /evidence HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n",
                400
            ),
            (
                "POST /evidence HTTP/1.1\r\nhost: localhost\r\nexpect: planted-secret\r\ncontent-length: 2\r\n\r\n{}",
                417
            ),
        ]) func `what is no HTTP is refused without a word about the server or the request`(
            bytes: String, status: Int
        ) async throws
    {
        let codes = [
            400: "request.malformed-http", 414: "request.target-too-long", 417: "request.unknown-expectation",
            431: "request.headers-too-large",
        ]
        let service = try await TestService(configuration: .patient)
        try await service.listen { port in
            try await RawConnection.open(to: port) { connection in
                try await connection.send(bytes)
                let answer = await connection.receiveAll()
                let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
                try #require(parts.count == 2, "\(answer)")
                let fields = parts[0].lowercased().split(separator: "\r\n")
                #expect(fields[0].hasPrefix("http/1.1 \(status) "))
                #expect(
                    fields.dropFirst().sorted() == [
                        "cache-control: no-store", "connection: close", "content-length: \(parts[1].utf8.count)",
                        "content-type: application/problem+json",
                    ])
                let problem = try JSONValue(parsing: String(parts[1]))
                #expect(problem["status"] == .integer(status) && problem["code"]?.string == codes[status])
                #expect(!answer.contains("planted"))
            }
        }
        #expect(service.ledger.reader.size == 0)
    }

    @Test func `a body that is no HTTP is refused in the same words`() async throws {
        let service = try await TestService(configuration: .patient)
        let key = service.keys[.service] ?? ""
        try await service.listen { port in
            try await RawConnection.open(to: port) { connection in
                try await connection.send(
                    "POST /evidence HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer \(key)\r\n"
                        + "content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nplanted\r\n")
                let answer = await connection.receiveAll()
                #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.contains("request.malformed-http"), "\(answer)")
                #expect(!answer.contains("planted"))
            }
        }
    }

    @Test func `a client that waits for 100-continue gets it where its body is wanted, and else its refusal`()
        async throws
    {
        let service = try await TestService(configuration: .patient)
        let key = service.keys[.service] ?? ""
        let body = #"{"artifactType":"a","modelVersion":"m"}"#
        @Sendable func head(_ key: String) -> String {
            "POST /evidence HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer \(key)\r\nexpect: 100-Continue\r\n"
                + "content-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n\r\n"
        }
        try await service.listen { port in
            try await RawConnection.open(to: port) { connection in
                for _ in 1...2 {
                    try await connection.send(head(key))
                    #expect(try await connection.receive() == "HTTP/1.1 100 Continue\r\n\r\n")
                    try await connection.send(body)
                    #expect(try await connection.receive()?.hasPrefix("HTTP/1.1 201 ") == true)
                }
                try await connection.send(head("gov_unknown"))
                #expect(try await connection.receive()?.hasPrefix("HTTP/1.1 401 ") == true)
            }
        }
        #expect(service.ledger.reader.size == 2)
    }

    @Test func `a port that is taken is said in words`() async throws {
        let service = try await TestService(configuration: .patient)
        try await service.listen { port in
            var configuration = EvidenceServiceConfiguration.patient
            configuration.port = port
            let other = try await TestService(configuration: configuration)
            let second = try EvidenceService(
                configuration: configuration, ledger: other.ledger, holds: other.holds, stops: other.stops,
                keyring: Current(other.keyring),
                policy: nil, metrics: MetricsRegistry(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let error = await #expect(throws: EvidenceServiceError.self) { try await second.run() }
            #expect(error?.code == "server.cannot-listen" && error?.message.contains("127.0.0.1:\(port): ") == true)
            #expect(error?.hint == "stop the process that uses the port, or choose another one")
            #expect("\(second)" == "evidence service")
        }
    }
}
