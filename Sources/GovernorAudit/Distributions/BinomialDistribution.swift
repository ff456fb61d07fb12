/// How likely each number of successes is in independent trials.
enum BinomialDistribution {
    /// The probability of `x` of `n` successes; both may be fractions, as the beta distribution needs them.
    ///
    /// - Parameters:
    ///   - x: In `0...n`.
    ///   - p: The probability of success; `q` is 1 − p, given apart so that neither loses digits.
    static func probability(_ x: Double, of n: Double, p: Double, q: Double) -> Double {
        if p == 0 { return x == 0 ? 1 : 0 }
        if q == 0 { return x == n ? 1 : 0 }
        if n == 0 { return 1 }
        if x == 0 { return .exp(p < 0.1 ? n * .log(onePlus: -p) : n * .log(q)) }
        if x == n { return .exp(q < 0.1 ? n * .log(onePlus: -q) : n * .log(p)) }
        let exponent =
            StirlingError.of(n) - StirlingError.of(x) - StirlingError.of(n - x)
            - StirlingError.deviance(x, from: n * p) - StirlingError.deviance(n - x, from: n * q)
        return .exp(exponent) * (n / (2 * .pi * x * (n - x))).squareRoot()
    }
}

/// How many marked ones are among those drawn without replacement.
enum HypergeometricDistribution {
    /// The probability of `x` marked ones in a draw.
    ///
    /// - Parameters:
    ///   - drawn: How many are drawn.
    ///   - marked: How many of `total` are marked.
    static func probability(_ x: Int, drawn: Int, marked: Int, total: Int) -> Double {
        guard x >= max(0, drawn + marked - total), x <= min(drawn, marked) else { return 0 }
        let (p, q) = (Double(drawn) / Double(total), Double(total - drawn) / Double(total))
        let inside = BinomialDistribution.probability(Double(x), of: Double(marked), p: p, q: q)
        let outside = BinomialDistribution.probability(
            Double(drawn - x), of: Double(total - marked), p: p, q: q)
        return inside * outside / BinomialDistribution.probability(Double(drawn), of: Double(total), p: p, q: q)
    }
}
