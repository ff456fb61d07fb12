import GovernorCore
import Testing

@testable import GovernorAudit

struct LargestGapTests {
    /// How many times groups are drawn. The share that is found is within 0.03 of the true one with 99.9 % probability.
    private static let draws = 500

    /// Whether the interval of the largest gap holds it, also where there is none and where many groups look for it.
    @Test(
        arguments: [2, 5, 10],
        [
            (gap: 0.0, rows: [200], seed: 1 as UInt64), (gap: 0.1, rows: [200], seed: 2),
            (gap: 0.1, rows: [40, 2000, 100], seed: 3), (gap: 0.0, rows: [40, 2000, 100], seed: 4),
        ])
    func `the interval of the largest gap holds it`(groups: Int, setting: (gap: Double, rows: [Int], seed: UInt64)) {
        var random = SeededGenerator(seed: setting.seed)
        let hits = (0..<Self.draws).count { _ in
            let drawn = (0..<groups).map { group -> (successes: Double, trials: Double) in
                let rows = setting.rows[group % setting.rows.count]
                let marked = group == 0 ? 500 + Int(setting.gap * 1000) : 500
                return (Double(MultinomialSampler.binomial(rows, marked, of: 1000, &random)), Double(rows))
            }
            return LargestGap(drawn).interval(alpha: 0.05)?.contains(setting.gap) == true
        }
        #expect(Double(hits) / Double(Self.draws) >= 0.92, "\(hits) of \(Self.draws)")
    }

    @Test func `the lower limit of sets of attributes holds for all of them at once`() {
        var random = SeededGenerator(seed: 5)
        let alarms = (0..<Self.draws).count { _ in
            let sets = [3, 4, 12].map { groups in
                LargestGap(
                    (0..<groups).map { _ in (Double(MultinomialSampler.binomial(100, 3, of: 10, &random)), 100.0) })
            }
            let pairs = sets.reduce(0) { $0 + $1.pairs }
            return sets.contains { ($0.interval(alpha: 0.05, pairs: pairs)?.lower ?? 0) > 0 }
        }
        #expect(Double(alarms) / Double(Self.draws) <= 0.05)
    }

    @Test func `of two groups it is Newcombe's interval`() throws {
        let pair = try #require(TwoProportions(60, of: 100, versus: 20, of: 80))
        let newcombe = pair.difference(.newcombe, alpha: 0.05)
        let interval = try #require(LargestGap([(20, 80), (60, 100)]).interval(alpha: 0.05))
        #expect(abs(interval.lower - newcombe.lower) < 1e-15 && abs(interval.upper - newcombe.upper) < 1e-15)
        let extreme = try #require(LargestGap([(40, 40), (0, 40)]).interval(alpha: 0.05))
        #expect(extreme.lower > 0.8 && extreme.lower < 0.95 && extreme.upper == 1)
        #expect(LargestGap([(1, 2), (0, 0)]).interval(alpha: 0.05) == nil)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `no pair is overlooked`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let groups = (0..<12).map { _ -> (successes: Double, trials: Double) in
            let size: UInt64 = 1 << random.next(upperBound: 11 as UInt64)
            let rows: UInt64 = random.next(upperBound: size) + 1
            let successes: UInt64 = random.next(upperBound: rows + 1)
            return (Double(successes), Double(rows))
        }
        var (lower, upper) = (0.0, 0.0)
        for first in groups.indices {
            for second in groups.indices where second != first {
                let pair = try #require(
                    TwoProportions(
                        groups[first].successes, of: groups[first].trials, versus: groups[second].successes,
                        of: groups[second].trials))
                let interval = pair.difference(.newcombe, alpha: 0.05 / 66)
                (lower, upper) = (max(lower, interval.lower), max(upper, interval.upper))
            }
        }
        let interval = try #require(LargestGap(groups).interval(alpha: 0.05))
        #expect(abs(interval.lower - lower) < 1e-12 && abs(interval.upper - upper) < 1e-12)
        let others = try #require(LargestGap(groups.reversed()).interval(alpha: 0.05))
        #expect(others == interval, "the order of groups changes nothing")
    }
}
