import GovernorAudit

/// A mitigation for people: the thresholds, then every rate before and after.
struct MitigationText {
    /// A set of attributes shows so many groups; the JSON form has all.
    private static let shownGroups = 20

    private let report: MitigationReport
    private let data: String

    init(_ report: MitigationReport, data: String) {
        self.report = report
        self.data = data
    }

    /// The thresholds, a table a set of attributes, and its gaps.
    var text: String {
        "\(data.singleLine): \(report.before.rows) rows\n" + thresholds + "\n"
            + TextTable.aligned([
                ["all rows"] + rates.map(\.words),
                [""] + rates.map { change(report.before.overall.value($0), report.after.overall.value($0)) },
            ])
            + zip(report.before.sets, report.after.sets).map { "\n" + table($0, $1) + gaps($0, $1) }.joined()
    }

    private var rates: [Rate] { report.before.audit.rates }

    private var thresholds: String {
        guard let plan = report.plan else { return "" }
        let words = plan.aim.constraint.rawValue.replacing("_", with: " ")
        let objective = plan.aim.objective.rawValue.replacing("_", with: " ")
        let rules = plan.rules.map { [$0.group.name, Self.words($0)] } + [["others", Self.words(plan.fallback)]]
        return "\nselected by \(plan.attributes.attributeSetName), for \(words) and \(objective)\n"
            + rules.map { "  \($0[0]): \($0[1])\n" }.joined()
    }

    /// What a rule does, such as `scores above 0.480`.
    static func words(_ rule: DecisionRule) -> String {
        let parts = rule.parts.map { part in
            let which =
                part.threshold.isFinite
                ? "scores above \(AuditNumber.rounded(part.threshold))" : part.threshold > 0 ? "nobody" : "everybody"
            return part.probability < 1 ? "\(AuditNumber.percent(part.probability)) of the time \(which)" : which
        }
        let byScore = parts.joined(separator: ", ")
        guard rule.ignored > 0 else { return byScore }
        return
            "\(AuditNumber.percent(rule.ignored)) by chance with \(AuditNumber.percent(rule.constant)) selected, else \(byScore)"
    }

    private func table(_ before: AttributeSetReport, _ after: AttributeSetReport) -> String {
        let header = [before.attributes.attributeSetName, "rows"] + rates.map(\.words)
        let later = Dictionary(uniqueKeysWithValues: after.groups.map { ($0.group, $0) })
        let rows = before.groups.prefix(Self.shownGroups).map { counts in
            [counts.group.name, String(Int(counts.rows.total))]
                + rates.map { change(counts.value($0), later[counts.group]?.value($0)) }
        }
        let rest = before.groups.count - Self.shownGroups
        return TextTable.aligned([header] + rows) + (rest > 0 ? "… and \(rest) more groups\n" : "")
    }

    private func gaps(_ before: AttributeSetReport, _ after: AttributeSetReport) -> String {
        zip(before.gaps, after.gaps).map { before, after in
            guard before.spread.difference != nil || after.spread.difference != nil else {
                return "\(before.spread.rate.words): fewer than two groups are large enough\n"
            }
            let gap = change(before.spread.difference, after.spread.difference)
            let ratio = change(before.spread.ratio, after.spread.ratio)
            return "\(before.spread.rate.words): gap \(gap), ratio \(ratio)"
                + (after.spread.lowest.map { ", lowest after: \($0.group.name)" } ?? "") + "\n"
        }.joined()
    }

    private func change(_ before: Double?, _ after: Double?) -> String {
        let text = { (value: Double?) in value.map { AuditNumber.rounded($0) } ?? "not estimable" }
        return "\(text(before)) → \(text(after))"
    }
}
