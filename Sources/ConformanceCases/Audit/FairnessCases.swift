import GovernorAudit
import GovernorCore

/// Rates by group and what is made of them.
enum FairnessCases {
    static func metricFrame(_ test: AuditCase, _ findings: inout Findings) throws {
        let attributes = try test.texts("sensitive")
        let cube = try test.table.cube(
            by: attributes, prediction: test.parameters["y_pred"]?.string ?? "y_pred")
        let missing: MissingLevels = test.parameters["missing"]?.string == "own_group" ? .ownGroup : .drop
        let groups = try Disaggregation(cube, by: attributes, missing: missing)
        guard let strict = test.expected["strict"] else { throw CaseProblem.unreadable("strict") }
        checkGroups(groups, strict["by_group"]?.array ?? [], test, &findings)
        checkSpreads(groups, strict, &findings)
        checkLibrary(groups, test, &findings)
    }

    static func weightedMetricFrame(_ test: AuditCase, _ findings: inout Findings) throws {
        let attributes = try test.texts("sensitive")
        let groups = try Disaggregation(
            try test.table.cube(by: attributes, weight: "weight"), by: attributes, missing: .drop)
        for rate in [Rate.accuracy, .selectionRate, .truePositiveRate, .falsePositiveRate] {
            let name = rate.rawValue
            findings.check("overall \(name)", groups.overall.value(rate), test.expected["overall"]?[name])
            for counts in groups.groups {
                let expected = test.expected["by_group"]?[counts.group.description]?[name]
                findings.check("\(counts.group) \(name)", counts.value(rate), expected)
            }
            findings.check("difference \(name)", groups.spread(rate).difference, test.expected["difference"]?[name])
            findings.check("ratio \(name)", groups.spread(rate).ratio, test.expected["ratio"]?[name])
        }
        findings.check("dp_difference", groups.demographicParityDifference, test.expected["dp_difference"])
        findings.check("eo_difference", groups.equalizedOddsDifference, test.expected["eo_difference"])
    }

    /// The names of rates in the cases.
    static func name(_ rate: Rate) -> String { rate == .negativePredictiveValue ? "npv" : rate.rawValue }

    /// The group that an object of levels by attribute means.
    static func group(_ levels: JSONValue?, _ attributes: [String]) -> Group {
        Group(
            attributes.map { attribute in
                guard let text = levels?[attribute]?.string, text != "<missing>" else { return .missing }
                return Level(text)
            })
    }

    private static func checkGroups(
        _ groups: Disaggregation, _ expected: [JSONValue], _ test: AuditCase, _ findings: inout Findings
    ) {
        findings.require(
            "expected \(expected.count) groups, found \(groups.groups.count)", expected.count == groups.groups.count)
        for entry in expected {
            let group = group(entry["group"], groups.attributes)
            guard let counts = groups.groups.first(where: { $0.group == group }) else {
                findings.require("there is no group \(group)", false)
                continue
            }
            findings.check("\(group) n", counts.rows.total, entry["n"])
            // A combination without rows is listed without rates.
            for rate in Rate.allCases where counts.rows.total > 0 {
                findings.check("\(group) \(name(rate))", counts.value(rate), entry["rates"]?[name(rate)])
            }
        }
    }

    private static func checkSpreads(_ groups: Disaggregation, _ strict: JSONValue, _ findings: inout Findings) {
        for rate in Rate.allCases {
            let (name, spread) = (name(rate), groups.spread(rate))
            let expected = strict["aggregate"]?[name]
            findings.check("\(name) groups", Double(spread.estimableGroups), expected?["estimable_groups"])
            findings.check("\(name) min", spread.lowest?.value, expected?["min"])
            findings.check("\(name) max", spread.highest?.value, expected?["max"])
            findings.check("\(name) difference", spread.difference, expected?["difference"])
            findings.check("\(name) ratio", spread.ratio, expected?["ratio"])
            let missing = (strict["not_estimable"]?[name]?.array ?? []).map { group($0, groups.attributes) }
            findings.require("\(name): other groups are not estimable", Set(missing) == Set(spread.notEstimable))
        }
        let scalars: [(String, Double?)] = [
            ("equalized_odds_difference", groups.equalizedOddsDifference),
            ("equal_opportunity_difference", groups.equalOpportunityDifference),
            ("demographic_parity_difference", groups.demographicParityDifference),
            ("demographic_parity_ratio", groups.demographicParityRatio),
            ("predictive_parity_difference", groups.predictiveParityDifference),
        ]
        for (name, value) in scalars { findings.check(name, value, strict[name]) }
    }

    /// The library's own numbers, where it does not put a number in the place of what is not estimable.
    private static func checkLibrary(_ groups: Disaggregation, _ test: AuditCase, _ findings: inout Findings) {
        for entry in test.expected["by_group"]?.array ?? [] {
            let group = group(entry["group"], groups.attributes)
            guard let counts = groups.groups.first(where: { $0.group == group })?.rows else { continue }
            let confusion: [(String, Double)] = [
                ("tp", counts.truePositives), ("fp", counts.falsePositives), ("tn", counts.trueNegatives),
                ("fn", counts.falseNegatives),
            ]
            // The library gives no matrix for a combination without rows.
            for (name, count) in confusion where counts.total > 0 {
                findings.check("\(group) \(name)", count, entry["confusion"]?[name])
            }
            let summaries: [(String, Double?)] = [
                ("balanced_accuracy", counts.balancedAccuracy), ("f1", counts.f1), ("matthews", counts.matthews),
            ]
            for (name, value) in summaries where value != nil {
                findings.check("\(group) \(name)", value, entry["metrics"]?[name])
            }
        }
        for rate in [Rate.accuracy, .selectionRate, .truePositiveRate, .falsePositiveRate, .precision, .prevalence]
        where groups.spread(rate).notEstimable.isEmpty {
            let (name, aggregate) = (name(rate), test.expected["aggregate"])
            findings.check("\(name) overall", groups.overall.value(rate), aggregate?["overall"]?[name])
            findings.check(
                "\(name) to overall", groups.differenceToOverall(rate), aggregate?["difference_to_overall"]?[name])
            guard groups.ratioToOverall(rate) != nil else { continue }
            findings.check(
                "\(name) ratio to overall", groups.ratioToOverall(rate), aggregate?["ratio_to_overall"]?[name])
        }
    }
}
