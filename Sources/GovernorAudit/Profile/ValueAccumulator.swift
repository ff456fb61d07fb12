/// Counts numbers into ``ValueRuns`` within a limit; see there why the order changes nothing.
struct ValueAccumulator: Sendable {
    private let limit: Int
    private var runs = ValueRuns()
    /// Numbers that wait to be sorted together, no more than runs: so many that merging them is cheap.
    private var pending: [UInt64] = []

    /// - Parameter limit: The most runs, at least ``ValueRuns/minimumLimit``.
    init(limit: Int) { self.limit = max(limit, ValueRuns.minimumLimit) }

    /// Counts a finite number.
    mutating func add(_ value: Double) {
        pending.append(ValueRuns.key(value))
        if pending.count == limit { settle() }
    }

    /// All numbers so far.
    var settled: ValueRuns {
        var copy = self
        copy.settle()
        return copy.runs
    }

    private mutating func settle() {
        guard !pending.isEmpty else { return }
        pending.radixSort { $0 }
        runs = runs.merged(with: ValueRuns(sortedKeys: pending)).rounded(limit: limit)
        pending.removeAll(keepingCapacity: true)
    }
}

extension ValueRuns {
    /// The same values at the finest level at which they are at most so many runs.
    func rounded(limit: Int) -> Self { rounded(to: Self.level(of: [self], limit: limit)) }
}
