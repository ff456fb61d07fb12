import GovernorAudit
import GovernorCore

/// An audit's report of drift for people.
struct DriftText {
    /// A set of attributes shows so many groups that changed; the JSON form has all groups.
    private static let shownGroups = 20

    private let report: DriftReport
    private let reference: String
    private let current: String

    init(_ report: DriftReport, reference: String, current: String) {
        self.report = report
        self.reference = reference
        self.current = current
    }

    /// A table of the columns, what no longer holds, and what changed for groups.
    var text: String {
        var text = "\(current.singleLine): \(report.currentRows) rows, "
        text += "against \(reference.singleLine): \(report.referenceRows) rows\n\n" + columns
        for column in report.columns { text += remarks(column) }
        for set in report.cohorts { text += "\n" + changes(set) }
        return text
    }

    private var columns: String {
        let rows = report.columns.map { column -> [String] in
            [
                column.name.singleLine, column.kind?.rawValue ?? "–",
                column.distances.map { AuditNumber.text($0.populationStabilityIndex) } ?? "–", test(column.test),
                column.test.map { AuditNumber.text($0.adjustedP) } ?? "–", missing(column),
                column.verdict.words,
            ]
        }
        return TextTable.aligned([["column", "compared", "psi", "test", "adjusted p", "missing", "verdict"]] + rows)
    }

    private func test(_ test: DriftTest?) -> String {
        guard let test else { return "–" }
        return "\(test.name == "chi_squared" ? "χ²" : "KS") \(AuditNumber.text(test.statistic))"
    }

    private func missing(_ column: ColumnDrift) -> String {
        guard column.missingTest != nil else { return "–" }
        return [column.reference, column.current].map { side in
            guard let side, side.present + side.missing > 0 else { return "–" }
            return AuditNumber.percent(Double(side.missing) / Double(side.present + side.missing))
        }.joined(separator: " → ")
    }

    private func remarks(_ column: ColumnDrift) -> String {
        var remarks = column.findings.map(\.words)
        // What a finding says need not be said again.
        if let reason = column.reason, !column.findings.contains(where: \.isStructural) { remarks.append(reason) }
        if let test = column.missingTest, test.adjustedP < report.audit.alpha {
            remarks.append("the share of missing values changed, adjusted p \(AuditNumber.text(test.adjustedP))")
        }
        return remarks.map { "\(column.name.singleLine): \($0)\n" }.joined()
    }

    // MARK: - Groups

    private func changes(_ set: CohortSetDrift) -> String {
        let title = set.name
        let changes = set.changes.joined()
        var text = "\(title): "
        let changed = changes.filter { $0.verdict == .changed }
        let judged = changes.count { $0.p != nil }
        text += "\(changed.count) of \(judged) rates changed by more than chance explains\n"
        for gap in set.gaps {
            guard let before = gap.reference, let now = gap.current else {
                text += "\(gap.rate.words): fewer than two groups are large enough\n"
                continue
            }
            text += "\(gap.rate.words): gap \(AuditNumber.text(before)) → \(AuditNumber.text(now))\n"
        }
        for change in changed.prefix(Self.shownGroups) { text += line(change) }
        let rest = changed.count - Self.shownGroups
        return text + (rest > 0 ? "… and \(rest) more\n" : "")
    }

    private func line(_ change: RateChange) -> String {
        let group = change.group.levels.isEmpty ? "" : "\(change.group.description.singleLine), "
        let values = [change.reference, change.current].map { AuditNumber.text($0?.value ?? 0) }
        let difference = AuditNumber.text(change.difference ?? 0, change.interval?.lower, change.interval?.upper)
        let p = AuditNumber.text(change.adjustedP ?? 1)
        return "  \(group)\(change.rate.words): \(values.joined(separator: " → ")), by \(difference), adjusted p \(p)\n"
    }
}
