/// A half-open range of leaf indexes whose root is a node of some tree, and how to split it (RFC 6962 section 2.1).
///
/// Every hash of a proof is the root of such a range, so a proof is planned as ranges first and read afterwards.
struct LeafRange: Sendable, Hashable {
    /// The first leaf.
    let start: UInt64
    /// The leaf after the last one.
    let end: UInt64

    var count: UInt64 { end - start }

    /// Where the range splits into two subtrees: the largest power of two smaller than the count, from the start.
    var split: UInt64 { start + 1 << UInt64(63 - (count - 1).leadingZeroBitCount) }

    /// The perfect subtrees the range is made of, as level and index, largest first.
    var perfectSubtrees: [(level: Int, index: UInt64)] {
        var subtrees: [(level: Int, index: UInt64)] = []
        var start = start
        while start < end {
            let level = 63 - (end - start).leadingZeroBitCount
            subtrees.append((level, start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
        return subtrees
    }

    /// The siblings on the way from a leaf up to the root of the first `size` leaves, the leaf's sibling first.
    static func inclusionPath(index: UInt64, size: UInt64) -> [LeafRange] {
        var path: [LeafRange] = []
        var range = LeafRange(start: 0, end: size)
        while range.count > 1 {
            let split = range.split
            if index < split {
                path.append(LeafRange(start: split, end: range.end))
                range = LeafRange(start: range.start, end: split)
            } else {
                path.append(LeafRange(start: range.start, end: split))
                range = LeafRange(start: split, end: range.end)
            }
        }
        return path.reversed()
    }

    /// The nodes that show the subtree over `start..<end` to be part of the tree of `size` leaves.
    ///
    /// With `start` 0 this is SUBPROOF of RFC 6962 section 2.1.2, the consistency proof.
    static func consistencyPath(from start: UInt64, to end: UInt64, size: UInt64) -> [LeafRange] {
        var path: [LeafRange] = []
        var range = LeafRange(start: 0, end: size)
        var (start, rootIsKnown) = (start, true)
        while range != LeafRange(start: start, end: end) {
            let split = range.split
            if end <= split {
                path.append(LeafRange(start: split, end: range.end))
                range = LeafRange(start: range.start, end: split)
                continue
            }
            // The left half is a whole node of the subtree, which the verifier does not know by itself.
            if start < split { (start, rootIsKnown) = (split, false) }
            path.append(LeafRange(start: range.start, end: split))
            range = LeafRange(start: split, end: range.end)
        }
        if !rootIsKnown { path.append(range) }
        return path.reversed()
    }
}
