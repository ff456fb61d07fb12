/// What a test found.
public struct TestResult: Sendable, Equatable {
    /// The test's statistic.
    public let statistic: Double
    /// The probability of a statistic at least as extreme if there is no effect.
    public let p: Double
}

extension TwoProportions {
    /// The z test with the proportion of both together in the variance; nil when that is 0 or 1.
    public var pooledTest: TestResult? {
        let pooled = (x1 + x2) / (n1 + n2)
        let variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
        guard variance > 0 else { return nil }
        let z = difference / variance.squareRoot()
        return TestResult(statistic: z, p: NormalDistribution.twoSidedTail(z))
    }
}
