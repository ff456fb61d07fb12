/// How far the values of two data sets are apart, without bins.
public struct ValueComparison: Sendable {
    /// The largest distance between two cumulative shares, and where it is.
    public struct KolmogorovSmirnov: Sendable, Equatable {
        /// The distance, in `0...1`.
        public let statistic: Double
        /// The smallest value at which it is reached.
        public let location: Double
        /// Whether more of the reference lies below than of the current data: these are larger there.
        public let isReferenceBelow: Bool
    }

    /// How many values the reference has.
    public let referenceCount: Int
    /// How many values the current data have.
    public let currentCount: Int
    /// Each value of either, ascending, with the cumulative shares up to it.
    private let steps: [(value: Double, reference: Double, current: Double)]

    /// Compares values; nil unless both have some. Where either was rounded, both are.
    public init?(reference: ValueRuns, current: ValueRuns) {
        guard reference.total > 0, current.total > 0 else { return nil }
        let common = min(reference.level, current.level)
        let left = reference.rounded(to: common).valuesAndCounts
        let right = current.rounded(to: common).valuesAndCounts
        var steps: [(Double, Double, Double)] = []
        var (i, j, below, belowCurrent) = (0, 0, 0, 0)
        while i < left.count || j < right.count {
            let value = min(i < left.count ? left[i].value : .infinity, j < right.count ? right[j].value : .infinity)
            if i < left.count, left[i].value == value {
                below += left[i].count
                i += 1
            }
            if j < right.count, right[j].value == value {
                belowCurrent += right[j].count
                j += 1
            }
            steps.append((value, Double(below) / Double(reference.total), Double(belowCurrent) / Double(current.total)))
        }
        self.steps = steps
        referenceCount = reference.total
        currentCount = current.total
    }

    /// The statistic of Kolmogorov and Smirnov's test.
    public var kolmogorovSmirnov: KolmogorovSmirnov {
        var (highest, lowest) = (steps[0], steps[0])
        for step in steps {
            if step.reference - step.current > highest.reference - highest.current { highest = step }
            if step.reference - step.current < lowest.reference - lowest.current { lowest = step }
        }
        let (above, below) = (highest.reference - highest.current, lowest.current - lowest.reference)
        return below > above
            ? KolmogorovSmirnov(statistic: below, location: lowest.value, isReferenceBelow: false)
            : KolmogorovSmirnov(statistic: max(0, above), location: highest.value, isReferenceBelow: true)
    }

    /// How far values have to be moved, on average, to make one distribution of the other, in their own unit
    /// (Wasserstein's distance of order 1).
    public var wasserstein: Double { integral { abs($0) } }

    /// The energy distance (Székely and Rizzo, 2013) in the square root of the values' unit.
    public var energyDistance: Double { (2 * integral { $0 * $0 }).squareRoot() }

    private func integral(_ function: (Double) -> Double) -> Double {
        zip(steps, steps.dropFirst()).reduce(0) { sum, pair in
            sum + function(pair.0.reference - pair.0.current) * (pair.1.value - pair.0.value)
        }
    }
}
