import GovernorAudit
import GovernorCore

/// Rates of every intersection with their intervals, corrected for how many there are.
enum IntersectionCases {
    static func intervals(_ test: AuditCase, _ findings: inout Findings) throws {
        let attributes = try test.texts("sensitive")
        let alpha = try test.number("alpha")
        let all = try Disaggregation(try test.table.cube(by: attributes), by: attributes, missing: .drop)
        let groups = all.groups.filter { $0.rows.total > 0 }
        let expected = test.expected["groups"]?.array ?? []
        findings.require("expected \(expected.count) groups, found \(groups.count)", expected.count == groups.count)
        let comparisons = all.comparisonsWithRest(.selectionRate, correction: .holm)
        var p: [Double] = []
        for entry in expected {
            let group = FairnessCases.group(entry["group"], attributes)
            guard let counts = groups.first(where: { $0.group == group }),
                let comparison = comparisons.first(where: { $0.group == group })
            else {
                findings.require("there is no group \(group)", false)
                continue
            }
            p.append(check(counts, comparison, alpha, Double(expected.count), entry, &findings))
        }
        IntervalCases.check(adjusted: p, test.expected["adjusted_p"], &findings)
        let extremes = [("worst_group_min_rate", 0.0), ("worst_group_min_rate_n30", 30)]
        for (name, rows) in extremes {
            let worst = all.worst(.selectionRate, minimumRows: rows)
            findings.check(name, worst?.value, test.expected[name]?["rate"])
        }
        let small = (test.expected["suppressed_below_10"]?.array ?? []).map { FairnessCases.group($0, attributes) }
        findings.require("others are below 10", Set(small) == Set(groups.filter { $0.rows.total < 10 }.map(\.group)))
    }

    /// - Returns: The p-value of the group against the rest.
    private static func check(
        _ counts: GroupCounts, _ comparison: Comparison, _ alpha: Double, _ count: Double, _ expected: JSONValue,
        _ findings: inout Findings
    ) -> Double {
        let (name, rate) = (counts.group, Rate.selectionRate)
        let (part, whole) = rate.fraction(of: counts.rows)
        findings.check("\(name) x", part, expected["x"])
        findings.check("\(name) n", whole, expected["n"])
        findings.check("\(name) rate", counts.value(rate), expected["rate"])
        let bonferroni = alpha / count
        let intervals: [(String, ProportionInterval, Double)] = [
            ("wilson95", .wilson, alpha), ("wilson_bonferroni", .wilson, bonferroni),
            ("clopper_pearson_sidak", .clopperPearson, MultipleTesting.sidakLevel(alpha, tests: count)),
        ]
        for (member, method, level) in intervals {
            findings.check(
                "\(name) \(member)", counts.estimate(rate, alpha: level, method: method)?.interval, expected[member])
        }
        let pair = comparison.proportions
        let p = pair.fisherP
        findings.check("\(name) fisher", p, expected["fisher_p_vs_rest"])
        findings.check(
            "\(name) newcombe", pair.difference(.newcombe, alpha: alpha), expected["newcombe_diff_vs_rest"])
        return p
    }
}
