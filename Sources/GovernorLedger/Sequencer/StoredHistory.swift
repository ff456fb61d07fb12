import GovernorCore

/// What a storage holds of a log, held against a checkpoint that is known to be signed.
struct StoredHistory: Sendable {
    let storage: any LedgerStorage
    let key: VerifierKey

    /// The checkpoint that is stored; nil for a storage that was never written to.
    ///
    /// - Throws: ``LedgerError/unverifiableCheckpoint(_:_:)``.
    func checkpoint() async throws -> SignedCheckpoint? { try verified(try await storage.checkpoint(), from: .storage) }

    /// Reads a note that this log's key must have signed.
    func verified(_ note: [UInt8]?, from place: LedgerError.Place) throws(LedgerError) -> SignedCheckpoint? {
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
    ///
    /// - Throws: ``LedgerError/treeMismatch(size:)``.
    func tree(of checkpoint: Checkpoint) async throws -> TiledTree {
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

    /// Checks that the stored checkpoint extends another one.
    ///
    /// - Throws: ``LedgerError/rolledBack(storedSize:anchoredSize:)``, ``LedgerError/forked(anchoredSize:)``.
    func check(_ stored: Checkpoint, extends known: Checkpoint) async throws {
        guard known.size <= stored.size else {
            throw LedgerError.rolledBack(storedSize: stored.size, anchoredSize: known.size)
        }
        guard known.size > 0 else { return }
        let plan = try ProofPlan.root(ofFirst: known.size, treeSize: stored.size)
        let tiles = try await storage.tiles(plan.tiles.map(TileAddress.init))
        guard let roots = try? plan.hashes(reading: { tiles[TileAddress($0)] }), roots == [known.root] else {
            throw LedgerError.forked(anchoredSize: known.size)
        }
    }
}
