public import GovernorCore

/// An append-only Merkle tree, held as its peaks only: the roots of the perfect subtrees it is made of.
///
/// A tree of 13 leaves, 13 = 8 + 4 + 1, has three peaks. They are enough to append and to compute the root, and there
/// are at most 63 of them, so that the state of a log of any size is about two kilobytes:
///
///            root
///           /    \
///         8       ·            peaks: [8, 4, 1], largest first, one for each 1-bit of the size
///        / \     / \
///       …   …   4   1
public struct MerkleTree: Sendable, Equatable {
    /// The largest number of leaves a tree may have, 2⁶³ − 1: sizes and indexes fit a signed 64-bit integer everywhere.
    public static let maximumSize = UInt64(Int64.max)

    /// The number of leaves.
    public private(set) var size: UInt64
    /// The roots of the perfect subtrees, largest and leftmost first.
    public private(set) var peaks: [Digest]

    /// Creates the tree without leaves.
    public init() {
        size = 0
        peaks = []
    }

    /// Restores a tree from its size and peaks; nil when the size is too large or the number of peaks does not fit it.
    public init?(size: UInt64, peaks: [Digest]) {
        guard size <= Self.maximumSize, peaks.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.peaks = peaks
    }

    /// The root hash: the peaks folded from the right.
    public var root: Digest {
        guard var root = peaks.last else { return MerkleHash.empty }
        for peak in peaks.dropLast().reversed() { root = MerkleHash.node(peak, root) }
        return root
    }

    /// Appends one leaf, given its hash.
    public mutating func append(leafHash: Digest) {
        append(leafHash: leafHash) { _, _, _ in }
    }

    /// Appends one leaf and reports every node that it completes, from the leaf upwards.
    mutating func append(leafHash: Digest, completed: (_ level: Int, _ index: UInt64, _ hash: Digest) -> Void) {
        precondition(size < Self.maximumSize, "a log cannot grow past 2^63 - 1 leaves")
        var hash = leafHash
        var index = size
        var level = 0
        completed(level, index, hash)
        while index & 1 == 1 {
            hash = MerkleHash.node(peaks.removeLast(), hash)
            index >>= 1
            level += 1
            completed(level, index, hash)
        }
        peaks.append(hash)
        size += 1
    }

    /// The root of consecutive nodes of one level that form a perfect subtree.
    static func perfectRoot(_ hashes: ArraySlice<Digest>) -> Digest {
        precondition(hashes.count.nonzeroBitCount == 1, "a perfect subtree has a power of two leaves")
        var row = Array(hashes)
        while row.count > 1 {
            for pair in 0..<row.count / 2 { row[pair] = MerkleHash.node(row[2 * pair], row[2 * pair + 1]) }
            row.removeLast(row.count / 2)
        }
        return row[0]
    }
}
