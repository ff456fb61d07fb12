/// Which buckets of each group a block has.
///
/// It knows a bucket by its lowest bits, so that it stays in the fastest cache: of two buckets of a group that share them,
/// the block has the one that comes first. In a block of prose that is hardly one in a hundred; somebody who knows the weights can
/// make it more (`docs/models/classifiers.md`).
package struct BucketSet: Sendable {
    /// Those of pieces are behind the others, and there only where a text has some.
    private var words = [UInt64](repeating: 0, count: FeatureGroup.bitsOfOrigin / 64)

    package init() {}

    /// Empties the set.
    package mutating func removeAll() {
        words.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }

    /// Adds buckets of a group, each below ``FeatureHash/buckets``.
    ///
    /// - Parameter body: Called with those that are new, each once.
    @inline(__always)
    package mutating func insert(
        _ buckets: Span<UInt32>, _ group: FeatureGroup, _ body: (_ new: Span<UInt32>) -> Void
    ) {
        let missing = group.bits.upperBound / 64 - words.count
        if missing > 0 { words.append(contentsOf: repeatElement(0, count: missing)) }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: buckets.count) { new in
            let count = buckets.withUnsafeBufferPointer { insert($0, group, writingNewTo: new) }
            body(UnsafeBufferPointer(rebasing: new[..<count]).span)
        }
    }

    private mutating func insert(
        _ buckets: UnsafeBufferPointer<UInt32>, _ group: FeatureGroup,
        writingNewTo new: UnsafeMutableBufferPointer<UInt32>
    ) -> Int {
        words.withUnsafeMutableBufferPointer { words in
            let bits = group.bits
            let words = UnsafeMutableBufferPointer(rebasing: words[bits.lowerBound / 64..<bits.upperBound / 64])
            let mask = UInt32(bits.count - 1)
            var count = 0
            for bucket in buckets {
                // No branch depends on whether a bucket is new: that is hard to predict. The group has as many bits as the
                // mask lets through, so that the word is always there.
                let known = bucket & mask
                let (place, bit) = (Int(known >> 6), UInt64(known & 63))
                let word = words[place]
                words[place] = word | 1 &<< bit
                new[count] = bucket
                count &+= 1 &- Int(truncatingIfNeeded: word &>> bit & 1)
            }
            return count
        }
    }
}
