import NIOCore

/// The connections to one upstream that live on one event loop: those that carry nothing wait here for the next request.
///
/// The one that was used last is used first: it is the least likely to be closed just now, and the others may grow old.
final class UpstreamPool {
    private let connector: UpstreamConnector
    private let loop: any EventLoop
    private var idle: [UpstreamConnection] = []

    init(_ connector: UpstreamConnector, on loop: any EventLoop) {
        self.connector = connector
        self.loop = loop
    }

    /// Sends a request on a connection that waits, or on a new one.
    func carry(_ request: PreparedRequest, for exchange: UpstreamExchange) {
        guard !exchange.isOver else { return }
        if let connection = idle.popLast() { return connection.carry(request, for: exchange) }
        let deadline = NIODeadline.now() + TimeAmount(connector.timeouts.connect)
        connector.connect(on: loop).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): self.carry(request, for: exchange, on: channel, handshakeDeadline: deadline)
            case .failure(let error): exchange.fail(self.connector.failure(error))
            }
        }
    }

    private func carry(
        _ request: PreparedRequest, for exchange: UpstreamExchange, on channel: any Channel,
        handshakeDeadline: NIODeadline
    ) {
        do {
            let connection = try connector.prepare(channel, for: self)
            connection.carry(request, for: exchange, handshakeDeadline: handshakeDeadline)
        } catch {
            channel.close(promise: nil)
            exchange.fail(connector.failure(error))
        }
    }

    /// Takes a connection that has done its work; false when enough are waiting.
    func keep(_ connection: UpstreamConnection) -> Bool {
        guard idle.count < connector.limits.idleConnections else { return false }
        idle.append(connection)
        return true
    }

    /// The connection is no more.
    func forget(_ connection: UpstreamConnection) { idle.removeAll { $0 === connection } }

    /// Closes what waits.
    func close() { idle.forEach { $0.close() } }
}
