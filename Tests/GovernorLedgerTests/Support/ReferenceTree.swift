import GovernorCore
import GovernorLedger
import GovernorTesting

/// RFC 6962 as it is written: the recursive definitions over a list of leaves, with no attention to cost.
struct ReferenceTree {
    let leafHashes: [Digest]

    init(leafHashes: [Digest]) { self.leafHashes = leafHashes }

    init(size: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        leafHashes = (0..<size).map { _ in
            MerkleHash.leaf((0..<8).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        }
    }

    var root: Digest { root(of: 0..<leafHashes.count) }

    /// MTH of RFC 6962 section 2.1.
    func root(of range: Range<Int>) -> Digest {
        switch range.count {
        case 0: return MerkleHash.empty
        case 1: return leafHashes[range.lowerBound]
        default:
            let split = range.lowerBound + Self.split(range.count)
            return MerkleHash.node(root(of: range.lowerBound..<split), root(of: split..<range.upperBound))
        }
    }

    /// PATH of RFC 6962 section 2.1.1.
    func inclusionPath(_ index: Int, in range: Range<Int>) -> [Digest] {
        guard range.count > 1 else { return [] }
        let split = range.lowerBound + Self.split(range.count)
        return index < split
            ? inclusionPath(index, in: range.lowerBound..<split) + [root(of: split..<range.upperBound)]
            : inclusionPath(index, in: split..<range.upperBound) + [root(of: range.lowerBound..<split)]
    }

    /// SUBPROOF of RFC 6962 section 2.1.2.
    func consistencyPath(_ oldEnd: Int, in range: Range<Int>, complete: Bool) -> [Digest] {
        if oldEnd == range.upperBound { return complete ? [] : [root(of: range)] }
        let split = range.lowerBound + Self.split(range.count)
        return oldEnd <= split
            ? consistencyPath(oldEnd, in: range.lowerBound..<split, complete: complete)
                + [root(of: split..<range.upperBound)]
            : consistencyPath(oldEnd, in: split..<range.upperBound, complete: false)
                + [root(of: range.lowerBound..<split)]
    }

    private static func split(_ count: Int) -> Int {
        var split = 1
        while split * 2 < count { split *= 2 }
        return split
    }
}

/// A tile store in memory: one blob for each level and index.
struct TileShelf {
    private var blobs: [Place: [UInt8]] = [:]

    private struct Place: Hashable {
        let level: Int
        let index: UInt64
    }

    mutating func store(_ contents: [TileContent]) {
        for content in contents {
            blobs[Place(level: content.tile.level, index: content.tile.index)] = content.bytes
        }
    }

    func read(_ tile: Tile) -> [UInt8]? { blobs[Place(level: tile.level, index: tile.index)] }
}
