import GovernorCore

/// Finds out where a log stands, and brings the anchor and unfinished erasures up to it.
///
/// The cases are listed in the head comment of `Sequencer.swift`.
struct LogRecovery: Sendable {
    let storage: any LedgerStorage
    let anchor: any CheckpointAnchor
    let vault: PayloadVault
    let key: VerifierKey

    /// The log's state; nil for a storage that was never written to.
    ///
    /// - Parameter reanchoring: Whether to accept a database whose anchor is missing.
    /// - Throws: ``LedgerError`` when writing on could sign a second history.
    func run(reanchoring: Bool) async throws -> LogState? {
        let stored = try verified(try await storage.checkpoint(), from: .storage)
        let anchored = try verified(try await anchor.read(), from: .anchor)
        guard let stored else {
            if let anchored { throw LedgerError.rolledBack(storedSize: 0, anchoredSize: anchored.checkpoint.size) }
            return nil
        }
        let tree = try await tree(of: stored.checkpoint)
        if let anchored {
            try await check(stored.checkpoint, against: anchored.checkpoint)
        } else if stored.checkpoint.size > 0, !reanchoring {
            throw LedgerError.anchorMissing(storedSize: stored.checkpoint.size)
        }
        if anchored != stored { try await anchor.write(stored.encoded) }
        let unfinished = try await storage.unfinishedErasures()
        let finisher = ErasureFinisher(storage: storage, vault: vault)
        let isFinished = try await finisher.finish(unfinished, under: stored)
        return LogState(tree: tree, checkpoint: stored, unfinishedErasures: isFinished ? [] : unfinished)
    }

    private func verified(_ note: [UInt8]?, from place: LedgerError.Place) throws(LedgerError) -> SignedCheckpoint? {
        guard let note else { return nil }
        do throws(NoteError) {
            let checkpoint = try SignedCheckpoint(parsing: note)
            try checkpoint.verified(by: [key])
            return checkpoint
        } catch {
            throw .unverifiableCheckpoint(place, error)
        }
    }

    /// The tree of a checkpoint, restored from its right edge.
    private func tree(of checkpoint: Checkpoint) async throws -> TiledTree {
        let edge = Tile.rightEdge(ofTreeSize: checkpoint.size)
        let tiles = try await storage.tiles(edge.map(TileAddress.init))
        let tree: TiledTree
        do {
            tree = try TiledTree(size: checkpoint.size) { tiles[TileAddress($0)] }
        } catch is ProofError {
            throw LedgerError.treeMismatch(size: checkpoint.size)
        }
        guard tree.root == checkpoint.root else { throw LedgerError.treeMismatch(size: checkpoint.size) }
        return tree
    }

    private func check(_ stored: Checkpoint, against anchored: Checkpoint) async throws {
        guard anchored.size <= stored.size else {
            throw LedgerError.rolledBack(storedSize: stored.size, anchoredSize: anchored.size)
        }
        guard anchored.size > 0 else { return }
        let plan = try ProofPlan.root(ofFirst: anchored.size, treeSize: stored.size)
        let tiles = try await storage.tiles(plan.tiles.map(TileAddress.init))
        guard let roots = try? plan.hashes(reading: { tiles[TileAddress($0)] }), roots == [anchored.root] else {
            throw LedgerError.forked(anchoredSize: anchored.size)
        }
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
