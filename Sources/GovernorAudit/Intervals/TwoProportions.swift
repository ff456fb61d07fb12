/// Two independent proportions that are compared: the first minus, or over, the second.
public struct TwoProportions: Sendable, Equatable {
    /// Successes and trials of the first.
    let x1: Double, n1: Double
    /// Successes and trials of the second.
    let x2: Double, n2: Double

    /// Creates a comparison; nil unless both have trials, and successes among them.
    public init?(_ first: Double, of firstTrials: Double, versus second: Double, of secondTrials: Double) {
        guard firstTrials > 0, secondTrials > 0, (0...firstTrials).contains(first),
            (0...secondTrials).contains(second)
        else { return nil }
        (x1, n1, x2, n2) = (first, firstTrials, second, secondTrials)
    }

    var p1: Double { x1 / n1 }
    var p2: Double { x2 / n2 }

    /// The first proportion minus the second.
    public var difference: Double { p1 - p2 }
    /// The first proportion over the second; nil when both are 0.
    public var ratio: Double? { x1 == 0 && x2 == 0 ? nil : p1 / p2 }
}

// MARK: - Intervals

extension TwoProportions {
    /// Intervals of the difference.
    public enum DifferenceMethod: String, Sendable, CaseIterable {
        /// Squares and adds the reaches of both Wilson intervals (Newcombe, 1998, method 10): the default of an audit.
        case newcombe
        /// Wald's with a success and a failure added to each (Agresti and Caffo, 2000).
        case agrestiCaffo = "agresti_caffo"
        /// Inverts the score test (Miettinen and Nurminen, 1985).
        case score
        /// Excludes what mixtures of all proportions ever make 1 ∕ α times likelier: a confidence sequence, which holds at every look
        /// at data that grow. Of whole numbers of rows.
        case betaBinomialMixture = "beta_binomial_mixture"
    }

    /// Intervals of the ratio.
    public enum RatioMethod: String, Sendable, CaseIterable {
        /// Wald's on the logarithm (Katz et al., 1978); none where a count is 0.
        case katz
        /// The same with half a success added to each (Walter, 1975).
        case adjustedKatz = "adjusted_katz"
        /// Inverts the score test (Miettinen and Nurminen, 1985), also where a count is 0: the default of an audit.
        case score
    }

    /// Intervals of the odds ratio.
    public enum OddsRatioMethod: String, Sendable, CaseIterable {
        /// Wald's on the logarithm (Woolf, 1955); none where a count is 0.
        case logit
        /// The same with half a row added to each cell (Haldane, 1956).
        case adjustedLogit = "adjusted_logit"
        /// Inverts the score test (Miettinen and Nurminen, 1985).
        case score
    }

    /// Where the difference lies, in `-1...1`.
    public func difference(_ method: DifferenceMethod, alpha: Double) -> Interval {
        let z = NormalDistribution.critical(alpha)
        switch method {
        case .newcombe:
            let first = wilson(x1, n1, alpha)
            let second = wilson(x2, n2, alpha)
            let below = square(p1 - first.lower) + square(second.upper - p2)
            let above = square(first.upper - p1) + square(p2 - second.lower)
            return Interval(difference - below.squareRoot(), difference + above.squareRoot())
        case .agrestiCaffo:
            let (q1, q2) = ((x1 + 1) / (n1 + 2), (x2 + 1) / (n2 + 2))
            let reach = z * (q1 * (1 - q1) / (n1 + 2) + q2 * (1 - q2) / (n2 + 2)).squareRoot()
            return Interval(q1 - q2 - reach, q1 - q2 + reach)
        case .betaBinomialMixture: return betaBinomialMixture(alpha: alpha)
        case .score:
            return ScoreInversion.interval(
                z: z, within: -1...1, around: difference, scale: { $0 }, statistic: scoreStatistic(ofDifference:))
        }
    }

    /// Where the ratio lies; nil where the method has no answer.
    public func ratio(_ method: RatioMethod, alpha: Double) -> Interval? {
        let z = NormalDistribution.critical(alpha)
        switch method {
        case .katz: return logarithmic(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2, p1 / p2, z)
        case .adjustedKatz:
            let (y1, m1, y2, m2) = (x1 + 0.5, n1 + 0.5, x2 + 0.5, n2 + 0.5)
            return logarithmic(1 / y1 - 1 / m1 + 1 / y2 - 1 / m2, y1 / m1 / (y2 / m2), z)
        case .score:
            guard let ratio else { return nil }
            return ScoreInversion.interval(
                z: z, within: -ScoreInversion.reach...ScoreInversion.reach, around: .log(ratio), scale: Double.exp,
                statistic: scoreStatistic(ofRatio:))
        }
    }

    /// Where the odds ratio lies; nil where the method has no answer.
    public func oddsRatio(_ method: OddsRatioMethod, alpha: Double) -> Interval? {
        let z = NormalDistribution.critical(alpha)
        let added = method == .adjustedLogit ? 0.5 : 0
        let (y1, f1, y2, f2) = (x1 + added, n1 - x1 + added, x2 + added, n2 - x2 + added)
        let odds = y1 * f2 / (f1 * y2)
        guard method == .score else { return logarithmic(1 / y1 + 1 / f1 + 1 / y2 + 1 / f2, odds, z) }
        guard !odds.isNaN else { return nil }
        return ScoreInversion.interval(
            z: z, within: -ScoreInversion.reach...ScoreInversion.reach, around: .log(odds), scale: Double.exp,
            statistic: scoreStatistic(ofOddsRatio:))
    }

    private func logarithmic(_ variance: Double, _ centre: Double, _ z: Double) -> Interval? {
        guard variance.isFinite, centre > 0, centre.isFinite else { return nil }
        let reach = z * variance.squareRoot()
        return Interval(centre * .exp(-reach), centre * .exp(reach))
    }

    private func wilson(_ x: Double, _ n: Double, _ alpha: Double) -> Interval {
        ProportionInterval.wilson.interval(successes: x, of: n, alpha: alpha) ?? Interval(0, 1)
    }

    private func square(_ x: Double) -> Double { x * x }
}
