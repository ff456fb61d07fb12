/// Values of a quantity in resampled data, and the intervals that follow from them.
public struct BootstrapDistribution: Sendable, Equatable {
    /// The quantity in the data themselves.
    public let estimate: Double
    /// The quantity in each resample, ascending.
    public let replicates: [Double]
    /// How fast the standard error changes with the quantity: a sixth of the skewness of the jackknife's influences.
    public let acceleration: Double

    /// Gathers replicates.
    ///
    /// - Parameter replicates: At least two, in any order.
    public init(estimate: Double, replicates: [Double], acceleration: Double) {
        precondition(replicates.count >= 2)
        self.estimate = estimate
        self.replicates = replicates.sorted()
        self.acceleration = acceleration
    }

    /// The standard deviation of the replicates.
    public var standardError: Double {
        let count = Double(replicates.count)
        let mean = replicates.reduce(0, +) / count
        return (replicates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
    }

    /// How far the replicates' median is from the estimate, in standard normal units.
    public var bias: Double {
        let below = replicates.count { $0 < estimate }
        let equal = replicates.count { $0 == estimate }
        return NormalDistribution.quantile((Double(below) + 0.5 * Double(equal)) / Double(replicates.count))
    }

    /// The quantiles of the replicates.
    public func percentile(alpha: Double) -> Interval {
        Interval(quantile(alpha / 2), quantile(1 - alpha / 2))
    }

    /// The quantiles of the replicates, mirrored at the estimate.
    public func basic(alpha: Double) -> Interval {
        Interval(2 * estimate - quantile(1 - alpha / 2), 2 * estimate - quantile(alpha / 2))
    }

    /// Bias-corrected and accelerated (Efron, 1987); the percentiles where all replicates are on one side.
    public func bca(alpha: Double) -> Interval {
        let bias = bias
        guard bias.isFinite else { return percentile(alpha: alpha) }
        let level = { (probability: Double) -> Double in
            let shifted = bias + NormalDistribution.quantile(probability)
            return NormalDistribution.cumulative(bias + shifted / (1 - acceleration * shifted))
        }
        return Interval(quantile(level(alpha / 2)), quantile(level(1 - alpha / 2)))
    }

    /// The value below which a share of the replicates lies, interpolated (Hyndman and Fan, 1996, type 7).
    public func quantile(_ share: Double) -> Double {
        let position = share * Double(replicates.count - 1)
        let below = min(Int(position), replicates.count - 1)
        let above = min(below + 1, replicates.count - 1)
        return replicates[below] + (position - Double(below)) * (replicates[above] - replicates[below])
    }
}
