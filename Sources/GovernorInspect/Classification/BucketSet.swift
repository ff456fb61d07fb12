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
    /// - Parameter body: Called for each in order; whether it is new.
    @inline(__always)
    package mutating func insert(_ buckets: Span<UInt32>, _ body: (_ bucket: Int, _ isNew: Bool) -> Void) {
        words.withUnsafeMutableBufferPointer { words in
            for index in buckets.indices {
                // No branch depends on whether a bucket is new: that is hard to predict. A hash has as many bits as there
                // are buckets, so that the word is always there.
                let bucket = Int(buckets[index])
                let word = words[bucket >> 6]
                words[bucket >> 6] = word | 1 << UInt64(bucket & 63)
                body(bucket, word >> UInt64(bucket & 63) & 1 == 0)
            }
        }
    }
}
