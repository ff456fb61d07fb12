/// Intervals of a proportion. Wald's is not among them: for small groups it is far too short, and empty at 0 and 1.
public enum ProportionInterval: String, Sendable, CaseIterable {
    /// Inverts the score test (Wilson, 1927): the default of an audit.
    case wilson
    /// The same with continuity correction (Newcombe, 1998).
    case wilsonContinuity = "wilson_continuity"
    /// Inverts the binomial test (Clopper and Pearson, 1934): never shorter than nominal.
    case clopperPearson = "clopper_pearson"
    /// Wald's around a centre moved towards one half (Agresti and Coull, 1998).
    case agrestiCoull = "agresti_coull"
    /// Equal tails of the posterior under Jeffreys' prior (Brown, Cai and DasGupta, 2001).
    case jeffreys
    /// Excludes what a mixture of all proportions ever makes 1 ∕ α times likelier (Robbins, 1970): a confidence sequence, which holds
    /// at every look at data that grow. Of whole numbers of rows.
    case betaBinomialMixture = "beta_binomial_mixture"

    /// Below so many, or where none or all succeed, an audit uses Clopper–Pearson.
    public static let exactBelow = 40.0

    /// The method that an audit uses: Clopper–Pearson for small samples and at 0 and 1, Wilson otherwise.
    ///
    /// - Parameter isAnytimeValid: Whether the interval is to hold at every look.
    public static func recommended(successes: Double, of trials: Double, isAnytimeValid: Bool = false) -> Self {
        if isAnytimeValid { return .betaBinomialMixture }
        return trials < exactBelow || successes == 0 || successes == trials ? .clopperPearson : .wilson
    }

    /// The interval of a proportion.
    ///
    /// - Parameters:
    ///   - successes: In `0...trials`; a fraction for weighted rows.
    ///   - trials: The rows, or their effective number.
    ///   - alpha: The probability of missing the proportion, such as 0.05.
    /// - Returns: Limits in `0...1`; nil without trials.
    public func interval(successes: Double, of trials: Double, alpha: Double) -> Interval? {
        guard trials > 0 else { return nil }
        let z = NormalDistribution.critical(alpha)
        switch self {
        case .wilson: return Self.wilson(successes, trials, z)
        case .wilsonContinuity: return Self.wilsonContinuity(successes, trials, z)
        case .clopperPearson:
            let failures = trials - successes
            return Interval(
                successes == 0 ? 0 : BetaDistribution.quantile(alpha / 2, a: successes, b: failures + 1),
                failures == 0 ? 1 : BetaDistribution.quantile(1 - alpha / 2, a: successes + 1, b: failures))
        case .betaBinomialMixture: return Self.betaBinomialMixture(successes, trials, alpha: alpha)
        case .agrestiCoull:
            let total = trials + z * z
            let centre = (successes + z * z / 2) / total
            let reach = z * (centre * (1 - centre) / total).squareRoot()
            return Interval(max(0, centre - reach), min(1, centre + reach))
        case .jeffreys:
            let (a, b) = (successes + 0.5, trials - successes + 0.5)
            return Interval(
                BetaDistribution.quantile(alpha / 2, a: a, b: b), BetaDistribution.quantile(1 - alpha / 2, a: a, b: b))
        }
    }

    private static func wilson(_ x: Double, _ n: Double, _ z: Double) -> Interval {
        let total = n + z * z
        let centre = (x + z * z / 2) / total
        let reach = z / total * (x * (n - x) / n + z * z / 4).squareRoot()
        return Interval(x == 0 ? 0 : max(0, centre - reach), x == n ? 1 : min(1, centre + reach))
    }

    private static func wilsonContinuity(_ x: Double, _ n: Double, _ z: Double) -> Interval {
        let (p, q, square) = (x / n, (n - x) / n, z * z)
        let below = (square - 2 - 1 / n + 4 * p * (n * q + 1)).squareRoot()
        let above = (square + 2 - 1 / n + 4 * p * (n * q - 1)).squareRoot()
        return Interval(
            x == 0 ? 0 : (2 * x + square - 1 - z * below) / (2 * (n + square)),
            x == n ? 1 : (2 * x + square + 1 + z * above) / (2 * (n + square)))
    }
}
