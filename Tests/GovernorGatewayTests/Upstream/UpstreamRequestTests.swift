import NIOPosix
import Testing

@testable import GovernorGateway

/// What an upstream hears.
@Suite(.timeLimit(.minutes(2))) struct UpstreamRequestTests {
    @Test func `a request comes with its length and its host, and without what is for one connection`() async throws {
        try await ScriptedUpstream.with { _ in
            [.answer("")]
        } _: { server in
            let client = try server.client()
            let response = try await client.send(
                "POST", "/v1/chat?x=1",
                headers: [
                    ("Authorization", "Bearer x"), ("X-Twice", "1"), ("x-twice", "2"), ("Connection", "close, X-Mine"),
                    ("x-mine", "1"), ("Transfer-Encoding", "chunked"), ("Content-Length", "99"),
                    ("Expect", "100-continue"), ("Upgrade", "h2c"),
                ], body: "hello")
            _ = try await response.body.text()
            _ = try await client.text("GET")
            let (post, get) = (server.requests[0], server.requests[1])
            #expect(post.method == "POST" && post.path == "/v1/chat?x=1" && post.body == Array("hello".utf8))
            #expect(
                post.headers.map { "\($0.name): \($0.value)" } == [
                    "host: 127.0.0.1:\(server.port)", "Authorization: Bearer x", "X-Twice: 1", "x-twice: 2",
                    "content-length: 5",
                ])
            #expect(get.headers.map(\.name) == ["host"])
        }
    }

    @Test func `a large body arrives`() async throws {
        try await ScriptedUpstream.with {
            [.answer("\($0.body.count)")]
        } _: { server in
            let client = try server.client()
            let body = String(repeating: "a", count: 4 << 20)
            for _ in 1...2 { #expect(try await client.text("POST", "/", body: body) == "\(4 << 20)") }
            #expect(server.connections == 1)
        }
    }

    @Test(arguments: [
        UpstreamRequest(method: "GET", path: ""), UpstreamRequest(method: "GET", path: "http://x/"),
        UpstreamRequest(method: "GET", path: "/ HTTP/1.1\r\nx: y"), UpstreamRequest(method: "GET", path: "/a b"),
        UpstreamRequest(method: "G T", path: "/"), UpstreamRequest(method: "", path: "/"),
        UpstreamRequest(method: "CONNECT", path: "/"),
        UpstreamRequest(method: "GET", path: "/", headers: [("x y", "z")]),
        UpstreamRequest(method: "GET", path: "/", headers: [("", "z")]),
        UpstreamRequest(method: "GET", path: "/", headers: [("x", "y\r\nz: 1")]),
        UpstreamRequest(method: "GET", path: "/", headers: [("x", "y\0")]),
    ]) func `a request that would become another one is not sent`(request: UpstreamRequest) async throws {
        let upstream = try HTTPUpstream(UpstreamTarget(host: "127.0.0.1", port: 1))
        await #expect(throws: UpstreamFailure.invalidRequest) {
            try await upstream.send(request, on: MultiThreadedEventLoopGroup.singleton.next())
        }
    }

    @Test func `fields of one connection are not passed on`() {
        let fields: HeaderFields = [
            ("Content-Type", "text/plain"), ("Keep-Alive", "timeout=5"), ("TE", "trailers"), ("Trailer", "x"),
            ("proxy-authorization", "Basic x"), ("Proxy-Connection", "close"), ("X-A", "1"), ("x-b", "2"), ("X-C", "3"),
            ("connection", "x-a ,\tX-B,,"), ("CONNECTION", "keep-alive"), ("Content-Length", "3"), ("Upgrade", "x"),
            ("Transfer-Encoding", "chunked"), ("Proxy-Authenticate", "x"),
        ]
        #expect(fields.endToEnd.map(\.name) == ["Content-Type", "X-C", "Content-Length"])
        #expect(fields.first(named: "content-TYPE") == "text/plain")
        #expect(fields.first(named: "content") == nil)
    }

    @Test(arguments: [
        (UpstreamTarget(host: "x.example", port: 80), "x.example"),
        (UpstreamTarget(host: "::1", port: 8080), "[::1]:8080"),
        (UpstreamTarget(host: "x.example", port: 443, tls: .init()), "x.example"),
        (UpstreamTarget(host: "x.example", port: 80, tls: .init()), "x.example:80"),
    ]) func `a host is named with its port where that is not the usual one`(target: UpstreamTarget, authority: String) {
        #expect(target.authority == authority)
    }
}
