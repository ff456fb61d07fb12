public import GovernorCore

/// Shows that one leaf is at one index of a tree (RFC 6962 section 2.1.1, RFC 9162 section 2.1.3).
public struct InclusionProof: Sendable, Equatable {
    /// The index of the leaf, from 0.
    public let index: UInt64
    /// The number of leaves of the tree.
    public let treeSize: UInt64
    /// The sibling hashes from the leaf's sibling up to the child of the root.
    public let hashes: [Digest]

    /// Wraps a proof that came from elsewhere; nothing is checked until ``verify(leafHash:root:)``.
    public init(index: UInt64, treeSize: UInt64, hashes: [Digest]) {
        self.index = index
        self.treeSize = treeSize
        self.hashes = hashes
    }

    /// Makes the proof for a leaf from the tiles of a tree.
    ///
    /// - Throws: ``ProofError``, or what `read` throws.
    public init(index: UInt64, treeSize: UInt64, reading read: (Tile) throws -> [UInt8]?) throws {
        let plan = try Self.plan(index: index, treeSize: treeSize)
        self.init(index: index, treeSize: treeSize, hashes: try plan.hashes(reading: read))
    }

    /// What has to be read for the proof of a leaf; `index < treeSize`.
    ///
    /// - Throws: ``ProofError`` when the index is not in the tree.
    public static func plan(index: UInt64, treeSize: UInt64) throws(ProofError) -> ProofPlan {
        guard treeSize <= MerkleTree.maximumSize else { throw .treeTooLarge(size: treeSize) }
        guard index < treeSize else { throw .indexOutOfRange(index: index, size: treeSize) }
        return ProofPlan(LeafRange.inclusionPath(index: index, size: treeSize), treeSize: treeSize)
    }

    /// Checks that a leaf is in the tree with a root.
    ///
    /// - Throws: ``ProofError`` when it is not, or the proof does not show it.
    public func verify(leafHash: Digest, root: Digest) throws(ProofError) {
        guard try self.root(leafHash: leafHash) == root else { throw .rootMismatch }
    }

    /// The root that the proof leads to from a leaf (RFC 9162 section 2.1.3.2).
    ///
    /// - Throws: ``ProofError`` when the index is not in the tree or the number of hashes is wrong.
    public func root(leafHash: Digest) throws(ProofError) -> Digest {
        guard treeSize <= MerkleTree.maximumSize else { throw .treeTooLarge(size: treeSize) }
        guard index < treeSize else { throw .indexOutOfRange(index: index, size: treeSize) }
        // `node` walks up from the leaf and `last` from the tree's last leaf: where they meet on the right edge, levels
        // without a sibling are skipped.
        var (node, last) = (index, treeSize - 1)
        var root = leafHash
        for hash in hashes {
            guard last != 0 else { throw .wrongLength(actual: hashes.count) }
            if node & 1 == 1 || node == last {
                root = MerkleHash.node(hash, root)
                while node & 1 == 0 && node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                root = MerkleHash.node(root, hash)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        guard last == 0 else { throw .wrongLength(actual: hashes.count) }
        return root
    }
}
