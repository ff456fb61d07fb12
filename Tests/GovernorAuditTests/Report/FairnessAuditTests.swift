import GovernorCore
import Testing

@testable import GovernorAudit

struct FairnessAuditTests {
    /// Rows of which a share is selected, by levels.
    private static func cube(_ groups: [(levels: [String], rows: Int, selected: Int)]) throws -> CountCube {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex", "race"]))
        for (levels, rows, selected) in groups {
            let slot = try builder.slot(of: Group(levels.map { $0.isEmpty ? .missing : Level($0) }))
            for row in 0..<rows {
                try builder.add(
                    slot: slot, label: row % 2 == 0 ? .positive : .negative,
                    prediction: row < selected ? .positive : .negative)
            }
        }
        return builder.cube()
    }

    @Test func `S2.4, S2.5, S2.6: a gap that only an intersection has is found, and named`() throws {
        let cube = try Self.cube([
            (["f", "a"], 400, 240), (["f", "b"], 400, 160), (["m", "a"], 400, 160), (["m", "b"], 400, 240),
        ])
        let report = try FairnessAudit().report(of: cube)
        #expect(report.sets.map(\.attributes) == [["sex"], ["race"], ["sex", "race"]])
        #expect(report.sets.map { $0.gaps[0].spread.difference } == [0, 0, 0.2])
        #expect(report.sets[0].judgements[0].map(\.verdict) == [.noEvidence, .noEvidence])
        #expect(report.sets[2].judgements[0].map(\.verdict) == [.differs, .differs, .differs, .differs])
        #expect(report.largestGap(.selectionRate) == report.gateMetrics["subgroup_delta"]?.number?.doubleValue)
        #expect(report.smallestRatio(.selectionRate).map { abs($0 - 2.0 / 3) < 1e-15 } == true)
        let interval = try #require(report.sets[2].gaps[0].interval)
        #expect(interval.lower > 0.1 && interval.contains(0.2) && interval.upper < 0.3)
    }

    @Test func `S4.13, S4.52: a small group gets an interval and no verdict, and does not make the gap`() throws {
        let cube = try Self.cube([(["f", "a"], 500, 250), (["m", "a"], 500, 250), (["x", "a"], 20, 1)])
        let report = try FairnessAudit().report(of: cube)
        let small = try #require(report.sets[0].judgements[0].last)
        #expect(small.verdict == .tooFewRows)
        #expect(small.estimate?.method == .clopperPearson)
        #expect(try #require(small.smallestVisibleGap) > 0.25)
        #expect(report.largestGap(.selectionRate) == 0)
        var strict = FairnessAudit()
        strict.minimumRows = 20
        #expect(try strict.report(of: cube).sets[0].judgements[0].last?.verdict == .differs)
    }

    @Test func `S4.27: the share of rows that lack an attribute is said, and they are a group`() throws {
        let cube = try Self.cube([(["f", "a"], 60, 30), (["", "a"], 20, 10), (["m", "b"], 20, 10)])
        let report = try FairnessAudit().report(of: cube)
        #expect(report.missingShares == [0.2, 0])
        #expect(report.gateMetrics["attribute_missing_share"]?.number?.doubleValue == 0.2)
        #expect(report.sets[0].groups.map(\.group) == [Group([.missing]), ["f"], ["m"]])
    }

    @Test func `what is not estimable is null, with a reason, in every document`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"]))
        for level in ["f", "m"] {
            let slot = try builder.slot(of: [level])
            for _ in 0..<50 { try builder.add(slot: slot, label: .missing, prediction: .positive) }
        }
        let report = try FairnessAudit().report(of: builder.cube())
        #expect(report.gateMetrics["equal_opportunity_difference"] == .null)
        let rate = report.json["sets"]?.array?.first?["groups"]?.array?.first?["rates"]?["true_positive_rate"]
        #expect(rate?["value"] == .null)
        #expect(rate?["verdict"] == "not_estimable")
        #expect(rate?["reason"] == "no row labelled positive")
    }

    @Test func `p-values are corrected over all sets together`() throws {
        // Nobody is treated differently: every finding is a false alarm.
        var (alarms, uncorrected) = (0, 0)
        for seed in 1...20 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            var builder = CubeBuilder(try CubeSchema(attributes: ["a", "b", "c"]))
            for _ in 0..<3000 {
                let levels = (0..<3).map { _ in Level(String(random.next(upperBound: 3 as UInt64))) }
                try builder.add(
                    slot: try builder.slot(of: Group(levels)), label: .missing,
                    prediction: Bool.random(using: &random) ? .positive : .negative)
            }
            var audit = FairnessAudit()
            (audit.replicates, audit.rates) = (20, [.selectionRate])
            let judgements = try audit.report(of: builder.cube()).sets.flatMap { $0.judgements[0] }
            #expect(judgements.count == 63)
            alarms += judgements.contains { $0.verdict == .differs } ? 1 : 0
            uncorrected += judgements.contains { ($0.comparison?.p ?? 1) < audit.alpha } ? 1 : 0
        }
        #expect(alarms <= 4, "one audit in twenty is expected; five come once in 400 runs")
        #expect(uncorrected >= 10)
    }

    @Test func `the same cube gives the same bytes`() throws {
        let cube = try Self.cube([(["f", "a"], 90, 30), (["m", "b"], 80, 40)])
        let bytes = try (0..<2).map { _ in try FairnessAudit().report(of: cube).json.canonicalBytes() }
        #expect(bytes[0] == bytes[1])
    }
}
