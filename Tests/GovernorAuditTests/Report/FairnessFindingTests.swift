import GovernorAudit
import GovernorCore
import Testing

struct FairnessFindingTests {
    private static func report(_ groups: [(Group, rows: Int, selected: Int)]) throws -> FairnessReport {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"]))
        for (group, rows, selected) in groups {
            let slot = try builder.slot(of: group)
            for row in 0..<rows {
                try builder.add(slot: slot, label: .missing, prediction: row < selected ? .positive : .negative)
            }
        }
        var audit = FairnessAudit()
        audit.rates = [.selectionRate]
        return try audit.report(of: builder.cube())
    }

    @Test func `S2.4: a ratio of exactly four fifths is not below it, whatever quotients round to`() throws {
        // 0.32 ∕ 0.4 is 0.7999999999999999.
        let borderline = try Self.report([(["f"], 1000, 320), (["m"], 1000, 400)])
        #expect(borderline.smallestRatio(.selectionRate) == 0.8)
        #expect(borderline.findings.count == 1)
        let below = try Self.report([(["f"], 1000, 319), (["m"], 1000, 400)])
        guard case .belowFourFifths(["sex"], let spread, let ratio) = below.findings.first else {
            Issue.record("\(below.findings)")
            return
        }
        #expect(spread.lowest?.group == ["f"])
        #expect(ratio == 0.7975)
    }

    @Test func `a gap is rounded once, so that a threshold it just meets holds`() throws {
        // 0.4 − 0.35 is 0.050000000000000044.
        #expect(try Self.report([(["f"], 200, 70), (["m"], 500, 200)]).largestGap(.selectionRate) == 0.05)
    }

    @Test func `of two groups one speaks for both, of three each for itself`() throws {
        let two = try Self.report([(["f"], 1000, 340), (["m"], 1000, 400)]).findings
        guard case .differs(["sex"], let group, let judgements) = two.first, two.count == 1 else {
            Issue.record("\(two)")
            return
        }
        #expect(group == ["f"])
        #expect(judgements.map(\.rate) == [.selectionRate])
        let three = try Self.report([(["a"], 1000, 400), (["b"], 1000, 480), (["c"], 1000, 440)]).findings
        #expect(three.count == 2)
    }

    @Test func `what nobody can know, and what is missing too often, stands out too`() throws {
        let report = try Self.report([(Group([.missing]), 5, 2), (["f"], 50, 20)])
        #expect(
            report.findings == [
                .attributeMissing(attribute: "sex", share: 5.0 / 55),
                .notEstimable(attributes: ["sex"], rate: .selectionRate),
            ])
        #expect(try Self.report([(["f"], 50, 20), (["m"], 50, 20)]).findings.isEmpty)
    }
}
