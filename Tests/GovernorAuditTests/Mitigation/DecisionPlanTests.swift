import GovernorCore
import Testing

@testable import GovernorAudit

struct DecisionPlanTests {
    /// Scores of two large groups and a small one; women's are lower by a tenth.
    private static func cube(_ seed: UInt64, rows: Int = 3000) throws -> CountCube {
        var random = SeededGenerator(seed: seed)
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex", "race"], scoreBuckets: 30))
        for row in 0..<rows {
            let sex = row % 100 == 0 ? "x" : row % 3 == 0 ? "f" : "m"
            let isPositive = Bool.random(using: &random)
            let score =
                Double.random(in: 0...0.6, using: &random) + (isPositive ? 0.3 : 0.1) - (sex == "f" ? 0.1 : 0)
            try builder.add(
                slot: try builder.slot(of: [sex, row % 2 == 0 ? "a" : "b"]), label: isPositive ? .positive : .negative,
                prediction: score >= 0.5 ? .positive : .negative, score: score)
        }
        return builder.cube()
    }

    private static func gap(_ cube: CountCube, _ rate: Rate) throws -> Double {
        try #require(try Disaggregation(cube, by: ["sex"]).spread(rate, minimumRows: 100).difference)
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `S2.8: rows are decided again by the rule of their group, whatever else they belong to`(seed: UInt64) throws {
        let cube = try Self.cube(seed)
        var aim = DecisionPlan.Aim()
        aim.constraint = .demographicParity
        let plan = try DecisionPlan(cube, per: ["sex"], aim: aim)
        let decided = try cube.decided(by: plan)
        #expect(decided.total == cube.total)
        #expect(decided.groups == cube.groups)
        #expect(try Self.gap(cube, .selectionRate) > 0.05)
        #expect(try Self.gap(decided, .selectionRate) < 0.01)
        // Labels are as they were.
        #expect(try Self.gap(decided, .prevalence) == Self.gap(cube, .prevalence))
    }

    @Test func `chance meets the constraint to less than a row`() throws {
        let cube = try Self.cube(7)
        var aim = DecisionPlan.Aim()
        (aim.constraint, aim.isRandomised) = (.equalizedOdds, true)
        let plan = try DecisionPlan(cube, per: ["sex"], aim: aim)
        #expect(plan.rules.contains { !$0.isDeterministic })
        let decided = try cube.decided(by: plan)
        #expect(try Self.gap(decided, .truePositiveRate) < 0.005)
        #expect(try Self.gap(decided, .falsePositiveRate) < 0.005)
    }

    @Test func `a small group gets no threshold of its own, and what is unknown the common one`() throws {
        let cube = try Self.cube(1, rows: 2000)
        let plan = try DecisionPlan(cube, per: ["sex"], aim: DecisionPlan.Aim())
        #expect(plan.rules.map(\.group) == [["f"], ["m"]])
        #expect(plan.fallback.isDeterministic)
        #expect(plan.rule(for: ["x"]) == plan.fallback)
        #expect(plan.rule(for: ["never seen"]) == plan.fallback)
    }

    @Test func `rows without a score stay undecided`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"], scoreBuckets: 30))
        for row in 0..<200 {
            let slot = try builder.slot(of: [row % 2 == 0 ? "f" : "m"])
            try builder.add(
                slot: slot, label: row % 4 < 2 ? .positive : .negative, prediction: .positive,
                score: row < 20 ? nil : row % 4 < 2 ? 0.75 : 0.25)
        }
        let cube = builder.cube()
        let decided = try cube.decided(by: try DecisionPlan(cube, per: ["sex"], aim: DecisionPlan.Aim()))
        let counts = try Disaggregation(decided, by: []).overall.rows
        #expect(counts.predicted == 180)
        #expect(counts.truePositives == 90)
        #expect(counts.trueNegatives == 90)
    }

    @Test func `without rows of both labels, or with weights, it says why not`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"], scoreBuckets: 30))
        try builder.add(slot: try builder.slot(of: ["f"]), label: .positive, prediction: .positive, score: 0.5)
        let cube = builder.cube()
        #expect(throws: AuditError.nothingToLearn) {
            try DecisionPlan(cube, per: ["sex"], aim: DecisionPlan.Aim())
        }
        let plan = try DecisionPlan(try Self.cube(1), per: ["sex"], aim: DecisionPlan.Aim())
        var weighted = CubeBuilder(try CubeSchema(attributes: ["sex"], scoreBuckets: 30, isWeighted: true))
        try weighted.add(slot: try weighted.slot(of: ["f"]), label: .positive, prediction: .positive, score: 0.5)
        let counted = weighted.cube()
        #expect(throws: AuditError.notWithWeights) { try counted.decided(by: plan) }
    }
}
