/// What scores promise against what came true, by bins of scores.
public struct CalibrationCurve: Sendable, Equatable {
    /// Rows whose scores are close.
    public struct Bin: Sendable, Equatable {
        /// Which bin, from the lowest scores on.
        public let position: Int
        /// The rows.
        public let rows: Double
        /// The mean of their scores.
        public let meanScore: Double
        /// The share of them that is positive.
        public let rate: Double

        /// How far the promise is off.
        public var gap: Double { abs(rate - meanScore) }
    }

    /// The bins that have rows, ascending.
    public let bins: [Bin]

    /// Bins of equal width, from a cube's buckets: exact at any number of rows.
    ///
    /// - Parameter count: A divisor of the cube's number of buckets.
    /// - Returns: nil when it is none.
    public init?(_ cube: CountCube, group: Int, bins count: Int) {
        let buckets = cube.schema.scoreBuckets
        guard count > 0, buckets > 0, buckets.isMultiple(of: count) else { return nil }
        let width = buckets / count
        bins = (0..<count).compactMap { position in
            var (rows, positives, scores) = (0.0, 0.0, 0.0)
            for bucket in (position * width)..<((position + 1) * width) {
                for label in Outcome.known {
                    let (count, sum) = cube.scores(group: group, label: label, bucket: bucket)
                    rows += Double(count)
                    scores += sum
                    if label == .positive { positives += Double(count) }
                }
            }
            return rows > 0
                ? Bin(position: position, rows: rows, meanScore: scores / rows, rate: positives / rows) : nil
        }
    }

    /// Bins of equally many rows. Rows of one score are alike, so where a bin ends within them each gets its share of both
    /// labels; tools that sort rows let the order of the file decide.
    ///
    /// - Parameter count: How many, at least one.
    public init(_ scores: ScoredOutcomes, equalMassBins count: Int) {
        precondition(count > 0)
        // The first bins get one row more where rows cannot be divided.
        let rows = Int(scores.rows)
        let sizes = (0..<count).map { Double(rows / count + ($0 < rows % count ? 1 : 0)) }
        var bins: [Bin] = []
        var (position, filled, positives, sum) = (0, 0.0, 0.0, 0.0)
        for entry in scores.entries {
            var rest = entry.rows
            while rest > 0, position < count {
                let taken = min(rest, sizes[position] - filled)
                filled += taken
                positives += taken * entry.positives / entry.rows
                sum += taken * entry.score
                rest -= taken
                guard filled == sizes[position] else { continue }
                if filled > 0 {
                    bins.append(
                        Bin(position: position, rows: filled, meanScore: sum / filled, rate: positives / filled))
                }
                position += 1
                (filled, positives, sum) = (0, 0, 0)
            }
        }
        self.bins = bins
    }

    /// The expected calibration error: the mean gap over rows; nil without rows.
    public var expectedError: Double? {
        let rows = bins.reduce(0) { $0 + $1.rows }
        return rows > 0 ? bins.reduce(0) { $0 + $1.rows * $1.gap } / rows : nil
    }

    /// The largest gap of a bin; nil without rows.
    public var maximumError: Double? { bins.map(\.gap).max() }

    /// Hosmer and Lemeshow's test (1980) of whether gaps are chance, with two degrees of freedom less than bins.
    public var hosmerLemeshow: TestResult? {
        guard bins.count > 2, bins.allSatisfy({ $0.meanScore > 0 && $0.meanScore < 1 }) else { return nil }
        let statistic = bins.reduce(0) { sum, bin in
            sum + bin.rows * bin.gap * bin.gap / (bin.meanScore * (1 - bin.meanScore))
        }
        return TestResult(
            statistic: statistic,
            p: ChiSquaredDistribution.upperTail(statistic, degreesOfFreedom: Double(bins.count - 2)))
    }
}
