import GovernorCore
import Testing

@testable import GovernorAudit

struct ThresholdOptimizerTests {
    private static func groups(_ seed: UInt64, count: Int = 3) -> [(group: Group, scores: ScoredOutcomes)] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { number in
            let draw = { (power: Int) in
                (0..<power).map { _ in Double.random(in: 0...1, using: &random) }.max() ?? 0
            }
            let negatives = (0..<(60 + 30 * number)).map { _ in draw(1) }
            let positives = (0..<(80 - 20 * number)).map { _ in draw(2 + number % 2) }
            return (
                [String(number)],
                ScoredOutcomes(negatives: ValueRuns(exactly: negatives), positives: ValueRuns(exactly: positives))
            )
        }
    }

    private static func rates(_ constraint: ParityConstraint) -> [Rate] {
        switch constraint {
        case .demographicParity: [.selectionRate]
        case .truePositiveRateParity: [.truePositiveRate]
        case .falsePositiveRateParity: [.falsePositiveRate]
        case .equalizedOdds: [.truePositiveRate, .falsePositiveRate]
        }
    }

    @Test(arguments: ParityConstraint.allCases, DecisionObjective.allCases)
    func `S2.8: the constrained rates are equal, and no single threshold for all does better`(
        constraint: ParityConstraint, objective: DecisionObjective
    ) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            let groups = Self.groups(seed)
            let rules = ThresholdOptimizer(groups, constraint: constraint, objective: objective).rules
            let counts = zip(rules, groups).map { $0.expectedCounts(of: $1.scores) }
            for rate in Self.rates(constraint) {
                let values = counts.compactMap(rate.value)
                #expect(values.count == groups.count)
                #expect(Self.gap(values) < 1e-9)
            }
            // Deciding alike without looking at scores satisfies every constraint.
            let achieved = try #require(Self.value(counts, objective))
            for constant in [
                DecisionRule.Part(threshold: .infinity, probability: 1), .init(threshold: -1, probability: 1),
            ] {
                let blind = groups.map {
                    DecisionRule(group: $0.group, parts: [constant], ignored: 0, constant: 0).expectedCounts(
                        of: $0.scores)
                }
                #expect(achieved >= (Self.value(blind, objective) ?? 0) - 1e-12)
            }
        }
    }

    @Test func `one group alone gets its best threshold, without chance`() throws {
        let groups = Self.groups(5, count: 1)
        let rule = try #require(
            ThresholdOptimizer(groups, constraint: .demographicParity, objective: .accuracy).rules.first)
        #expect(rule.isDeterministic)
        let achieved = try #require(Self.value([rule.expectedCounts(of: groups[0].scores)], .accuracy))
        for entry in groups[0].scores.entries {
            let other = DecisionRule(
                group: groups[0].group, parts: [.init(threshold: entry.score, probability: 1)], ignored: 0, constant: 0)
            #expect(achieved >= (Self.value([other.expectedCounts(of: groups[0].scores)], .accuracy) ?? 0) - 1e-12)
        }
    }

    @Test(arguments: ParityConstraint.allCases)
    func `rules without chance are single thresholds near the common rate`(constraint: ParityConstraint) {
        let groups = Self.groups(9)
        let optimizer = ThresholdOptimizer(groups, constraint: constraint, objective: .balancedAccuracy)
        let rules = optimizer.deterministicRules
        #expect(rules.map(\.group) == groups.map(\.group))
        #expect(rules.count { !$0.isDeterministic } == 0)
        guard constraint != .equalizedOdds else { return }
        let values = zip(rules, groups).compactMap {
            Self.rates(constraint)[0].value(of: $0.expectedCounts(of: $1.scores))
        }
        // The smallest group has forty positive rows: a threshold is at most one row off.
        #expect(Self.gap(values) < 2.0 / 40)
    }

    @Test func `a group whose rate is not estimable does not constrain the others`() throws {
        let lacking = ScoredOutcomes(negatives: ValueRuns(exactly: [0.2, 0.9]), positives: ValueRuns())
        var groups = Self.groups(2, count: 2)
        groups.append((group: ["x"], scores: lacking))
        let rules = ThresholdOptimizer(groups, constraint: .truePositiveRateParity, objective: .accuracy).rules
        #expect(rules.map(\.group) == [["0"], ["1"], ["x"]])
        #expect(rules[2].expectedCounts(of: lacking).trueNegatives == 2)
    }

    private static func gap(_ values: [Double]) -> Double { (values.max() ?? .nan) - (values.min() ?? .nan) }

    private static func value(_ counts: [OutcomeCounts], _ objective: DecisionObjective) -> Double? {
        let all = counts.reduce(OutcomeCounts(), +)
        return objective == .accuracy ? Rate.accuracy.value(of: all) : all.balancedAccuracy
    }
}
