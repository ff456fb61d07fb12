import GovernorCore
import Testing

@testable import GovernorAudit

struct DriftTests {
    /// `scipy.stats.kstwo.sf`, SciPy 1.17: one setting for each method and each side of where methods change.
    @Test(arguments: [
        (5.0, 0.2, 0.9616),
        (5.0, 0.55, 0.059696249999999965),
        (3.0, 0.17, 0.9999982222222222),
        (100.0, 0.05, 0.9532159710635725),
        (140.0, 0.1, 0.11353657290090946),
        (141.0, 0.02, 0.9999999744561288),
        (1000.0, 0.01, 0.9999496745370611),
        (1000.0, 0.03, 0.3226902143914636),
        (1000.0, 0.05, 0.013012074781090332),
        (20000.0, 0.004, 0.9048968240702959),
        (20000.0, 0.01, 0.03638603905248727),
        (200000.0, 0.002, 0.39995085369038097),
        (5000.0, 0.3, 0.0),
    ])
    func `the largest distance from the true distribution`(n: Double, d: Double, expected: Double) {
        let found = KolmogorovDistribution.upperTail(d, values: n)
        #expect(abs(found - expected) <= 1e-8 * expected + 1e-12, "\(found)")
    }

    @Test func `equal data are at no distance, whatever is measured`() throws {
        let values = ValueRuns(exactly: [1, 2, 2, 3, 10])
        let edges = FrozenEdges(quantilesOf: values, bins: 4)
        let shares = try #require(
            ShareComparison(reference: edges.counts(of: values), current: edges.counts(of: values)))
        #expect(shares.populationStabilityIndex == 0)
        #expect(shares.jensenShannon == 0)
        #expect(shares.hellinger == 0)
        let comparison = try #require(ValueComparison(reference: values, current: values))
        #expect(comparison.kolmogorovSmirnov.statistic == 0)
        #expect(comparison.wasserstein == 0)
        #expect(KolmogorovDistribution.p(0, 5, 5) == 1)
    }

    @Test func `S3.3: edges are the reference's, so an index can be compared from week to week`() {
        let reference = ValueRuns(exactly: (0..<100).map(Double.init))
        let edges = FrozenEdges(quantilesOf: reference, bins: 4)
        #expect(edges.inner == [24.75, 49.5, 74.25])
        // Values beyond the reference's range are in the outer bins.
        #expect(edges.counts(of: ValueRuns(exactly: [-1e9, 0, 24.75, 1e9])) == [2, 1, 0, 1])
        #expect(FrozenEdges(widthOf: reference, bins: 3).inner == [33, 66])
        #expect(FrozenEdges(widthOf: ValueRuns(exactly: [5, 5]), bins: 3).inner == [])
        #expect(FrozenEdges(quantilesOf: ValueRuns(), bins: 3).inner == [])
    }

    @Test func `a column without values has no distance to another`() {
        #expect(ValueComparison(reference: ValueRuns(), current: ValueRuns(exactly: [1])) == nil)
        #expect(ShareComparison(reference: [0, 0], current: [1, 2]) == nil)
        #expect(KolmogorovDistribution.asymptoticP(0.5, 1, 1) == nil)
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `rounded values give the distance within the share of the largest run`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let reference = ValueRuns(exactly: (0..<3000).map { _ in Double.random(in: 0...1, using: &random) })
        let current = ValueRuns(exactly: (0..<2000).map { _ in Double.random(in: 0.1...1.2, using: &random) })
        let exact = try #require(ValueComparison(reference: reference, current: current))
        let (left, right) = (reference.rounded(to: 6), current.rounded(to: 6))
        let rounded = try #require(ValueComparison(reference: left, current: right))
        let bound = max(left.largestShare, right.largestShare)
        #expect(bound > 0 && bound < 0.02)
        #expect(
            abs(rounded.kolmogorovSmirnov.statistic - exact.kolmogorovSmirnov.statistic) <= bound)
    }

    @Test func `a false alarm comes as often as the level says`() throws {
        var random = SeededGenerator(seed: 8)
        let alarms = try (0..<500).count { _ in
            let sets = [40, 60].map { count in
                ValueRuns(exactly: (0..<count).map { _ in Double.random(in: 0...1, using: &random) })
            }
            let statistic = try #require(ValueComparison(reference: sets[0], current: sets[1])).kolmogorovSmirnov
                .statistic
            return try #require(KolmogorovDistribution.p(statistic, 40, 60)) < 0.05
        }
        #expect((10...40).contains(alarms), "25 of 500 are expected at most")
    }
}
