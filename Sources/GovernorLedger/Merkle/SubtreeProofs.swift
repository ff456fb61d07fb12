// Proofs about a subtree, a run of leaves aligned to its own size (draft-ietf-plants-merkle-tree-certs, sections 4.2 to
// 4.4). With `start` 0 they are the ordinary proofs of RFC 6962.

public import GovernorCore

/// Shows that one leaf is in the subtree over `start..<end`.
public struct SubtreeInclusionProof: Sendable, Equatable {
    /// The index of the leaf in the whole tree.
    public let index: UInt64
    /// The first leaf of the subtree.
    public let start: UInt64
    /// The leaf after the last one of the subtree.
    public let end: UInt64
    /// The sibling hashes, the leaf's sibling first.
    public let hashes: [Digest]

    /// Wraps a proof; nothing is checked until ``verify(leafHash:subtreeRoot:)``.
    public init(index: UInt64, start: UInt64, end: UInt64, hashes: [Digest]) {
        self.index = index
        self.start = start
        self.end = end
        self.hashes = hashes
    }

    /// Checks that a leaf is in the subtree with a root.
    ///
    /// - Throws: ``ProofError`` when it is not, or the proof does not show it.
    public func verify(leafHash: Digest, subtreeRoot: Digest) throws(ProofError) {
        try Subtree.check(start: start, end: end, treeSize: end)
        guard index >= start else { throw .indexOutOfRange(index: index, size: end) }
        let proof = InclusionProof(index: index - start, treeSize: end - start, hashes: hashes)
        try proof.verify(leafHash: leafHash, root: subtreeRoot)
    }
}

/// Shows that the subtree over `start..<end` is part of a tree.
public struct SubtreeConsistencyProof: Sendable, Equatable {
    /// The first leaf of the subtree.
    public let start: UInt64
    /// The leaf after the last one of the subtree.
    public let end: UInt64
    /// The number of leaves of the tree.
    public let treeSize: UInt64
    /// The hashes, lowest first.
    public let hashes: [Digest]

    /// Wraps a proof; nothing is checked until ``verify(subtreeRoot:treeRoot:)``.
    public init(start: UInt64, end: UInt64, treeSize: UInt64, hashes: [Digest]) {
        self.start = start
        self.end = end
        self.treeSize = treeSize
        self.hashes = hashes
    }

    /// What has to be read for the proof of a subtree.
    ///
    /// - Throws: ``ProofError/notASubtree(start:end:size:)``.
    public static func plan(start: UInt64, end: UInt64, treeSize: UInt64) throws(ProofError) -> ProofPlan {
        try Subtree.check(start: start, end: end, treeSize: treeSize)
        return ProofPlan(LeafRange.consistencyPath(from: start, to: end, size: treeSize), treeSize: treeSize)
    }

    /// Checks that the subtree with a root is part of the tree with a root.
    ///
    /// - Throws: ``ProofError`` when it is not, or the proof does not show it.
    public func verify(subtreeRoot: Digest, treeRoot: Digest) throws(ProofError) {
        try Subtree.check(start: start, end: end, treeSize: treeSize)
        var walk = Walk(first: start, last: end - 1, treeLast: treeSize - 1)
        walk.skipLevelsWithoutHashes()

        // Both roots grow from one node: the subtree itself where it is a perfect subtree or reaches the tree's edge,
        // else the largest perfect subtree on its right edge, which the proof states first.
        var rest = hashes[...]
        var grown = subtreeRoot
        if walk.first != walk.last {
            guard let seed = rest.popFirst() else { throw .wrongLength(actual: 0) }
            grown = seed
        }
        var (subtree, tree) = (grown, grown)
        for hash in rest {
            guard walk.treeLast != 0 else { throw .wrongLength(actual: hashes.count) }
            if walk.last & 1 == 1 || walk.last == walk.treeLast {
                if walk.first < walk.last { subtree = MerkleHash.node(hash, subtree) }
                tree = MerkleHash.node(hash, tree)
                while walk.last & 1 == 0 { walk.ascend() }
            } else {
                tree = MerkleHash.node(tree, hash)
            }
            walk.ascend()
        }
        guard walk.treeLast == 0 else { throw .wrongLength(actual: hashes.count) }
        guard subtree == subtreeRoot, tree == treeRoot else { throw .rootMismatch }
    }

    /// The indexes of the subtree's first and last node and of the tree's last node, at one level.
    private struct Walk {
        var first: UInt64
        var last: UInt64
        var treeLast: UInt64

        mutating func ascend() { (first, last, treeLast) = (first >> 1, last >> 1, treeLast >> 1) }

        mutating func skipLevelsWithoutHashes() {
            let reachesEdge = last == treeLast
            while first != last, reachesEdge || last & 1 == 1 { ascend() }
        }
    }
}

private enum Subtree {
    /// A subtree starts at a multiple of the smallest power of two that holds it, and ends inside the tree.
    static func check(start: UInt64, end: UInt64, treeSize: UInt64) throws(ProofError) {
        guard treeSize <= MerkleTree.maximumSize else { throw .treeTooLarge(size: treeSize) }
        guard start < end, end <= treeSize else { throw .notASubtree(start: start, end: end, size: treeSize) }
        let height = UInt64(64 - (end - start - 1).leadingZeroBitCount)
        guard start & ((1 << height) - 1) == 0 else { throw .notASubtree(start: start, end: end, size: treeSize) }
    }
}
