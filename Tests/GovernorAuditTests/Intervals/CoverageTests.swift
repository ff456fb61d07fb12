import GovernorCore
import Testing

@testable import GovernorAudit

/// Whether intervals hold the truth as often as they say, in seeded simulations.
///
/// With 4,000 draws the share that is found is within 0.011 of the true one with 99.9 % probability.
struct CoverageTests {
    static let draws = 4_000

    @Test(arguments: [(41, 0.3), (100, 0.05), (1000, 0.5)], [ProportionInterval.wilson, .clopperPearson])
    func `an interval of a proportion`(setting: (rows: Int, rate: Double), method: ProportionInterval) {
        var random = SeededGenerator(seed: 1)
        let hits = (0..<Self.draws).count { _ in
            let hits = Self.draw(setting.rows, setting.rate, &random)
            return method.interval(successes: Double(hits), of: Double(setting.rows), alpha: 0.05)?
                .contains(setting.rate) == true
        }
        let coverage = Double(hits) / Double(Self.draws)
        // Wilson's is right on average over rates, Clopper–Pearson's never too short.
        #expect(coverage > (method == .wilson ? 0.93 : 0.939))
        #expect(coverage < 0.995)
    }

    @Test func `an interval of a difference`() throws {
        var random = SeededGenerator(seed: 2)
        let hits = try (0..<Self.draws).count { _ in
            let (x1, x2) = (Self.draw(80, 0.4, &random), Self.draw(200, 0.25, &random))
            let pair = try #require(TwoProportions(Double(x1), of: 80, versus: Double(x2), of: 200))
            return pair.difference(.newcombe, alpha: 0.05).contains(0.15)
        }
        #expect(abs(Double(hits) / Double(Self.draws) - 0.95) < 0.015)
    }

    @Test func `an interval of a ratio`() throws {
        var random = SeededGenerator(seed: 3)
        let hits = try (0..<1_000).count { _ in
            let (x1, x2) = (Self.draw(80, 0.32, &random), Self.draw(200, 0.4, &random))
            let pair = try #require(TwoProportions(Double(x1), of: 80, versus: Double(x2), of: 200))
            return pair.ratio(.score, alpha: 0.05)?.contains(0.8) == true
        }
        #expect(abs(Double(hits) / 1_000 - 0.95) < 0.025)
    }

    @Test func `a bootstrap interval of a difference`() {
        var random = SeededGenerator(seed: 4)
        let hits = (0..<200).count { trial in
            let (x1, x2) = (Self.draw(150, 0.4, &random), Self.draw(300, 0.25, &random))
            let bootstrap = CountBootstrap.distribution(
                of: [x1, 150 - x1, x2, 300 - x2], replicates: 300, seed: UInt64(trial)
            ) { Double($0[0]) / Double($0[0] + $0[1]) - Double($0[2]) / Double($0[2] + $0[3]) }
            return bootstrap?.bca(alpha: 0.05).contains(0.15) == true
        }
        #expect(hits >= 178, "\(hits) of 200: fewer come once in 1,000 runs at 95 %")
    }

    private static func draw(_ rows: Int, _ rate: Double, _ random: inout SeededGenerator) -> Int {
        (0..<rows).count { _ in Double.random(in: 0..<1, using: &random) < rate }
    }
}
