import GovernorCore
import Testing

@testable import GovernorAudit

/// Whether confidence sequences hold the truth at all looks at once, which intervals for one look do not, in seeded simulations.
///
/// Of 400 runs, more than 33 miss with a probability below 0.002 if 5 % do.
struct ConfidenceSequenceTests {
    private static let runs = 400
    private static let alpha = 0.05
    private static let mostMisses = 33

    @Test(arguments: [(0.3, 1_500), (0.02, 1_500)])
    func `a proportion is held at every look, which Wilson's interval does not`(rate: Double, horizon: Int) {
        var random = SeededGenerator(seed: 11)
        var (misses, wilson) = (0, 0)
        for _ in 0..<Self.runs {
            var (x, isMissed, isMissedOnce) = (0.0, false, false)
            for n in 1...horizon {
                if Double.random(in: 0..<1, using: &random) < rate { x += 1 }
                if BetaBinomialMixture.evidence(against: rate, x, Double(n)) >= 1 / Self.alpha { isMissed = true }
                // The first looks of a monitor are not at a handful of rows.
                guard n >= 50 else { continue }
                let interval = ProportionInterval.wilson.interval(successes: x, of: Double(n), alpha: Self.alpha)
                if interval?.contains(rate) == false { isMissedOnce = true }
            }
            misses += isMissed ? 1 : 0
            wilson += isMissedOnce ? 1 : 0
        }
        #expect(misses <= Self.mostMisses, "\(misses) of \(Self.runs)")
        #expect(wilson >= Self.runs / 4, "\(wilson) of \(Self.runs)")
    }

    @Test(arguments: [(0.4, 0.4), (0.35, 0.2)])
    func `a difference is held at every look, and looking often at p-values for one look finds what is not there`(
        first: Double, second: Double
    ) throws {
        var random = SeededGenerator(seed: 12)
        var (misses, newcombe) = (0, 0)
        for _ in 0..<Self.runs {
            var (x1, x2, isMissed, isMissedOnce) = (0.0, 0.0, false, false)
            for n in 1...800 {
                if Double.random(in: 0..<1, using: &random) < first { x1 += 1 }
                if Double.random(in: 0..<1, using: &random) < second { x2 += 1 }
                let pair = try #require(TwoProportions(x1, of: Double(n), versus: x2, of: Double(n)))
                if pair.mixtureEvidence(againstDifference: first - second) >= 1 / Self.alpha { isMissed = true }
                guard n >= 50 else { continue }
                if !pair.difference(.newcombe, alpha: Self.alpha).contains(first - second) { isMissedOnce = true }
            }
            misses += isMissed ? 1 : 0
            newcombe += isMissedOnce ? 1 : 0
        }
        #expect(misses <= Self.mostMisses, "\(misses) of \(Self.runs)")
        #expect(newcombe >= Self.runs / 5, "\(newcombe) of \(Self.runs)")
    }

    @Test func `the largest gap of three groups is held at every look`() throws {
        var random = SeededGenerator(seed: 13)
        let rates = [0.3, 0.3, 0.42]
        let misses = try (0..<200).count { _ in
            var successes = [0.0, 0, 0]
            var isMissed = false
            for n in 1...600 {
                for group in rates.indices where Double.random(in: 0..<1, using: &random) < rates[group] {
                    successes[group] += 1
                }
                guard n.isMultiple(of: 20) else { continue }
                let gap = LargestGap(successes.map { ($0, Double(n)) })
                if try !#require(gap.sequence(alpha: Self.alpha, count: 3)).contains(0.12) { isMissed = true }
            }
            return isMissed
        }
        #expect(misses <= 20, "\(misses) of 200")
    }

    @Test func `limits are where the evidence reaches its level, and the p-value of equality is beyond it with 0`()
        throws
    {
        let interval = try #require(
            ProportionInterval.betaBinomialMixture.interval(successes: 30, of: 100, alpha: 0.05))
        for limit in [interval.lower, interval.upper] {
            #expect(abs(BetaBinomialMixture.evidence(against: limit, 30, 100) - 20) < 1e-6)
        }
        #expect(interval.lower < 0.3 && 0.3 < interval.upper)
        let pair = try #require(TwoProportions(60, of: 100, versus: 30, of: 100))
        let difference = pair.difference(.betaBinomialMixture, alpha: pair.anytimeP)
        #expect(abs(difference.lower) < 1e-6, "at the level of its own p-value a difference just reaches 0")
        #expect(pair.difference(.betaBinomialMixture, alpha: 0.05).lower > 0)
        let wide = pair.difference(.newcombe, alpha: 0.05)
        let sequence = pair.difference(.betaBinomialMixture, alpha: 0.05)
        #expect(sequence.lower < wide.lower && sequence.upper > wide.upper)
    }

    @Test func `none and all succeed, and many rows, are no special cases`() throws {
        let none = try #require(ProportionInterval.betaBinomialMixture.interval(successes: 0, of: 50, alpha: 0.05))
        #expect(none.lower == 0 && none.upper > 0.05 && none.upper < 0.2)
        let all = try #require(ProportionInterval.betaBinomialMixture.interval(successes: 50, of: 50, alpha: 0.05))
        #expect(all.upper == 1 && abs(all.lower - (1 - none.upper)) < 1e-12)
        let many = try #require(
            ProportionInterval.betaBinomialMixture.interval(successes: 3e8, of: 1e9, alpha: 0.05))
        #expect(many.contains(0.3) && many.upper - many.lower < 3e-4)
        let apart = try #require(TwoProportions(100, of: 100, versus: 0, of: 100))
        #expect(apart.difference(.betaBinomialMixture, alpha: 0.05).upper == 1)
        #expect(apart.anytimeP < 1e-20)
    }
}
