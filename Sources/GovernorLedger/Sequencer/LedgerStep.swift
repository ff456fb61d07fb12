/// The points of a write between which a crash leaves different things behind; see `Sequencer.swift` for the order.
public enum LedgerStep: String, Sendable, CaseIterable {
    /// Leaves have their places and the checkpoint is signed; nothing is written.
    case sealed
    /// New wrapping keys are durable.
    case keysDurable = "keys-durable"
    /// The batch is durable in the storage.
    case committed
    /// The anchor holds the new checkpoint.
    case anchored
    /// An erasure's wrapping keys are destroyed.
    case keysDestroyed = "keys-destroyed"
    /// Readers see the new checkpoint; the callers are about to be answered.
    case published
}

/// Told of every step of every write. Tests use it to stop the process there.
public typealias LedgerStepObserver = @Sendable (LedgerStep) -> Void
