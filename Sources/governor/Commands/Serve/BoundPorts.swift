import Synchronization

/// Collects the ports that the listeners were given, and says when all are there.
final class BoundPorts: Sendable {
    /// What listens.
    enum Listener: CaseIterable { case gateway, evidence }

    private let ports = Mutex<[Listener: Int]>([:])
    private let complete = AsyncStream<[Listener: Int]>.makeStream()

    /// Notes a listener's port.
    func bind(_ listener: Listener, to port: Int) {
        let all = ports.withLock { ports in
            ports[listener] = port
            return ports.count == Listener.allCases.count ? ports : nil
        }
        guard let all else { return }
        complete.continuation.yield(all)
        complete.continuation.finish()
    }

    /// Waits until every listener has its port; nil when the task is cancelled first.
    func all() async -> [Listener: Int]? {
        for await ports in complete.stream { return ports }
        return nil
    }
}
