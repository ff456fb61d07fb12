import Testing

@testable import GovernorAudit

/// Comparisons of means against SciPy 1.17 (`scipy.stats.ttest_ind` with `equal_var=False`, and its formula with the variance of all).
struct TwoMeansTests {
    private static func mean(_ values: [Double]) -> MeanEstimate {
        MeanEstimate(
            sum: values.reduce(0, +), squares: values.reduce(0) { $0 + $1 * $1 }, rows: Double(values.count))
    }

    private static let first = (0..<40).map { Double($0 * 37 % 101) / 10 }
    private static let second = (0..<75).map { Double($0 * 53 % 89) / 12 + 1 }

    @Test func `Welch's test, its interval, and the test with the variance of all`() throws {
        let pair = try #require(TwoMeans(Self.mean(Self.first), versus: Self.mean(Self.second)))
        #expect(isNear(pair.difference, 0.27388888888888907, 1e-12))
        #expect(isNear(pair.welchTest.statistic, 0.5121146510691443, 1e-12))
        #expect(isNear(pair.welchTest.p, 0.6104021381241534, 1e-10))
        let interval = pair.interval(alpha: 0.05)
        #expect(isNear(interval.lower, -0.7953394692221469, 1e-9) && isNear(interval.upper, 1.343117246999925, 1e-9))
        #expect(isNear(pair.pooledTest.statistic, 0.5645770338027818, 1e-12))
        #expect(isNear(pair.pooledTest.p, 0.5723614899593629, 1e-10))
    }

    @Test func `means without variance differ or do not, and one row says nothing`() throws {
        let (ones, twos) = (Self.mean([1, 1, 1]), Self.mean([2, 2]))
        let pair = try #require(TwoMeans(twos, versus: ones))
        #expect(pair.welchTest.p == 0 && pair.interval(alpha: 0.05) == Interval(1, 1))
        #expect(pair.pooledTest.p > 0.01, "of five rows, nothing is certain")
        let same = try #require(TwoMeans(ones, versus: ones))
        #expect(same.welchTest.p == 1 && same.pooledTest.p == 1 && same.difference == 0)
        #expect(TwoMeans(Self.mean([1]), versus: ones) == nil)
    }
}
