/// Intervals of all shares of a whole at once: with probability 1 − α none is missed.
public enum MultinomialInterval: String, Sendable, CaseIterable {
    /// Score intervals with Bonferroni's correction (Goodman, 1965); sound when every count is at least 5.
    case goodman
    /// Of equal width, from truncated Poisson counts (Sison and Glaz, 1995); shorter when there are many categories.
    case sisonGlaz = "sison_glaz"

    /// The intervals of the shares, in the order of the counts; nil without rows.
    ///
    /// - Parameters:
    ///   - counts: None negative, together at most ``CountCube/maximumRows``.
    ///   - alpha: The probability of missing any, above 0 and below 1.
    public func intervals(_ counts: [Int], alpha: Double) -> [Interval]? {
        precondition(counts.allSatisfy { $0 >= 0 })
        let total = Double(counts.reduce(0, +))
        guard total > 0 else { return nil }
        switch self {
        case .goodman: return Self.goodman(counts.map(Double.init), total, alpha)
        case .sisonGlaz:
            var search = SisonGlaz(counts.map(Double.init), total)
            return search.intervals(alpha)
        }
    }

    private static func goodman(_ counts: [Double], _ total: Double, _ alpha: Double) -> [Interval] {
        let q = ChiSquaredDistribution.critical(alpha / Double(counts.count), degreesOfFreedom: 1)
        return counts.map { count in
            let reach = (q * q + 4 * count * q * (total - count) / total).squareRoot()
            return Interval(
                max(0, (q + 2 * count - reach) / (2 * (total + q))), min(1, (q + 2 * count + reach) / (2 * (total + q)))
            )
        }
    }
}

/// The smallest margin, in rows, that all counts keep to with the wanted probability, and its refinement upwards
/// (May and Johnson, 2000).
private struct SisonGlaz {
    private let counts: [Double]
    private let total: Double
    /// Each count's Poisson probabilities within the margin.
    private var windows: [PoissonWindow]

    init(_ counts: [Double], _ total: Double) {
        self.counts = counts
        self.total = total
        windows = counts.map { PoissonWindow($0, most: total) }
    }

    mutating func intervals(_ alpha: Double) -> [Interval] {
        var margin = 0.0
        var (coverage, next) = (0.0, widened())
        while margin < total, next <= 1 - alpha {
            margin += 1
            (coverage, next) = (next, widened())
        }
        let refinement = next > coverage ? (1 - alpha - coverage) / (next - coverage) : 0
        return counts.map { count in
            Interval(
                max(0, (count - margin) / total), min(1, (count + margin + 2 * refinement) / total))
        }
    }

    /// Widens the margin by a row.
    ///
    /// - Returns: The probability that every count is within the margin of its own, given their total: that of independent
    ///   Poisson counts, conditioned by an Edgeworth expansion.
    private mutating func widened() -> Double {
        var logarithm = 0.0
        var (shift, variance, third, fourth) = (0.0, 0.0, 0.0, 0.0)
        for index in windows.indices {
            windows[index].widen()
            let moments = windows[index].moments
            logarithm += .log(moments.inside)
            shift += moments.shift
            variance += moments.variance
            third += moments.third
            fourth += moments.fourth - 3 * moments.variance * moments.variance
        }
        let density = edgeworth(
            -shift / variance.squareRoot(), third / .pow(variance, 1.5), fourth / (variance * variance))
        let whole = -StirlingError.of(total) - 0.5 * .log(2 * .pi * total)
        return .exp(logarithm - whole) * density / variance.squareRoot()
    }

    private func edgeworth(_ x: Double, _ skewness: Double, _ excess: Double) -> Double {
        let (x2, x4) = (x * x, x * x * x * x)
        let third = x * (x2 - 3)
        let fourth = x4 - 6 * x2 + 3
        let sixth = x4 * x2 - 15 * x4 + 45 * x2 - 15
        return NormalDistribution.density(x)
            * (1 + skewness * third / 6 + excess * fourth / 24 + skewness * skewness * sixth / 72)
    }
}

/// A Poisson count of a known mean, kept to a growing margin around it. Its moments are added up around the mean: those around 0
/// would lose all digits for large counts.
private struct PoissonWindow {
    private let mean: Double
    private let most: Double
    private var margin = 0.0
    /// The probabilities at both ends.
    private var lower: Double
    private var upper: Double
    /// Σ pᵏ·probability for k from 0 to 4, p being the distance from the mean.
    private var sums: [Double]

    init(_ mean: Double, most: Double) {
        self.mean = mean
        self.most = most
        let middle = mean > 0 ? Double.exp(-StirlingError.of(mean)) / (2 * .pi * mean).squareRoot() : 1
        (lower, upper) = (middle, middle)
        sums = [middle, 0, 0, 0, 0]
    }

    /// Widens the margin by 1.
    mutating func widen() {
        guard mean > 0 else { return }
        lower *= (mean - margin) / mean
        margin += 1
        upper *= mean / (mean + margin)
        if mean - margin >= 0 { add(lower, -margin) }
        if mean + margin <= most { add(upper, margin) }
    }

    private mutating func add(_ probability: Double, _ distance: Double) {
        var term = probability
        for order in sums.indices {
            sums[order] += term
            term *= distance
        }
    }

    /// The probability of the margin, and the moments given it: the mean's shift, and central ones.
    var moments: (inside: Double, shift: Double, variance: Double, third: Double, fourth: Double) {
        let inside = sums[0]
        let (m1, m2, m3, m4) = (sums[1] / inside, sums[2] / inside, sums[3] / inside, sums[4] / inside)
        return (
            inside, m1, m2 - m1 * m1, m3 - 3 * m1 * m2 + 2 * m1 * m1 * m1,
            m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 * m1 * m1 * m1
        )
    }
}
