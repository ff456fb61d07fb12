/// Remembers the last checkpoint that was signed, apart from the ledger's database and its backups.
///
/// A database restored from a backup is older than its anchor, which is how the ledger knows that going on from there
/// would sign a second history.
public protocol CheckpointAnchor: Sendable {
    /// The signed note; nil when none was ever written.
    func read() async throws -> [UInt8]?
    /// Replaces the note as a whole.
    ///
    /// On return the note outlives the process, however it ends. It outlives a power failure once ``settle()`` or the next
    /// write has returned: making it durable runs beside the next commit, and costs no answer a second flush.
    func write(_ note: [UInt8]) async throws
    /// Returns once the last note outlives a power failure.
    func settle() async throws
}
