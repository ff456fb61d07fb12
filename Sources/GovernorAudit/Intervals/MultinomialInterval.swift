/// Intervals of all shares of a whole at once: with probability 1 − α none is missed.
public enum MultinomialInterval: String, Sendable, CaseIterable {
    /// Score intervals with Bonferroni's correction (Goodman, 1965); sound when every count is at least 5.
    case goodman
    /// Of equal width, from truncated Poisson counts (Sison and Glaz, 1995); shorter when there are many categories.
    case sisonGlaz = "sison_glaz"

    /// The intervals of the shares, in the order of the counts; nil without rows.
    public func intervals(_ counts: [Int], alpha: Double) -> [Interval]? {
        let total = Double(counts.reduce(0, +))
        guard total > 0 else { return nil }
        switch self {
        case .goodman: return Self.goodman(counts.map(Double.init), total, alpha)
        case .sisonGlaz: return SisonGlaz(counts.map(Double.init), total).intervals(alpha)
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

    init(_ counts: [Double], _ total: Double) {
        self.counts = counts
        self.total = total
    }

    func intervals(_ alpha: Double) -> [Interval] {
        var margin = 0.0
        var (coverage, next) = (0.0, self.coverage(of: 1))
        while margin < total, next <= 1 - alpha {
            margin += 1
            (coverage, next) = (next, self.coverage(of: margin + 1))
        }
        let refinement = (1 - alpha - coverage) / (next - coverage)
        return counts.map { count in
            Interval(
                max(0, (count - margin) / total), min(1, (count + margin + 2 * refinement) / total))
        }
    }

    /// The probability that every count is within a margin of its own, given their total: that of independent Poisson
    /// counts, conditioned by an Edgeworth expansion.
    private func coverage(of margin: Double) -> Double {
        var logarithm = 0.0
        var (mean, variance, third, fourth) = (0.0, 0.0, 0.0, 0.0)
        for count in counts {
            let kept = max(0, count - margin)...min(total, count + margin)
            let inside = poisson(kept, mean: count)
            logarithm += .log(inside)
            let moments = centralMoments(kept, mean: count, inside: inside)
            mean += moments.mean
            variance += moments.variance
            third += moments.third
            fourth += moments.fourth - 3 * moments.variance * moments.variance
        }
        let density = edgeworth(
            (total - mean) / variance.squareRoot(), third / .pow(variance, 1.5), fourth / (variance * variance))
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

    private func centralMoments(
        _ kept: ClosedRange<Double>, mean count: Double, inside: Double
    ) -> (mean: Double, variance: Double, third: Double, fourth: Double) {
        let factorial = (1...4).map { order -> Double in
            let r = Double(order)
            let lost = poisson((kept.lowerBound - r)...(kept.lowerBound - 1), mean: count)
            let gained = poisson((kept.upperBound - r + 1)...kept.upperBound, mean: count)
            return .pow(count, r) * (1 - (gained - lost) / inside)
        }
        let (m, f2, f3, f4) = (factorial[0], factorial[1], factorial[2], factorial[3])
        let (m2, m3, m4) = (m * m, m * m * m, m * m * m * m)
        return (
            m, f2 + m - m2, f3 + f2 * (3 - 3 * m) + m - 3 * m2 + 2 * m3,
            f4 + f3 * (6 - 4 * m) + f2 * (7 - 12 * m + 6 * m2) + m - 4 * m2 + 6 * m3 - 3 * m4
        )
    }

    /// The probability of a Poisson count in a range of whole numbers.
    private func poisson(_ range: ClosedRange<Double>, mean: Double) -> Double {
        let upTo = { (count: Double) -> Double in
            count < 0 ? 0 : mean == 0 ? 1 : GammaDistribution.upperTail(mean, shape: count + 1)
        }
        return upTo(range.upperBound) - upTo(range.lowerBound - 1)
    }
}
