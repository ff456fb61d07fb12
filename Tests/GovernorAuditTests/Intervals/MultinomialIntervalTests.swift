import Testing

@testable import GovernorAudit

struct MultinomialIntervalTests {
    @Test func `Sison and Glaz's intervals are those of statsmodels 0.15`() throws {
        let found = try #require(MultinomialInterval.sisonGlaz.intervals([5000, 3000, 2000], alpha: 0.05))
        for (interval, share) in zip(found, [0.5, 0.3, 0.2]) {
            #expect(abs(interval.lower - (share - 0.0105)) < 1e-9)
            #expect(abs(interval.upper - (share + 0.010696771)) < 1e-7)
        }
    }

    @Test(arguments: [100, 10_000])
    func `they shrink as the root of the counts grows, and do not collapse`(factor: Int) throws {
        let few = try #require(MultinomialInterval.sisonGlaz.intervals([5000, 3000, 2000], alpha: 0.05))
        let many = try #require(
            MultinomialInterval.sisonGlaz.intervals([5000, 3000, 2000].map { $0 * factor }, alpha: 0.05))
        for (wide, narrow) in zip(few, many) {
            let ratio = (wide.upper - wide.lower) / (narrow.upper - narrow.lower)
            #expect(abs(ratio / Double(factor).squareRoot() - 1) < 0.02)
        }
    }

    @Test(arguments: [[100_000, 3], [1, 0, 0], [10], [0, 10], [1, 1], [7, 9, 2, 1, 0, 0]])
    func `every count is in its interval`(counts: [Int]) throws {
        let total = Double(counts.reduce(0, +))
        for (interval, count) in zip(
            try #require(MultinomialInterval.sisonGlaz.intervals(counts, alpha: 0.05)), counts)
        {
            #expect(interval.lower <= Double(count) / total && Double(count) / total <= interval.upper)
        }
    }
}
