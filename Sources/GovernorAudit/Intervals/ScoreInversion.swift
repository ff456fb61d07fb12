/// Limits of a comparison of two proportions: the values that the score test does not reject (Miettinen and Nurminen,
/// 1985), with their factor N ∕ (N − 1) in the variance.
enum ScoreInversion {
    /// Ratios are looked for between e⁻⁴⁰ and e⁴⁰; a limit beyond is 0 or infinite.
    static let reach = 40.0

    /// The limits at which the statistic, which falls as the value grows, is ±z.
    ///
    /// - Parameters:
    ///   - range: Where to look, on the scale of the search.
    ///   - centre: The estimate on that scale, possibly infinite.
    ///   - scale: Leads from the scale of the search to the value.
    static func interval(
        z: Double, within range: ClosedRange<Double>, around centre: Double, scale: (Double) -> Double,
        statistic: (Double) -> Double
    ) -> Interval {
        let middle = min(max(centre, range.lowerBound), range.upperBound)
        let isOpen = range.upperBound == reach
        let below = root(range.lowerBound, middle) { statistic(scale($0)) - z }
        let above = root(middle, range.upperBound) { statistic(scale($0)) + z }
        return Interval(
            below.map(scale) ?? (isOpen ? 0 : range.lowerBound),
            above.map(scale) ?? (isOpen ? .infinity : range.upperBound))
    }

    /// Where a falling function crosses 0, by bisection; nil when it does not within the bounds.
    private static func root(_ low: Double, _ high: Double, _ function: (Double) -> Double) -> Double? {
        var (low, high) = (low, high)
        // At the bounds themselves variances may be 0.
        let inset = (high - low) * 1e-12
        guard function(low + inset) > 0, function(high - inset) < 0 else { return nil }
        while true {
            let middle = (low + high) / 2
            guard low < middle, middle < high, high - low > 1e-15 else { return middle }
            if function(middle) > 0 { low = middle } else { high = middle }
        }
    }
}

extension TwoProportions {
    /// The score statistic of a difference `delta`.
    func scoreStatistic(ofDifference delta: Double) -> Double {
        let second = likeliestSecond(underDifference: delta)
        return quotient(difference - delta, variance(second + delta, second, 1))
    }

    /// The second proportion that makes the data likeliest, where the first is larger by `delta`.
    func likeliestSecond(underDifference delta: Double) -> Double {
        // The likelihood is largest under p1 = p2 + delta at a root of a cubic: Farrington and Manning (1990).
        let total = n1 + n2
        let a = ((n1 + 2 * n2) * delta - total - (x1 + x2)) / (3 * total)
        let b = ((n2 * delta - total - 2 * x2) * delta + x1 + x2) / (3 * total)
        let c = x2 * delta * (1 - delta) / (2 * total)
        let q = a * a * a - 1.5 * a * b + c
        let radius = (q < 0 ? -1.0 : 1.0) * max(0, a * a - b).squareRoot()
        let cosine = radius == 0 ? 0 : min(1, max(-1, q / (radius * radius * radius)))
        let angle = (Double.pi + Double.arcCosine(cosine)) / 3
        return clamp(2 * radius * .cosine(angle) - a, max(0, -delta), min(1, 1 - delta))
    }

    /// The score statistic of a ratio.
    func scoreStatistic(ofRatio ratio: Double) -> Double {
        let a = (n1 + n2) * ratio
        let b = n1 * ratio + x1 + n2 + x2 * ratio
        let c = x1 + x2
        let root = max(0, b * b - 4 * a * c).squareRoot()
        // The smaller root, without cancellation.
        let second = clamp(2 * c / (b + root), 0, min(1, 1 / ratio))
        return quotient(p1 - ratio * p2, variance(second * ratio, second, ratio))
    }

    /// The score statistic of an odds ratio.
    func scoreStatistic(ofOddsRatio odds: Double) -> Double {
        let a = n2 * (odds - 1)
        let b = n1 * odds + n2 - (x1 + x2) * (odds - 1)
        let c = x1 + x2
        let root = max(0, b * b + 4 * a * c).squareRoot()
        let second = b >= 0 ? 2 * c / (b + root) : (root - b) / (2 * a)
        let first = second * odds / (1 + second * (odds - 1))
        let (v1, v2) = (first * (1 - first), second * (1 - second))
        let variance = (1 / (v1 * n1) + 1 / (v2 * n2)) * (n1 + n2) / (n1 + n2 - 1)
        return quotient((p1 - first) / v1 - (p2 - second) / v2, variance)
    }

    private func variance(_ first: Double, _ second: Double, _ factor: Double) -> Double {
        let both = first * (1 - first) / n1 + factor * factor * second * (1 - second) / n2
        return both * (n1 + n2) / (n1 + n2 - 1)
    }

    private func quotient(_ distance: Double, _ variance: Double) -> Double {
        variance > 0 ? distance / variance.squareRoot() : distance == 0 ? 0 : distance * .infinity
    }

    private func clamp(_ value: Double, _ low: Double, _ high: Double) -> Double { min(max(value, low), high) }
}
