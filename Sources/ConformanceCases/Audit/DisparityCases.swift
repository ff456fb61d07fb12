import GovernorAudit
import GovernorCore

/// Groups against a reference group, or a privileged one against everybody else.
enum DisparityCases {
    // MARK: - Crosstabs

    private static let rates: [(name: String, rate: Rate, parity: String)] = [
        ("pprev", .selectionRate, "Impact Parity"), ("precision", .precision, "Precision Parity"),
        ("fdr", .falseDiscoveryRate, "FDR Parity"), ("for", .falseOmissionRate, "FOR Parity"),
        ("fpr", .falsePositiveRate, "FPR Parity"), ("fnr", .falseNegativeRate, "FNR Parity"),
        ("tpr", .truePositiveRate, "TPR Parity"), ("tnr", .trueNegativeRate, "TNR Parity"),
        ("npv", .negativePredictiveValue, "NPV Parity"),
    ]

    static func crosstab(_ test: AuditCase, _ findings: inout Findings) throws {
        let band = ParityBand(tolerance: try test.number("tau"))
        var groups: [String: Disaggregation] = [:]
        for attribute in try test.texts("sensitive") {
            groups[attribute] = try Disaggregation(
                try test.table.cube(by: [attribute]), by: [attribute], missing: .drop)
        }
        for row in test.expected["rows"]?.array ?? [] {
            guard let attribute = row["attribute_name"]?.string, let level = row["attribute_value"]?.string,
                let groups = groups[attribute],
                let counts = groups.groups.first(where: { $0.group == Group([Level(level)]) }),
                let reference = test.parameters["reference"]?[attribute]?.string,
                let others = groups.groups.first(where: { $0.group == Group([Level(reference)]) })
            else { throw CaseProblem.unreadable("rows") }
            check(counts, others, groups, band, row, &findings)
        }
    }

    private static func check(
        _ counts: GroupCounts, _ reference: GroupCounts, _ all: Disaggregation, _ band: ParityBand, _ row: JSONValue,
        _ findings: inout Findings
    ) {
        let name = counts.group.description
        let numbers: [(String, Double?)] = [
            ("pp", counts.rows.selected), ("group_size", counts.rows.total), ("prev", counts.value(.prevalence)),
            ("accuracy", counts.value(.accuracy)), ("k", all.overall.rows.selected),
            ("ppr", counts.rows.selected / all.overall.rows.selected),
            ("ppr_disparity", counts.rows.selected / reference.rows.selected),
        ]
        for (member, value) in numbers { findings.check("\(name) \(member)", value, row[member]) }
        let statistical = band.contains(counts.rows.selected / reference.rows.selected)
        findings.require("\(name) Statistical Parity", statistical == row["Statistical Parity"]?.bool)
        for (member, rate, parity) in rates {
            findings.check("\(name) \(member)", counts.value(rate), row[member])
            guard let own = counts.value(rate), let others = reference.value(rate), others > 0 else { continue }
            findings.check("\(name) \(member)_disparity", own / others, row["\(member)_disparity"])
            findings.require("\(name) \(parity)", band.contains(own / others) == row[parity]?.bool)
        }
    }

    // MARK: - Privileged and unprivileged

    static func privileged(_ test: AuditCase, _ findings: inout Findings) throws {
        let (all, privileged, others) = try pair(test)
        let expected = test.expected
        let gap = { (rate: Rate) -> Double? in zipped(others, privileged, rate).map { $0.0 - $0.1 } }
        let ratio = { (rate: Rate) -> Double? in zipped(others, privileged, rate).map { $0.0 / $0.1 } }
        let (tpr, fpr) = (gap(.truePositiveRate), gap(.falsePositiveRate))
        let mean = { (left: Double?, right: Double?) in left.flatMap { left in right.map { (left + $0) / 2 } } }
        let errors = TwoProportions(
            1 - (others.value(.accuracy) ?? 0), of: 1, versus: 1 - (privileged.value(.accuracy) ?? 0), of: 1)
        let numbers: [(String, Double?)] = [
            ("disparate_impact", ratio(.selectionRate)), ("statistical_parity_difference", gap(.selectionRate)),
            ("equal_opportunity_difference", tpr), ("true_positive_rate_difference", tpr),
            ("average_odds_difference", mean(tpr, fpr)),
            ("average_abs_odds_difference", mean(tpr.map(abs), fpr.map(abs))),
            ("equalized_odds_difference", tpr.flatMap { tpr in fpr.map { max(abs(tpr), abs($0)) } }),
            ("average_predictive_value_difference", mean(gap(.precision), gap(.falseOmissionRate))),
            ("error_rate_difference", errors?.difference), ("error_rate_ratio", errors?.ratio),
            ("false_discovery_rate_difference", gap(.falseDiscoveryRate)),
            ("false_discovery_rate_ratio", ratio(.falseDiscoveryRate)),
            ("false_omission_rate_difference", gap(.falseOmissionRate)),
            ("false_omission_rate_ratio", ratio(.falseOmissionRate)), ("false_positive_rate_difference", fpr),
            ("false_positive_rate_ratio", ratio(.falsePositiveRate)),
            ("false_negative_rate_difference", gap(.falseNegativeRate)),
            ("false_negative_rate_ratio", ratio(.falseNegativeRate)),
            ("label.disparate_impact", ratio(.prevalence)),
            ("label.statistical_parity_difference", gap(.prevalence)),
        ]
        for (name, value) in numbers { findings.check(name, value, expected[name]) }
        checkInequality(all, [privileged, others], expected, &findings)
    }

    private static func checkInequality(
        _ all: GroupCounts, _ groups: [GroupCounts], _ expected: JSONValue, _ findings: inout Findings
    ) {
        let single = BenefitInequality(all.rows)
        let between = BenefitInequality(between: groups.map(\.rows))
        findings.check("theil_index", single.theil, expected["theil_index"])
        findings.check("entropy", single.generalizedEntropy, expected["generalized_entropy_index"])
        findings.check("variation", single.coefficientOfVariation, expected["coefficient_of_variation"])
        findings.check("between theil", between.theil, expected["between_group_theil_index"])
        findings.check(
            "between entropy", between.generalizedEntropy, expected["between_group_generalized_entropy_index"])
        let epsilon = { (rate: Rate) -> Double? in
            DifferentialFairness(
                groups.map { counts in
                    let (part, whole) = rate.fraction(of: counts.rows)
                    return (counts.group, part, whole)
                })?.epsilon
        }
        let (labels, predictions) = (epsilon(.prevalence), epsilon(.selectionRate))
        findings.check("label epsilon", labels, expected["label.smoothed_empirical_differential_fairness"])
        findings.check(
            "amplification", predictions.flatMap { predictions in labels.map { predictions - $0 } },
            expected["differential_fairness_bias_amplification"])
    }

    /// Everybody, the privileged group and everybody else, with the favourable label as the positive one.
    static func pair(_ test: AuditCase) throws -> (all: GroupCounts, privileged: GroupCounts, others: GroupCounts) {
        let attributes = try test.texts("sensitive")
        let isInverted = try test.number("favorable_label") == 0
        let cube = try test.table.cube(by: attributes, prediction: test.parameters["y_pred"]?.string)
        let groups = try Disaggregation(cube, by: attributes, missing: .drop)
        let oriented = { (counts: GroupCounts) in isInverted ? counts.inverted : counts }
        let privileged = Group([Level(try test.texts("privileged")[0])])
        guard let own = groups.groups.first(where: { $0.group == privileged }),
            let others = groups.total(where: { $0 != privileged })
        else { throw CaseProblem.unreadable("privileged") }
        return (oriented(groups.overall), oriented(own), oriented(others))
    }

    private static func zipped(_ left: GroupCounts, _ right: GroupCounts, _ rate: Rate) -> (Double, Double)? {
        left.value(rate).flatMap { left in right.value(rate).map { (left, $0) } }
    }
}
