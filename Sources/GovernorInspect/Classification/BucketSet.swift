/// Which buckets a block has: 64 KiB of bits.
package struct BucketSet: Sendable {
    private var words = [UInt64](repeating: 0, count: FeatureHash.buckets / 64)

    package init() {}

    /// Empties the set.
    package mutating func removeAll() {
        words.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }

    /// Adds buckets, each below ``FeatureHash/buckets``.
    ///
    /// - Parameter body: Called with those that are new, each once.
    @inline(__always)
    package mutating func insert(_ buckets: Span<UInt32>, _ body: (_ new: Span<UInt32>) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: buckets.count) { new in
            let count = buckets.withUnsafeBufferPointer { insert($0, writingNewTo: new) }
            body(UnsafeBufferPointer(rebasing: new[..<count]).span)
        }
    }

    private mutating func insert(
        _ buckets: UnsafeBufferPointer<UInt32>, writingNewTo new: UnsafeMutableBufferPointer<UInt32>
    ) -> Int {
        words.withUnsafeMutableBufferPointer { words in
            var count = 0
            for bucket in buckets {
                // No branch depends on whether a bucket is new: that is hard to predict. A hash has as many bits as there
                // are buckets, so that the word is always there.
                let (place, bit) = (Int(bucket >> 6), UInt64(bucket & 63))
                let word = words[place]
                words[place] = word | 1 &<< bit
                new[count] = bucket
                count &+= 1 &- Int(truncatingIfNeeded: word &>> bit & 1)
            }
            return count
        }
    }
}
