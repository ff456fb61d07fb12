/// How often each value occurs, exactly, or at a stated resolution where the values are too many to keep.
///
/// Values are runs: sorted distinct keys with counts. A key is the value's bit pattern, mapped so that keys sort as
/// values do, without its lowest bits: at level 52 none is dropped and the runs are exact; at level `L` values share a
/// run if they agree in sign, exponent and the first `L` bits of the mantissa, so a run is narrower than 2⁻ᴸ of its value.
///
/// Runs are rounded to the finest level at which they are no more than a limit. That level is a function of the multiset
/// alone: a part that was rounded to a level has more runs than the limit at the next finer one, so the whole has too.
/// Hence merging is associative and commutative, and equals one pass over all values (unlike with the usual quantile
/// sketches, whose result depends on the order). What rounding costs is not a bound to trust but a number to read: no
/// cumulative share is off by more than ``largestShare``, and that only within a run.
public struct ValueRuns: Sendable, Equatable {
    /// Equal values, or values that are equal at the level.
    public struct Run: Sendable, Equatable {
        /// The order-preserving bits of the value, without those dropped at the level.
        var key: UInt64
        /// How many values.
        public internal(set) var count: Int
    }

    /// The level at which no value is rounded.
    public static let exactLevel = 52
    /// The least limit: at level 0 there is a run for each sign and exponent, which are no more than that.
    public static let minimumLimit = 4096

    /// How many bits of the mantissa are kept.
    public private(set) var level: Int
    /// The runs, ascending.
    public private(set) var runs: [Run]
    /// How many values in all.
    public private(set) var total: Int

    /// No values.
    public init() {
        level = Self.exactLevel
        runs = []
        total = 0
    }

    /// Counts finite values exactly.
    public init(exactly values: some Sequence<Double>) {
        self.init(sortedKeys: values.map(Self.key).sorted())
    }

    /// Counts sorted keys of level 52.
    init(sortedKeys keys: some Collection<UInt64>) {
        level = Self.exactLevel
        total = keys.count
        runs = [Run](unsafeUninitializedCapacity: keys.count) { runs, count in
            guard let first = keys.first else { return }
            var run = Run(key: first, count: 0)
            count = 1
            // Whether the next value is another one is chance: no branch hangs on it.
            for key in keys {
                let isOther = key != run.key
                count += isOther ? 1 : 0
                run = Run(key: key, count: isOther ? 1 : run.count + 1)
                runs.initializeElement(at: count - 1, to: run)
            }
        }
    }

    init(level: Int, runs: [Run]) {
        self.level = level
        self.runs = runs
        total = runs.reduce(0) { $0 + $1.count }
    }

    /// Whether no value was rounded.
    public var isExact: Bool { level == Self.exactLevel }

    /// The share of the values in the largest run; 0 when there are none, and when runs are exact.
    public var largestShare: Double {
        guard !isExact, total > 0 else { return 0 }
        return Double(runs.reduce(0) { max($0, $1.count) }) / Double(total)
    }

    /// A range that holds all values; nil without values.
    var range: ClosedRange<Double>? {
        guard let first = runs.first, let last = runs.last else { return nil }
        let end = isExact ? edge(of: last) : Self.value(ofKey: (last.key + 1) << dropped)
        return edge(of: first)...(end.isFinite ? end : .greatestFiniteMagnitude)
    }

    /// The value of a run: itself at the exact level, the middle of the run otherwise.
    public func value(of run: Run) -> Double {
        let lower = edge(of: run)
        let upper = upperEdge(of: run)
        return isExact || !upper.isFinite ? lower : lower + (upper - lower) / 2
    }

    /// Values and counts, ascending.
    public var valuesAndCounts: [(value: Double, count: Int)] { runs.map { (value(of: $0), $0.count) } }

    /// Both together, at the coarser of the two levels.
    func merged(with other: Self) -> Self {
        let common = min(level, other.level)
        let left = rounded(to: common).runs
        let right = other.rounded(to: common).runs
        var merged: [Run] = []
        merged.reserveCapacity(left.count + right.count)
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
            let (a, b) = (left[i], right[j])
            if a.key == b.key {
                merged.append(Run(key: a.key, count: a.count + b.count))
            } else {
                merged.append(a.key < b.key ? a : b)
            }
            if a.key <= b.key { i += 1 }
            if b.key <= a.key { j += 1 }
        }
        merged += left[i...]
        merged += right[j...]
        return ValueRuns(level: common, runs: merged)
    }

    /// The same values at a coarser level.
    func rounded(to coarser: Int) -> Self {
        guard coarser < level else { return self }
        let shift = UInt64(level - coarser)
        var rounded: [Run] = []
        for run in runs {
            let key = run.key >> shift
            if rounded.last?.key == key {
                rounded[rounded.count - 1].count += run.count
            } else {
                rounded.append(Run(key: key, count: run.count))
            }
        }
        return ValueRuns(level: coarser, runs: rounded)
    }

    /// The finest level, of none finer than theirs, at which several sets of values have at most `limit` runs together.
    ///
    /// - Parameter sets: All of one level.
    static func level(of sets: [Self], limit: Int) -> Int {
        guard let level = sets.first?.level else { return exactLevel }
        var count = sets.reduce(0) { $0 + $1.runs.count }
        guard count > limit else { return level }
        // Two neighbours become one run when all bits in which they differ are dropped.
        var joins = [Int](repeating: 0, count: 65)
        for set in sets {
            for index in set.runs.indices.dropFirst() {
                let difference = set.runs[index].key ^ set.runs[index - 1].key
                joins[64 - difference.leadingZeroBitCount] += 1
            }
        }
        var dropped = 0
        while count > limit, dropped < level {
            dropped += 1
            count -= joins[dropped]
        }
        return level - dropped
    }

    private var dropped: UInt64 { UInt64(Self.exactLevel - level) }

    /// The bits of a value, so that keys sort as values do; both zeros have one key.
    static func key(_ value: Double) -> UInt64 {
        let bits = (value == 0 ? 0 : value).bitPattern
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }

    /// The value whose key it is.
    static func value(ofKey key: UInt64) -> Double {
        Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
    }

    /// The smallest value that a run may hold; with the level it tells the run.
    func edge(of run: Run) -> Double { Self.value(ofKey: run.key << dropped) }

    /// The smallest value beyond those that a run may hold.
    func upperEdge(of run: Run) -> Double { Self.value(ofKey: (run.key + 1) << dropped) }

    /// Whether all values that a run may hold are below a value.
    func isBelow(_ run: Run, _ value: Double) -> Bool {
        isExact ? edge(of: run) < value : upperEdge(of: run) <= value
    }

    /// The key at this level of a value that is an edge; nil if it is none.
    static func key(ofEdge value: Double, level: Int) -> UInt64? {
        let key = key(value)
        let dropped = UInt64(exactLevel - level)
        return (key >> dropped) << dropped == key ? key >> dropped : nil
    }
}
