public import GovernorCore

/// Shows that a tree is a prefix of a larger one: that the log only ever grew (RFC 6962 section 2.1.2).
public struct ConsistencyProof: Sendable, Equatable {
    /// The number of leaves of the old tree, at least 1.
    public let oldSize: UInt64
    /// The number of leaves of the new tree.
    public let newSize: UInt64
    /// The hashes, lowest first.
    public let hashes: [Digest]

    /// Wraps a proof that came from elsewhere; nothing is checked until ``verify(oldRoot:newRoot:)``.
    public init(oldSize: UInt64, newSize: UInt64, hashes: [Digest]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    /// Makes the proof between two sizes from the tiles of the new tree.
    ///
    /// - Throws: ``ProofError``, or what `read` throws.
    public init(oldSize: UInt64, newSize: UInt64, reading read: (Tile) throws -> [UInt8]?) throws {
        let plan = try Self.plan(oldSize: oldSize, newSize: newSize)
        self.init(oldSize: oldSize, newSize: newSize, hashes: try plan.hashes(reading: read))
    }

    /// What has to be read for the proof between two sizes; `1 ≤ oldSize ≤ newSize`.
    ///
    /// - Throws: ``ProofError`` when the sizes are out of order.
    public static func plan(oldSize: UInt64, newSize: UInt64) throws(ProofError) -> ProofPlan {
        try check(oldSize: oldSize, newSize: newSize)
        return ProofPlan(LeafRange.consistencyPath(from: 0, to: oldSize, size: newSize), treeSize: newSize)
    }

    /// Checks that the tree with the old root is a prefix of the one with the new root.
    ///
    /// - Throws: ``ProofError`` when it is not, or the proof does not show it. The old size 0 is refused: the empty tree
    ///   is a prefix of every tree, so nothing would be proven.
    public func verify(oldRoot: Digest, newRoot: Digest) throws(ProofError) {
        try Self.check(oldSize: oldSize, newSize: newSize)
        let proof = SubtreeConsistencyProof(start: 0, end: oldSize, treeSize: newSize, hashes: hashes)
        try proof.verify(subtreeRoot: oldRoot, treeRoot: newRoot)
    }

    private static func check(oldSize: UInt64, newSize: UInt64) throws(ProofError) {
        guard newSize <= MerkleTree.maximumSize else { throw .treeTooLarge(size: newSize) }
        guard oldSize >= 1, oldSize <= newSize else { throw .sizesOutOfOrder(old: oldSize, new: newSize) }
    }
}
