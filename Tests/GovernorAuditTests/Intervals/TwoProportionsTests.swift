import Testing

@testable import GovernorAudit

struct TwoProportionsTests {
    struct Limits: Sendable {
        let counts: [Double]
        let lower: Double
        let upper: Double
    }

    /// Found by maximising the likelihood under each difference with SciPy 1.17 (`brentq` on its derivative).
    static let differences = [
        Limits(counts: [30, 50, 20, 60], lower: 0.07933678597559322, upper: 0.43643980444229297),
        Limits(counts: [0, 10, 3, 12], lower: -0.538685745417896, upper: 0.07108802116975382),
        Limits(counts: [10, 10, 8, 10], lower: -0.11874415744152575, upper: 0.5177477827825837),
        Limits(counts: [1, 100, 5, 80], lower: -0.12956051642890115, upper: 0.0005286348343997003),
        Limits(counts: [450, 1000, 380, 1000], lower: 0.02682008576698715, upper: 0.11292730050895766),
    ]

    @Test(arguments: differences)
    func `the score limits of a difference are where the test begins to reject`(limits: Limits) throws {
        let counts = limits.counts
        let pair = try #require(TwoProportions(counts[0], of: counts[1], versus: counts[2], of: counts[3]))
        let interval = pair.difference(.score, alpha: 0.05)
        #expect(abs(interval.lower - limits.lower) < 1e-8)
        #expect(abs(interval.upper - limits.upper) < 1e-8)
    }

    @Test func `the score limits of a ratio hold a ratio that the test does not reject`() throws {
        let pair = try #require(TwoProportions(10, of: 10, versus: 8, of: 10))
        let interval = try #require(pair.ratio(.score, alpha: 0.05))
        #expect(abs(interval.lower - 0.8591599109775752) < 1e-8)
        #expect(abs(pair.scoreStatistic(ofRatio: interval.lower) - 1.959963984540054) < 1e-8)
    }

    @Test func `nobody selected leaves the ratio open, and both none leaves nothing to say`() throws {
        let none = try #require(TwoProportions(5, of: 10, versus: 0, of: 10))
        #expect(none.ratio(.score, alpha: 0.05)?.upper == .infinity)
        #expect(none.ratio(.katz, alpha: 0.05) == nil)
        let neither = try #require(TwoProportions(0, of: 10, versus: 0, of: 10))
        #expect(neither.ratio == nil)
        #expect(neither.ratio(.score, alpha: 0.05) == nil)
        #expect(neither.pooledTest == nil)
        #expect(TwoProportions(0, of: 0, versus: 1, of: 2) == nil)
    }

    @Test(arguments: [(30.0, 50.0, 20.0, 60.0), (0, 7, 3, 9), (9, 9, 1, 8)])
    func `exchanging both exchanges the limits`(x1: Double, n1: Double, x2: Double, n2: Double) throws {
        let pair = try #require(TwoProportions(x1, of: n1, versus: x2, of: n2))
        let exchanged = try #require(TwoProportions(x2, of: n2, versus: x1, of: n1))
        for method in TwoProportions.DifferenceMethod.allCases {
            let (limits, mirrored) = (pair.difference(method, alpha: 0.1), exchanged.difference(method, alpha: 0.1))
            #expect(abs(limits.lower + mirrored.upper) < 1e-9)
            #expect(abs(limits.upper + mirrored.lower) < 1e-9)
        }
    }
}
