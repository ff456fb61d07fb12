import GovernorInspect

/// The buckets of texts, window by window: a short text is one window, of a long one each two neighbouring blocks.
struct FeatureMatrix {
    /// The windows of each text.
    private(set) var windows: [Range<Int>] = []
    private(set) var starts = [0]
    private(set) var buckets: [UInt32] = []

    mutating func append(_ text: String) {
        var blocks = Blocks()
        var features = TextFeatures()
        features.append(Array(text.utf8).span, into: &blocks)
        features.finish(into: &blocks)
        blocks.endBlock()
        let first = starts.count - 1
        for index in 0..<max(1, blocks.all.count - 1) {
            buckets += blocks.all[index..<min(index + 2, blocks.all.count)].joined().sorted()
            starts.append(buckets.count)
        }
        windows.append(first..<starts.count - 1)
    }

    /// What each bucket of a window counts: one over the root of their number.
    func factor(of window: Int) -> Float { 1 / Float(max(starts[window + 1] - starts[window], 1)).squareRoot() }

    private struct Blocks: FeatureSink {
        var all: [[UInt32]] = []
        private var set = BucketSet()
        private var block: [UInt32] = []

        mutating func add(_ buckets: Span<UInt32>, _ group: FeatureGroup) {
            set.insert(buckets, group) { new in for index in new.indices { block.append(new[index]) } }
        }

        mutating func endBlock() {
            if !block.isEmpty || all.isEmpty { all.append(block) }
            block = []
            set.removeAll()
        }
    }
}
