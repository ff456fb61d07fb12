package import NIOCore
import NIOHTTP1
import Synchronization

/// An upstream that is spoken to in HTTP/1.1, with connections that are used again and again, never for two requests at once.
///
/// Each event loop has connections of its own. Nothing is sent twice: when an idle connection turns out to be closed, the
/// failure says so, and whoever sends decides.
package final class HTTPUpstream: Upstream {
    private let connector: UpstreamConnector
    private let pools = Mutex<[ObjectIdentifier: NIOLoopBound<UpstreamPool>]>([:])

    /// Opens no connection yet.
    ///
    /// - Parameters:
    ///   - target: Where the upstream is.
    ///   - timeouts: How long it may take.
    ///   - limits: What its connections may hold.
    /// - Throws: ``UpstreamFailure/tls(_:)`` when the certificate authorities cannot be used.
    package init(
        _ target: UpstreamTarget, timeouts: UpstreamTimeouts = UpstreamTimeouts(),
        limits: UpstreamLimits = UpstreamLimits()
    ) throws(UpstreamFailure) {
        connector = try UpstreamConnector(target, timeouts, limits)
    }

    package var address: UpstreamTarget? { connector.target }

    /// Closes the connections that are idle; the others are closed when they have carried what they carry.
    deinit {
        for pool in pools.withLock({ Array($0.values) }) {
            pool.eventLoop.execute { pool.value.close() }
        }
    }

    package func send(
        _ request: UpstreamRequest, on loop: any EventLoop
    ) async throws(UpstreamFailure) -> UpstreamResponse {
        guard let request = request.prepared(for: connector.target) else { throw .invalidRequest }
        guard !Task.isCancelled else { throw .cancelled }
        let exchange = UpstreamExchange(capacity: connector.limits.bufferedBytes)
        loop.execute { self.pool(on: loop).carry(request, for: exchange) }
        let head = try await exchange.head()
        return UpstreamResponse(
            status: Int(head.status.code), headers: head.headers.map { (name: $0.name, value: $0.value) },
            body: UpstreamBody(exchange))
    }

    private func pool(on loop: any EventLoop) -> UpstreamPool {
        pools.withLock { pools in
            let id = ObjectIdentifier(loop)
            let pool = pools[id] ?? NIOLoopBound(UpstreamPool(connector, on: loop), eventLoop: loop)
            pools[id] = pool
            return pool.value
        }
    }
}
