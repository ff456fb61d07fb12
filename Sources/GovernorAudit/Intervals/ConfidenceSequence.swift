// Intervals that hold at every look at data that grow: confidence sequences.
//
// Who looks each week and stops at the first interval without 0 is not wrong once in twenty times, but sooner or later almost always.
// Under a true proportion p, the likelihood of the outcomes so far averaged over all proportions, over their likelihood under p,
//
//     E(p) = ∫ q^x (1 − q)^(n − x) dq ∕ (p^x (1 − p)^(n − x)) = 1 ∕ ((n + 1) b(x; n, p)),     b: the binomial probability
//
// is a martingale that begins at 1. By Ville's inequality it ever reaches 1 ∕ α with probability α at most, however often one looks and
// whenever one stops: the p with E(p) < 1 ∕ α are a confidence sequence (Robbins, 1970; a beta-binomial mixture in the terms of Howard,
// Ramdas, McAuliffe and Sekhon, 2021). It is exact for any n. For two proportions the product of both is such a martingale; differences
// that no pair of proportions keeps below 1 ∕ α are excluded (Turner, Ly and Grünwald, 2024), and 1 ∕ E is a p-value for every look.

extension ProportionInterval {
    /// The limits that hold at every look.
    ///
    /// - Parameters:
    ///   - x: Whole numbers of successes,
    ///   - n: and of trials, of which there is at least one: a mixture of weighted rows is no martingale.
    static func betaBinomialMixture(_ x: Double, _ n: Double, alpha: Double) -> Interval {
        let isExcluded = { (p: Double) in BetaBinomialMixture.evidence(against: p, x, n) >= 1 / alpha }
        return Interval(
            BetaBinomialMixture.limit(from: x / n, towards: 0, isExcluded),
            BetaBinomialMixture.limit(from: x / n, towards: 1, isExcluded))
    }
}

extension TwoProportions {
    /// The limits of the difference that hold at every look at rows that come to either proportion, or to both.
    func betaBinomialMixture(alpha: Double) -> Interval {
        let isExcluded = { (delta: Double) in self.mixtureEvidence(againstDifference: delta) >= 1 / alpha }
        return Interval(
            BetaBinomialMixture.limit(from: difference, towards: -1, isExcluded),
            BetaBinomialMixture.limit(from: difference, towards: 1, isExcluded))
    }

    /// The p-value that the proportions are equal: the probability that it is ever as small, at any look, where they are.
    public var anytimeP: Double {
        let both = (x1 + x2) / (n1 + n2)
        return min(1, 1 / mixtureEvidence(against: both, both))
    }

    /// The least evidence against any two proportions with a difference.
    func mixtureEvidence(againstDifference delta: Double) -> Double {
        let second = likeliestSecond(underDifference: delta)
        return mixtureEvidence(against: min(1, max(0, second + delta)), second)
    }

    private func mixtureEvidence(against first: Double, _ second: Double) -> Double {
        BetaBinomialMixture.evidence(against: first, x1, n1)
            * BetaBinomialMixture.evidence(against: second, x2, n2)
    }
}

/// The mixture of all proportions alike.
enum BetaBinomialMixture {
    /// How much less likely the outcomes are under `p` than under all proportions on average; infinite where `p` excludes them.
    static func evidence(against p: Double, _ x: Double, _ n: Double) -> Double {
        1 / ((n + 1) * BinomialDistribution.probability(x, of: n, p: p, q: 1 - p))
    }

    /// The last value that is not excluded on the way from an estimate, by bisection.
    fileprivate static func limit(from estimate: Double, towards end: Double, _ isExcluded: (Double) -> Bool) -> Double
    {
        guard estimate != end, isExcluded(end) else { return end }
        var (inside, outside) = (estimate, end)
        for _ in 0..<60 {
            let middle = (inside + outside) / 2
            if isExcluded(middle) { outside = middle } else { inside = middle }
        }
        return inside
    }
}
