public import GovernorCore

/// What a proof needs, before anything is read: the hashes it consists of, and the tiles they come from.
///
/// The plan is pure. A store that reads asynchronously fetches ``tiles`` first and then hands them over:
///
///     let plan = try InclusionProof.plan(index: 5, treeSize: 1000)
///     let blobs = try await store.read(plan.tiles)
///     let hashes = try plan.hashes { blobs[$0] }
public struct ProofPlan: Sendable {
    private let ranges: [LeafRange]
    private let treeSize: UInt64

    init(_ ranges: [LeafRange], treeSize: UInt64) {
        self.ranges = ranges
        self.treeSize = treeSize
    }

    /// The plan that yields the root of the first `size` leaves of a tree of `treeSize` leaves; `1 ≤ size ≤ treeSize`.
    ///
    /// - Throws: ``ProofError`` when the sizes are out of order.
    public static func root(ofFirst size: UInt64, treeSize: UInt64) throws(ProofError) -> ProofPlan {
        guard treeSize <= MerkleTree.maximumSize else { throw .treeTooLarge(size: treeSize) }
        guard size >= 1, size <= treeSize else { throw .sizesOutOfOrder(old: size, new: treeSize) }
        return ProofPlan([LeafRange(start: 0, end: size)], treeSize: treeSize)
    }

    /// The tiles to read, without repetition, as wide as the tree of the plan has them.
    public var tiles: [Tile] {
        var seen: Set<Tile> = []
        return ranges.flatMap(\.perfectSubtrees)
            .map { Tile.holding(level: $0.level, index: $0.index, treeSize: treeSize).tile }
            .filter { seen.insert($0).inserted }
    }

    /// The hashes, computed from the contents of ``tiles``; each is asked for once.
    ///
    /// - Parameter read: Returns the bytes of a tile, 32 a hash, or more than the tile's width asks for (a later state of
    ///   the same tile begins with the same hashes); nil when it is missing.
    /// - Throws: ``ProofError/missingTile(path:)``, ``ProofError/shortTile(path:expected:actual:)`` or what `read` throws.
    public func hashes(reading read: (Tile) throws -> [UInt8]?) throws -> [Digest] {
        var known: [Tile: [Digest]] = [:]
        for tile in tiles {
            guard let bytes = try read(tile) else { throw ProofError.missingTile(path: tile.path) }
            known[tile] = try tile.hashes(in: bytes)
        }
        return ranges.map { root(of: $0, in: known) }
    }

    private func root(of range: LeafRange, in known: [Tile: [Digest]]) -> Digest {
        var root: Digest?
        for subtree in range.perfectSubtrees.reversed() {
            let place = Tile.holding(level: subtree.level, index: subtree.index, treeSize: treeSize)
            guard let hashes = known[place.tile] else { preconditionFailure("`tiles` lists all that is needed") }
            let hash = MerkleTree.perfectRoot(hashes[place.positions])
            root = root.map { MerkleHash.node(hash, $0) } ?? hash
        }
        return root ?? MerkleHash.empty
    }
}
