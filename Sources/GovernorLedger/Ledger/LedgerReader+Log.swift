public import GovernorCore

extension LedgerReader {
    /// The bytes of a tile by its static path, such as `tile/0/x001/234.p/17`; nil when no published tree has it.
    ///
    /// Partial tiles of every earlier checkpoint are served as prefixes of the widest state.
    public func tile(_ path: String) async throws -> [UInt8]? {
        guard let tile = Tile(path: path) else { return nil }
        let levels = Tile.layout(ofTreeSize: size)
        guard levels.indices.contains(tile.level) else { return nil }
        let level = levels[tile.level]
        let width = tile.index < level.fullTiles ? Tile.fullWidth : level.partialWidth
        guard tile.index <= level.fullTiles, tile.width <= width else { return nil }
        let address = TileAddress(tile)
        guard let bytes = try await storage.tiles([address])[address], bytes.count >= tile.byteCount else {
            throw LedgerStorageError.corrupt(detail: "\(path) is missing or too short")
        }
        return Array(bytes.prefix(tile.byteCount))
    }

    /// The bytes of an entry bundle by its static path, such as `tile/entries/x001/234`; nil when no published tree has it.
    public func entryBundle(_ path: String) async throws -> [UInt8]? {
        guard let place = EntryBundlePlace(path: path) else { return nil }
        let (start, overflow) = place.index.multipliedReportingOverflow(by: UInt64(Tile.fullWidth))
        guard !overflow, start <= size, UInt64(place.width) <= size - start else { return nil }
        let leaves = try await storage.leaves(start..<start + UInt64(place.width))
        guard leaves.count == place.width else {
            throw LedgerStorageError.corrupt(detail: "entries of \(path) are missing")
        }
        return try EntryBundle(leaves.map(\.bytes)).encoded
    }

    /// Shows that the tree of one size is a prefix of the tree of another; both at most the published size.
    ///
    /// - Throws: ``ProofError`` when the sizes are out of order or not published yet.
    public func consistencyProof(from oldSize: UInt64, to newSize: UInt64) async throws -> ConsistencyProof {
        guard newSize <= size else { throw ProofError.sizesOutOfOrder(old: newSize, new: size) }
        let plan = try ConsistencyProof.plan(oldSize: oldSize, newSize: newSize)
        return ConsistencyProof(oldSize: oldSize, newSize: newSize, hashes: try await hashes(of: plan))
    }

    /// Where the receipt of a fact stands; facts that are only queued are unknown here.
    public func receipt(for id: UUIDv7) async throws -> ReceiptStatus {
        guard let index = try await storage.index(of: id) else { return .unknown }
        let checkpoint = checkpoint
        guard index < checkpoint.checkpoint.size else { return .pending }
        return .ready(try await receipt(at: index, under: checkpoint))
    }

    /// The receipt of the entry at an index; `index <` the checkpoint's size.
    func receipt(at index: UInt64, under checkpoint: SignedCheckpoint) async throws -> Receipt {
        let plan = try InclusionProof.plan(index: index, treeSize: checkpoint.checkpoint.size)
        let proof = InclusionProof(
            index: index, treeSize: checkpoint.checkpoint.size, hashes: try await hashes(of: plan))
        return Receipt(leaf: try await leafBytes(at: index), proof: proof, checkpoint: checkpoint)
    }

    private func hashes(of plan: ProofPlan) async throws -> [Digest] {
        let tiles = try await storage.tiles(plan.tiles.map(TileAddress.init))
        return try plan.hashes { tiles[TileAddress($0)] }
    }
}
