import NIOCore
import NIOPosix

@testable import GovernorGateway

extension ScriptedUpstream {
    /// A client of this upstream.
    ///
    /// - Parameter change: Changes the timeouts, which are otherwise longer than any test, and the limits.
    func client(
        tls: UpstreamTarget.TLS? = nil, _ change: (inout UpstreamTimeouts, inout UpstreamLimits) -> Void = { _, _ in }
    ) throws -> TestClient {
        try TestClient(port: port, tls: tls, change)
    }
}

/// An upstream's client that stays on one event loop.
struct TestClient: Sendable {
    let upstream: HTTPUpstream
    private let loop = MultiThreadedEventLoopGroup.singleton.next()

    init(
        host: String = "127.0.0.1", port: Int, tls: UpstreamTarget.TLS? = nil,
        _ change: (inout UpstreamTimeouts, inout UpstreamLimits) -> Void = { _, _ in }
    ) throws {
        var (timeouts, limits) = (UpstreamTimeouts(), UpstreamLimits())
        (timeouts.connect, timeouts.firstByte, timeouts.idle) = (.seconds(60), .seconds(60), .seconds(60))
        limits.idleTime = .seconds(60)
        change(&timeouts, &limits)
        upstream = try HTTPUpstream(
            UpstreamTarget(host: host, port: port, tls: tls), timeouts: timeouts, limits: limits)
    }

    func send(
        _ method: String = "POST", _ path: String = "/", headers: HeaderFields = [], body: String = ""
    ) async throws(UpstreamFailure) -> UpstreamResponse {
        try await upstream.send(
            UpstreamRequest(method: method, path: path, headers: headers, body: Array(body.utf8)), on: loop)
    }

    /// Sends a request and reads its answer to the end.
    func text(_ method: String = "POST", _ path: String = "/", body: String = "") async throws(UpstreamFailure)
        -> String
    {
        try await send(method, path, body: body).body.text()
    }
}

extension UpstreamBody {
    func text() async throws(UpstreamFailure) -> String {
        String(decoding: try await collect(upTo: 1 << 20), as: UTF8.self)
    }
}
