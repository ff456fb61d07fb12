import GovernorCore
import Testing

@testable import GovernorAudit

struct MissingRowsTests {
    private struct Row {
        let levels: [Level]
        let label: Outcome
        let prediction: Outcome
    }

    private static func cube(_ rows: [Row]) throws -> CountCube {
        var builder = CubeBuilder(try CubeSchema(attributes: Array(["a", "b"].prefix(rows[0].levels.count))))
        for row in rows {
            try builder.add(
                slot: try builder.slot(of: Group(row.levels)), label: row.label, prediction: row.prediction)
        }
        return builder.cube()
    }

    /// Some rows by one or two attributes of two or three levels, six of which lack some.
    private static func rows(seed: UInt64, attributes: Int) -> [Row] {
        var random = SeededGenerator(seed: seed)
        var levels = (0..<attributes).map { _ in 2 + random.next(upperBound: attributes == 1 ? 2 : 1 as UInt64) }
        // Rows that lack an attribute of one level have it nevertheless.
        if attributes == 2, seed % 2 == 0 { levels[1] = 1 }
        return (0..<(12 + random.next(upperBound: 30 as UInt64))).map { position in
            var drawn = levels.map { Level(String(random.next(upperBound: $0))) }
            if position < 6 {
                drawn[Int(random.next(upperBound: UInt64(attributes)))] = .missing
                if random.next(upperBound: 3 as UInt64) == 0 { drawn[0] = .missing }
            }
            let skew = drawn[0] == Level("0") ? 5 : 2 as UInt64
            return Row(
                levels: drawn, label: random.next(upperBound: 4 as UInt64) == 0 ? .negative : .positive,
                prediction: random.next(upperBound: 6 as UInt64) < skew ? .positive : .negative)
        }
    }

    /// The least and the largest gap of the groups that are large enough without them, over all groups that rows could belong to.
    private static func enumerated(_ rows: [Row], _ rate: Rate, minimumRows: Double) throws -> (Interval, Interval?)? {
        let levels = rows[0].levels.indices.map { attribute in
            Set(rows.map { $0.levels[attribute] }).subtracting([.missing]).sorted()
        }
        var counts: [[Level]: OutcomeCounts] = [:]
        for row in rows where !row.levels.contains(.missing) {
            counts[row.levels, default: OutcomeCounts()][row.label, row.prediction] += 1
        }
        let large = counts.filter { rate.fraction(of: $0.value).whole >= minimumRows }.map(\.key)
        guard large.count >= 2 else { return nil }
        var (gaps, ratios): ([Double], [Double]) = ([], [])
        func assign(_ lacking: ArraySlice<Row>) {
            guard let row = lacking.first else {
                let values = large.compactMap { counts[$0].flatMap(rate.value(of:)) }
                let (low, high) = (values.min() ?? 0, values.max() ?? 0)
                gaps.append(high - low)
                if high > 0 { ratios.append(low / high) }
                return
            }
            let choices = zip(row.levels, levels).reduce([[]]) { groups, next in
                groups.flatMap { group in (next.0 == .missing ? next.1 : [next.0]).map { group + [$0] } }
            }
            for group in choices {
                counts[group, default: OutcomeCounts()][row.label, row.prediction] += 1
                assign(lacking.dropFirst())
                counts[group]?[row.label, row.prediction] -= 1
            }
        }
        assign(rows.filter { $0.levels.contains(.missing) }[...])
        let gap = Interval(gaps.min() ?? 0, gaps.max() ?? 0)
        return (gap, ratios.min().map { Interval($0, ratios.max() ?? 1) })
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `bounds hold whatever groups the rows belong to, and the upper one is reached`(seed: UInt64) throws {
        let attributes = seed % 3 == 0 ? 2 : 1
        let rows = Self.rows(seed: seed, attributes: attributes)
        let minimumRows = Double(seed % 2 == 0 ? 1 : 6)
        let set = try Disaggregation(
            Self.cube(rows), by: Array(["a", "b"].prefix(attributes)), missing: .bounds)
        let missing = MissingRows(set)
        for rate in [Rate.selectionRate, .truePositiveRate] {
            let large = set.groups.filter { $0.effectiveRows(rate) >= minimumRows }
            let found = missing.bounds(large, rate)
            guard let (gap, ratio) = try Self.enumerated(rows, rate, minimumRows: minimumRows) else {
                #expect(found == nil)
                continue
            }
            let bounds = try #require(found)
            #expect(abs(bounds.difference.upper - gap.upper) < 1e-12)
            #expect(bounds.difference.lower <= gap.lower + 1e-12)
            if attributes == 1 {
                let least = large.map { rate.fraction(of: $0.rows).whole }.min() ?? 1
                #expect(gap.lower - bounds.difference.lower <= 2 / least, "whole rows may not do what fractions would")
            }
            guard let ratio, let found = bounds.ratio else { continue }
            #expect(abs(found.lower - ratio.lower) < 1e-12)
            #expect(found.upper >= ratio.upper - 1e-12)
        }
    }

    @Test func `without missing rows bounds are the gap itself`() throws {
        let rows = Self.rows(seed: 5, attributes: 1).filter { !$0.levels.contains(.missing) }
        var audit = FairnessAudit()
        (audit.missing, audit.minimumRows) = (.bounds, 1)
        let report = try audit.report(of: Self.cube(rows))
        for gap in report.sets[0].gaps {
            let (difference, bounds) = (try #require(gap.spread.difference), try #require(gap.bounds))
            #expect(abs(bounds.difference.lower - difference) < 1e-12)
            #expect(abs(bounds.difference.upper - difference) < 1e-12)
        }
        #expect(report.largestGapBound(.selectionRate) == report.sets[0].gaps[0].bounds?.difference.upper)
    }

    @Test func `the report states bounds of gaps and rates, and all rows have those that lack an attribute`() throws {
        var builder = CubeBuilder(try CubeSchema(attributes: ["sex"]))
        for (level, selected, rest) in [(Level("f"), 20, 20), (Level("m"), 30, 30), (Level.missing, 4, 6)] {
            let slot = try builder.slot(of: Group([level]))
            try builder.add(selected, slot: slot, label: .missing, prediction: .positive)
            try builder.add(rest, slot: slot, label: .missing, prediction: .negative)
        }
        var audit = FairnessAudit()
        (audit.missing, audit.rates) = (.bounds, [.selectionRate])
        let report = try audit.report(of: builder.cube())
        #expect(report.overall.rows.total == 110)
        #expect(report.missingShares == [10.0 / 110])
        #expect(report.sets[0].groups.map(\.group) == [["f"], ["m"]])
        #expect(
            report.sets[0].judgements[0].map(\.bounds) == [
                Interval(20.0 / 46, 24.0 / 44), Interval(30.0 / 66, 34.0 / 64),
            ])
        let bounds = try #require(report.sets[0].gaps[0].bounds)
        #expect(bounds.difference.lower == 0)
        #expect(abs(bounds.difference.upper - (34.0 / 64 - 20.0 / 46)) < 1e-15)
        #expect(
            report.gateMetrics["subgroup_delta_bound"]?.number?.doubleValue == bounds.difference.upper.roundedForJudging
        )
        #expect(report.gateMetrics["disparate_impact_ratio_bound"]?.number != nil)
        let json = report.json["sets"]?.array?.first
        #expect(json?["gaps"]?["selection_rate"]?["bounds"]?["difference"]?["lower"] == 0)
        #expect(json?["groups"]?.array?.first?["rates"]?["selection_rate"]?["bounds"]?["upper"]?.number != nil)
        #expect(report.json["settings"]?["missing"] == "bounds")
    }
}
