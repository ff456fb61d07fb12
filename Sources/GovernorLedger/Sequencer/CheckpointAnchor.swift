/// Remembers the last checkpoint that was signed, apart from the ledger's database and its backups.
///
/// A database restored from a backup is older than its anchor, which is how the ledger knows that going on from there
/// would sign a second history.
public protocol CheckpointAnchor: Sendable {
    /// The signed note; nil when none was ever written.
    func read() async throws -> [UInt8]?
    /// Replaces the note; durable on return, and never half written.
    func write(_ note: [UInt8]) async throws
}
