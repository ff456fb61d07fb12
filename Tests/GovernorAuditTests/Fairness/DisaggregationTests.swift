import GovernorCore
import Testing

@testable import GovernorAudit

struct DisaggregationTests {
    @Test func `S2.2: a group without positives has no true positive rate, and makes no gap`() throws {
        let groups = try Self.groups([
            (["a"], OutcomeCounts(truePositives: 8, falsePositives: 2, trueNegatives: 6, falseNegatives: 4)),
            (["b"], OutcomeCounts(truePositives: 6, falsePositives: 3, trueNegatives: 5, falseNegatives: 6)),
            (["c"], OutcomeCounts(truePositives: 0, falsePositives: 3, trueNegatives: 9, falseNegatives: 0)),
        ])
        let spread = groups.spread(.truePositiveRate)
        #expect(spread.notEstimable == [["c"]])
        #expect(spread.difference.map { abs($0 - (8.0 / 12 - 0.5)) < 1e-15 } == true)
        #expect(spread.highest?.group == ["a"])
        #expect(groups.groups[2].estimate(.truePositiveRate, alpha: 0.05) == nil)
        #expect(Rate.truePositiveRate.reasonNotEstimable == "no row labelled positive")
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `other names for groups permute the results`(seed: UInt64) throws {
        let data = try RandomRows(400, seed: seed, grain: 100)
        let renamed = { (level: Level) in level.text.map { Level("z\(255 - $0.utf8.last!)") } ?? level }
        let other = try data.cube(
            of: data.rows.map {
                RandomRows.Row(
                    group: Group($0.group.levels.map(renamed)), label: $0.label, prediction: $0.prediction,
                    score: $0.score, weight: $0.weight)
            })
        let first = try Disaggregation(data.cube, by: ["age", "sex"])
        let second = try Disaggregation(other, by: ["age", "sex"])
        #expect(first.overall.rows == second.overall.rows)
        for rate in Rate.allCases {
            for counts in first.groups {
                let name = Group(counts.group.levels.map(renamed))
                #expect(second.groups.first { $0.group == name }?.value(rate) == counts.value(rate))
            }
            #expect(first.spread(rate).difference == second.spread(rate).difference)
            #expect(first.spread(rate).ratio == second.spread(rate).ratio)
        }
    }

    @Test func `S2.5: combinations of levels that never meet are listed without rows`() throws {
        let cell = OutcomeCounts(truePositives: 1, falsePositives: 1, trueNegatives: 1, falseNegatives: 1)
        let groups = try Self.groups([(["f", "x"], cell), (["f", "y"], cell), (["m", "y"], cell)])
        #expect(groups.groups.map(\.group) == [["f", "x"], ["f", "y"], ["m", "x"], ["m", "y"]])
        #expect(groups.groups[2].rows.total == 0)
        #expect(groups.spread(.selectionRate).notEstimable == [["m", "x"]])
    }

    @Test func `S2.6: the worst group is the largest of the worst, and no small one`() throws {
        let groups = try Self.groups([
            (["a"], OutcomeCounts(truePositives: 0, falsePositives: 0, trueNegatives: 5, falseNegatives: 5)),
            (["b"], OutcomeCounts(truePositives: 10, falsePositives: 0, trueNegatives: 30, falseNegatives: 0)),
            (["c"], OutcomeCounts(truePositives: 20, falsePositives: 0, trueNegatives: 60, falseNegatives: 0)),
            (["d"], OutcomeCounts(truePositives: 50, falsePositives: 0, trueNegatives: 50, falseNegatives: 0)),
        ])
        #expect(groups.worst(.selectionRate, minimumRows: 0)?.group == ["a"])
        #expect(groups.worst(.selectionRate, minimumRows: 30)?.group == ["c"])
        #expect(groups.worst(.falseNegativeRate, minimumRows: 0)?.group == ["a"])
        #expect(groups.spread(.selectionRate, minimumRows: 30).difference == 0.25)
    }

    @Test func `weighted rows count for their effective number`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: [], isWeighted: true))
        let slot = try builder.slot(of: .everybody)
        for weight in [1.0, 1, 1, 3] {
            try builder.add(
                slot: slot, label: .positive, prediction: weight == 3 ? .positive : .negative, weight: weight)
        }
        let all = try Disaggregation(builder.cube(), by: []).overall
        #expect(all.value(.truePositiveRate) == 0.5)
        #expect(all.effectiveRows(.truePositiveRate) == 3)
        #expect(all.estimate(.truePositiveRate, alpha: 0.05)?.method == .clopperPearson)
    }

    @Test func `S2.4: a reference group is compared with every other`() throws {
        let groups = try Self.groups([
            (["f"], OutcomeCounts(truePositives: 32, falsePositives: 0, trueNegatives: 68, falseNegatives: 0)),
            (["m"], OutcomeCounts(truePositives: 40, falsePositives: 0, trueNegatives: 60, falseNegatives: 0)),
        ])
        let comparisons = groups.comparisons(.selectionRate, with: ["m"], correction: .holm)
        #expect(comparisons.map(\.group) == [["f"]])
        #expect(comparisons[0].proportions.ratio.map { abs($0 - 0.8) < 1e-15 } == true)
        #expect(comparisons[0].p > 0.05, "a ratio of exactly four fifths among 100 each may be chance")
        #expect(groups.comparisons(.selectionRate, with: ["x"], correction: .holm).isEmpty)
    }

    @Test func `S4.52: what a small group can show is said`() throws {
        let power = StudyPower()
        let gap = try #require(power.smallestVisibleGap(rows: 41, others: 2000, rate: 0.3))
        #expect(abs(gap - 0.2085) < 0.0005)
        let rows = try #require(power.rowsNeeded(forGap: 0.08, others: 2000, rate: 0.3))
        // What is said to be needed shows the gap, and one row less does not.
        #expect(try #require(power.smallestVisibleGap(rows: Double(rows), others: 2000, rate: 0.3)) <= 0.08 + 1e-8)
        #expect(try #require(power.smallestVisibleGap(rows: Double(rows - 1), others: 2000, rate: 0.3)) > 0.08)
        #expect(power.smallestVisibleGap(rows: 1, others: 3, rate: 0.3) == nil)
        #expect(power.rowsNeeded(forGap: 0.08, others: 20, rate: 0.3) == nil)
    }

    private static func groups(_ counts: [(Group, OutcomeCounts)]) throws -> Disaggregation {
        let attributes = counts[0].0.levels.indices.map { "attribute \($0)" }
        var builder = CubeBuilder(try CubeSchema(attributes: attributes))
        for (group, counts) in counts {
            let slot = try builder.slot(of: group)
            for label in Outcome.allCases {
                for prediction in Outcome.allCases {
                    for _ in 0..<Int(counts[label, prediction]) {
                        try builder.add(slot: slot, label: label, prediction: prediction)
                    }
                }
            }
        }
        return try Disaggregation(builder.cube(), by: attributes)
    }
}
