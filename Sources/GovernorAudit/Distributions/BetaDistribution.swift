/// The beta distribution, whose quantiles are exact limits of proportions.
enum BetaDistribution {
    /// The regularised incomplete beta function: the probability of a value of at most `x`.
    ///
    /// Lentz's evaluation of the continued fraction (DLMF 8.17.22), on the side where it converges fast.
    ///
    /// - Parameters:
    ///   - x: In `0...1`.
    ///   - a: Positive.
    ///   - b: Positive.
    static func cumulative(_ x: Double, a: Double, b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        return x < (a + 1) / (a + b + 2) ? lower(x, 1 - x, a, b) : 1 - lower(1 - x, x, b, a)
    }

    /// The value that is not exceeded with a probability.
    static func quantile(_ probability: Double, a: Double, b: Double) -> Double {
        guard probability > 0 else { return 0 }
        guard probability < 1 else { return 1 }
        var (low, high) = (0.0, 1.0)
        var x = a / (a + b)
        for _ in 0..<200 {
            let excess = cumulative(x, a: a, b: b) - probability
            if excess > 0 { high = x } else { low = x }
            let density = density(x, a, b)
            var next = density > 0 ? x - excess / density : (low + high) / 2
            if !(low < next && next < high) { next = (low + high) / 2 }
            if abs(next - x) <= 1e-15 * x { return next }
            x = next
        }
        return x
    }

    private static func density(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let n = a + b
        return a * b / n * BinomialDistribution.probability(a, of: n, p: x, q: 1 - x) / (x * (1 - x))
    }

    private static func lower(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
        let front = b / (a + b) * BinomialDistribution.probability(a, of: a + b, p: x, q: y)
        guard front > 0 else { return 0 }
        return front * fraction(x, a, b)
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        var c = 1.0
        var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
        var value = d
        var m = 1.0
        while m < 100_000 {
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / nonzero(1 + even * d)
            c = nonzero(1 + even / c)
            value *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / nonzero(1 + odd * d)
            c = nonzero(1 + odd / c)
            value *= d * c
            if abs(d * c - 1) < 1e-16 { break }
            m += 1
        }
        return value
    }

    private static func nonzero(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }
}
