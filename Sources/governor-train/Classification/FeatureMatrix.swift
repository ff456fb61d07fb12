import GovernorInspect

/// Texts as the sets of their buckets, one after the other.
struct FeatureMatrix {
    private(set) var starts = [0]
    private(set) var buckets: [UInt32] = []

    var count: Int { starts.count - 1 }

    mutating func append(_ text: String) {
        var row = Row()
        var features = TextFeatures()
        features.append(Array(text.utf8).span, into: &row)
        features.finish(into: &row)
        buckets += row.buckets.sorted()
        starts.append(buckets.count)
    }

    /// What each bucket of a row counts: one over the root of their number.
    func factor(of row: Int) -> Float { 1 / Float(max(starts[row + 1] - starts[row], 1)).squareRoot() }

    private struct Row: FeatureSink {
        var set = BucketSet()
        var buckets: [UInt32] = []

        mutating func add(_ bucket: Int) { if set.insert(bucket) { buckets.append(UInt32(bucket)) } }
    }
}
