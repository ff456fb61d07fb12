import GovernorCore

/// Finds out where a log stands, and brings the anchor and unfinished erasures up to it.
///
/// The cases are listed in the head comment of `Sequencer.swift`.
struct LogRecovery: Sendable {
    let storage: any LedgerStorage
    let anchor: any CheckpointAnchor
    let vault: PayloadVault
    let key: VerifierKey
    /// Checked before anything is written; nil when the secrets have been checked before.
    var secrets: SecretsCheck?

    /// The log's state; nil for a storage that was never written to.
    ///
    /// - Parameter reanchoring: Whether to accept a database whose anchor is missing; it stays missing until the next batch.
    /// - Throws: ``LedgerError`` when writing on could sign a second history.
    func run(reanchoring: Bool) async throws -> LogState? {
        let history = StoredHistory(storage: storage, key: key)
        let stored = try await history.checkpoint()
        let anchored = try history.verified(try await anchor.read(), from: .anchor)
        if anchored == nil, !reanchoring {
            throw LedgerError.anchorMissing(storedSize: stored?.checkpoint.size ?? 0)
        }
        guard let stored else {
            if let anchored, anchored.checkpoint.size > 0 {
                throw LedgerError.rolledBack(storedSize: 0, anchoredSize: anchored.checkpoint.size)
            }
            return nil
        }
        let tree = try await history.tree(of: stored.checkpoint)
        if let anchored { try await history.check(stored.checkpoint, extends: anchored.checkpoint) }
        try await secrets?.run(under: stored)
        if anchored != stored, !reanchoring { try await anchor.write(stored.encoded) }
        let unfinished = try await storage.unfinishedErasures()
        let finisher = ErasureFinisher(storage: storage, vault: vault)
        let isFinished = try await finisher.finish(unfinished, under: stored)
        return LogState(tree: tree, checkpoint: stored, unfinishedErasures: isFinished ? [] : unfinished)
    }
}

/// What the writer knows of the log.
struct LogState: Sendable {
    /// The tree.
    var tree: TiledTree
    /// The checkpoint of the tree.
    var checkpoint: SignedCheckpoint
    /// The last entries of the streams written to lately.
    var heads: [StreamName: StreamHead] = [:]
    /// Erasures whose last steps are still to be done.
    var unfinishedErasures: [UnfinishedErasure] = []
}
