import Synchronization

/// The checkpoint that readers see: durable, and anchored.
final class PublishedCheckpoint: Sendable {
    private let value: Mutex<SignedCheckpoint>

    init(_ checkpoint: SignedCheckpoint) { value = Mutex(checkpoint) }

    var current: SignedCheckpoint { value.withLock { $0 } }

    func set(_ checkpoint: SignedCheckpoint) { value.withLock { $0 = checkpoint } }
}
