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

    /// Rows of three attributes with three levels each, all drawn alike: every finding is a false alarm.
    private static func fair(seed: UInt64) throws -> CountCube {
        var random = SeededGenerator(seed: seed)
        var builder = CubeBuilder(try CubeSchema(attributes: ["a", "b", "c"]))
        for _ in 0..<3000 {
            let levels = (0..<3).map { _ in Level(String(random.next(upperBound: 3 as UInt64))) }
            try builder.add(
                slot: try builder.slot(of: Group(levels)), label: Bool.random(using: &random) ? .positive : .negative,
                prediction: Bool.random(using: &random) ? .positive : .negative)
        }
        return builder.cube()
    }

    @Test func `p-values are corrected over all sets and rates together, and no limit of a gap is above 0 by chance`()
        throws
    {
        var (alarms, uncorrected, gaps, limits) = (0, 0, 0, 0)
        for seed in 1...20 as ClosedRange<UInt64> {
            let report = try FairnessAudit().report(of: Self.fair(seed: seed))
            let judgements = report.sets.flatMap { $0.judgements.flatMap(\.self) }
            #expect(judgements.count == 63 * 4)
            alarms += judgements.contains { $0.verdict == .differs } ? 1 : 0
            uncorrected += judgements.contains { ($0.comparison?.p ?? 1) < 0.05 } ? 1 : 0
            gaps += (report.largestGap(.selectionRate) ?? 0) > 0.05 ? 1 : 0
            limits += (report.largestGapLow(.selectionRate) ?? 0) > 0 ? 1 : 0
        }
        #expect(alarms <= 4, "one audit in twenty is expected; five come once in 400 runs")
        #expect(limits <= 4)
        #expect(uncorrected == 20 && gaps == 20, "both alone would always be an alarm")
    }

    @Test func `a group is found at its smallest visible gap in four of five audits, among many groups too`() throws {
        let audit = {
            var audit = FairnessAudit()
            audit.rates = [.selectionRate]
            return audit
        }()
        let report = { (selected: [Int]) in
            var builder = CubeBuilder(try CubeSchema(attributes: ["g"]))
            for (group, count) in selected.enumerated() {
                let slot = try builder.slot(of: [String(group)])
                for row in 0..<200 {
                    try builder.add(slot: slot, label: .missing, prediction: row < count ? .positive : .negative)
                }
            }
            return try audit.report(of: builder.cube())
        }
        let first = try #require(try report([Int](repeating: 60, count: 20)).sets.first?.judgements[0].first)
        let gap = try #require(first.smallestVisibleGap)
        var random = SeededGenerator(seed: 7)
        let found = try (0..<60).count { _ in
            let selected = (0..<20).map { group in
                MultinomialSampler.binomial(200, group == 0 ? 300 + Int(gap * 1000) : 300, of: 1000, &random)
            }
            return try report(selected).sets[0].judgements[0].first { $0.group == ["0"] }?.verdict == .differs
        }
        #expect((40...57).contains(found), "\(found) of 60; 48 are expected, fewer than 40 once in 100 runs")
    }

    @Test func `with as many rows more as it lacks a group shows the gap that matters in four of five audits`() throws {
        var audit = FairnessAudit()
        (audit.rates, audit.visibleGap) = ([.selectionRate], 0.1)
        let report = { (groups: [(rows: Int, selected: Int)]) in
            var builder = CubeBuilder(try CubeSchema(attributes: ["g"]))
            for (group, counts) in groups.enumerated() {
                let slot = try builder.slot(of: [String(group)])
                try builder.add(counts.selected, slot: slot, label: .missing, prediction: .positive)
                try builder.add(counts.rows - counts.selected, slot: slot, label: .missing, prediction: .negative)
            }
            return try #require(try audit.report(of: builder.cube()).sets.first?.judgements[0].first)
        }
        let others = [(rows: Int, selected: Int)](repeating: (2000, 600), count: 5)
        let small = try report([(41, 12)] + others)
        let more = try #require(small.sight?.moreRowsNeeded)
        let gap = try #require(small.smallestVisibleGap)
        #expect(small.verdict == .noEvidence && gap > 0.2 && more > 100)
        #expect(try report([(41 + more, (41 + more) * 3 / 10)] + others).sight?.moreRowsNeeded == 0)
        let unjudged = try #require(try report([(20, 6)] + others).sight?.moreRowsNeeded)
        #expect(abs(unjudged - more - 21) < more / 10, "it is not among those that are corrected for")
        #expect(try report([(41, 40)] + others).sight?.moreRowsNeeded == nil, "it differs")
        let few = try #require(try report([(40, 12), (60, 18)]).sight)
        #expect(few.moreRowsNeeded == nil)
        let all = try #require(few.rowsNeededInAll)
        let enough = try #require(try report([(all * 2 / 5 + 1, all * 3 / 25), (all * 3 / 5 + 1, all * 9 / 50)]).sight)
        #expect(all > 500 && enough.smallestGap.map { $0 <= 0.101 } == true)
        var random = SeededGenerator(seed: 11)
        let found = try (0..<60).count { _ in
            let drawn = ([(41 + more, 400)] + others.map { ($0.rows, 300) }).map { rows, share in
                (rows: rows, selected: MultinomialSampler.binomial(rows, share, of: 1000, &random))
            }
            return try report(drawn).verdict == .differs
        }
        #expect((40...57).contains(found), "\(found) of 60; 48 are expected, fewer than 40 once in 100 runs")
    }

    @Test func `S2.4: thresholds that are met exactly hold`() throws {
        let met = try FairnessAudit().report(of: Self.cube([(["f", "a"], 100, 55), (["m", "a"], 100, 50)]))
        #expect(met.gateMetrics["subgroup_delta"]?.number?.text == "0.05")
        let fifths = try FairnessAudit().report(of: Self.cube([(["f", "a"], 100, 16), (["m", "a"], 100, 20)]))
        #expect(fifths.sets[0].gaps[0].spread.isBelowFourFifths == false)
        #expect(fifths.gateMetrics["disparate_impact_ratio"]?.number?.text == "0.8")
        let below = try FairnessAudit().report(of: Self.cube([(["f", "a"], 1000, 159), (["m", "a"], 100, 20)]))
        #expect(below.sets[0].gaps[0].spread.isBelowFourFifths == true)
    }

    @Test func `weights that are fractions meet thresholds too`() throws {
        let report = try FairnessAudit().report(
            of: Self.weighted([("f", 0.1, 55, 45), ("m", 0.3, 50, 50)]))
        #expect(report.gateMetrics["subgroup_delta"]?.number?.text == "0.05")
        #expect(report.sets[0].gaps[0].interval != nil)
    }

    /// Groups of rows of one weight each, of which so many are selected and not.
    private static func weighted(_ groups: [(level: String, weight: Double, selected: Int, others: Int)]) throws
        -> CountCube
    {
        var builder = CubeBuilder(try CubeSchema(attributes: ["g"], isWeighted: true))
        for (level, weight, selected, others) in groups {
            let slot = try builder.slot(of: [level])
            for row in 0..<(selected + others) {
                try builder.add(
                    slot: slot, label: .missing, prediction: row < selected ? .positive : .negative, weight: weight)
            }
        }
        return builder.cube()
    }

    @Test func `weights count relative to one another, however small, and never for more than their rows`() throws {
        let unit = try FairnessAudit().report(of: Self.weighted([("f", 1, 40, 60), ("m", 1, 70, 30)]))
        let small = CubeBuilder.minimumWeight
        let tiny = try FairnessAudit().report(of: Self.weighted([("f", small, 40, 60), ("m", small, 70, 30)]))
        for (one, other) in zip(unit.sets[0].judgements[0], tiny.sets[0].judgements[0]) {
            let (p, q) = (try #require(one.comparison?.p), try #require(other.comparison?.p))
            #expect(abs(p - q) < 1e-9)
            #expect(other.estimate?.rows ?? 1000 <= 100)
            #expect(abs((one.smallestVisibleGap ?? 0) - (other.smallestVisibleGap ?? 1)) < 1e-8)
        }
    }

    @Test func `a group is held against the rest's own rate and effective rows`() throws {
        // The rest of 'f' are 100 rows of one weight; 'f' has as many effective rows as rows, of another.
        let report = try FairnessAudit().report(of: Self.weighted([("f", 100, 50, 50), ("m", 1, 20, 80)]))
        let judgement = try #require(report.sets[0].judgements[0].first)
        let expected = StudyPower(alpha: 0.05 / 2).smallestVisibleGap(rows: 100, others: 100, rate: 0.2)
        #expect(abs((judgement.smallestVisibleGap ?? 0) - (expected ?? 1)) < 1e-8)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `other names of groups change nothing but names`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = (0..<6).map { _ in (rows: 20 + Int(random.next(upperBound: 200 as UInt64)), selected: 0) }
            .map { ($0.rows, Int(random.next(upperBound: UInt64($0.rows)))) }
        let names = (0..<6).map { "level \($0)" }
        let others = names.shuffled(using: &random)
        let reports = try [names, others].map { names in
            try FairnessAudit().report(of: Self.cube(zip(names, rows).map { (["x", $0], $1.0, $1.1) }))
        }
        #expect(reports[0].gateMetrics == reports[1].gateMetrics)
        for (set, renamed) in zip(reports[0].sets, reports[1].sets) {
            #expect(set.gaps.map(\.interval) == renamed.gaps.map(\.interval))
            #expect(set.gaps.map(\.spread.difference) == renamed.gaps.map(\.spread.difference))
            for (judgements, found) in zip(set.judgements, renamed.judgements) {
                for judgement in judgements {
                    let name = judgement.group.levels.map { level in
                        zip(names, others).first { $0.0 == level.text }.map { Level($0.1) } ?? level
                    }
                    let other = try #require(found.first { $0.group == Group(name) })
                    #expect(judgement.estimate == other.estimate && judgement.verdict == other.verdict)
                    #expect(judgement.comparison?.adjustedP == other.comparison?.adjustedP)
                    #expect(judgement.smallestVisibleGap == other.smallestVisibleGap)
                }
            }
        }
    }

    @Test func `without rows, and without weights, nothing is estimable and nothing 0`() throws {
        let empty = try FairnessAudit().report(of: CountCube(empty: try CubeSchema(attributes: ["sex"])))
        for name in ["subgroup_delta", "subgroup_delta_low", "disparate_impact_ratio", "attribute_missing_share"] {
            #expect(empty.gateMetrics[name] == .null)
        }
        #expect(empty.gateMetrics["gaps_not_estimable"] == 4)
        #expect(empty.json["missing"]?["sex"] == .null)
        #expect(empty.json["overall"]?["selection_rate"]?["reason"] == "no row with a prediction")
        let weightless = try FairnessAudit().report(of: Self.weighted([("f", 0, 40, 60), ("m", 1, 70, 30)])).json
        let set = weightless["sets"]?.array?.first
        #expect(
            set?["groups"]?.array?.first?["rates"]?["selection_rate"]?["reason"] == "all weights are 0")
        #expect(set?["gaps"]?["selection_rate"]?["method"] == .null)
        #expect(set?["gaps"]?["selection_rate"]?["reason"] == "fewer than two groups of at least 30 rows")
        #expect(weightless["sets_without_gap"]?["selection_rate"] == 1)
    }

    @Test func `other definitions of fairness are in the report`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"]))
        for (level, cells) in [("f", [30, 20, 10, 40]), ("m", [40, 10, 20, 30]), ("x", [1, 1, 1, 1])] {
            let slot = try builder.slot(of: [level])
            for (cell, count) in zip([(1, 1), (1, 0), (0, 1), (0, 0)], cells) {
                for _ in 0..<count {
                    try builder.add(
                        slot: slot, label: cell.0 == 1 ? .positive : .negative,
                        prediction: cell.1 == 1 ? .positive : .negative)
                }
            }
        }
        let report = try FairnessAudit().report(of: builder.cube()).json
        let measures = report["sets"]?.array?.first?["measures"]
        let number = { (value: JSONValue?) in value?.number?.doubleValue ?? .nan }
        #expect(abs(number(measures?["equalized_odds_difference"]) - 0.2) < 1e-12)
        #expect(abs(number(measures?["mean_odds_difference"]) - 0.2) < 1e-12)
        #expect(abs(number(measures?["equalized_odds_ratio"]) - 0.5) < 1e-12)
        #expect(abs(number(measures?["treatment_equality_difference"]) - 1.5) < 1e-12)
        // ln((60.5 ∕ 101) ∕ (40.5 ∕ 101)); the group of four rows is not looked at.
        #expect(abs(number(measures?["differential_fairness"]?["epsilon"]) - Double.log(60.5 / 40.5)) < 1e-12)
        #expect(number(measures?["benefits_between_groups"]?["theil"]) > 0)
        #expect(number(report["benefits"]?["generalized_entropy"]) > 0)
    }

    @Test func `more sets of attributes than can be reported are refused, with what to change`() throws {
        let attributes = (0..<16).map { "a\($0)" }
        var builder = CubeBuilder(try CubeSchema(attributes: attributes))
        var random = SeededGenerator(seed: 3)
        for _ in 0..<400 {
            let group = Group(attributes.map { _ in Level(String(random.next(upperBound: 9 as UInt64))) })
            try builder.add(slot: try builder.slot(of: group), label: .missing, prediction: .positive)
        }
        let error = #expect(throws: AuditError.self) { try FairnessAudit().report(of: builder.cube()) }
        #expect(error?.code == "audit.too-many-sets")
        #expect(error?.hint?.contains("--depth") == true)
        var shallow = FairnessAudit()
        shallow.depth = 1
        #expect(try shallow.report(of: builder.cube()).sets.count == 16)
    }

    @Test func `groups that look alike in a text have names that differ`() {
        #expect(Group([.missing]).description != (["<missing>"] as Group).description)
        #expect((["a · b", "c"] as Group).description != (["a", "b · c"] as Group).description)
        #expect((["a"] as Group).description == "a")
    }

    @Test func `rows that lack an attribute are left out of all rows too`() throws {
        let cube = try Self.cube([(["f", "a"], 60, 30), (["", "a"], 20, 20), (["m", "b"], 20, 10)])
        var audit = FairnessAudit()
        audit.missing = .drop
        #expect(try audit.report(of: cube).overall.rows.total == 80)
        #expect(try FairnessAudit().report(of: cube).overall.rows.total == 100)
    }

    @Test func `the same cube gives the same bytes`() throws {
        let cube = try Self.cube([(["f", "a"], 90, 30), (["m", "b"], 80, 40)])
        let bytes = try (0..<2).map { _ in try FairnessAudit().report(of: cube).json.canonicalBytes() }
        #expect(bytes[0] == bytes[1])
    }
}
