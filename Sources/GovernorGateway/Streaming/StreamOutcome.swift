import Synchronization

/// What becomes of a stream, which is known only after its head has left.
final class StreamOutcome: Sendable {
    /// What the metrics call a stream whose client did not wait for its end.
    private let state = Mutex("client_gone")

    /// The outcome's name in the metrics.
    var name: String { state.withLock { $0 } }

    func settle(_ name: String) { state.withLock { $0 = name } }
}
