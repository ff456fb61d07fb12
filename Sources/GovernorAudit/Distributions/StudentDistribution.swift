/// Student's t distribution.
enum StudentDistribution {
    /// The probability of a value at least as far from 0 as `t`.
    ///
    /// - Parameter degrees: The degrees of freedom, above 0 and not necessarily whole.
    static func twoSidedTail(_ t: Double, degrees: Double) -> Double {
        guard t.isFinite else { return 0 }
        return BetaDistribution.cumulative(degrees / (degrees + t * t), a: degrees / 2, b: 0.5)
    }

    /// The value that is exceeded on both sides together with a probability: 2.086 for 0.05 and 20 degrees of freedom.
    static func critical(_ alpha: Double, degrees: Double) -> Double {
        let x = BetaDistribution.quantile(alpha, a: degrees / 2, b: 0.5)
        return (degrees * (1 - x) / x).squareRoot()
    }
}
