import GovernorAudit

/// A report of drift for a pull request: what stands out, and the columns that drifted most.
struct DriftMarkdown {
    /// So many columns are listed.
    private static let shown = 20

    let document: DriftDocument

    /// The report as GitHub-flavoured Markdown.
    var text: String {
        AuditMarkdown(document: document).text(
            body: columns + gaps,
            note:
                "The population stability index over bins that are frozen on the reference \(document.reference.markdownEscaped); "
                + "p-values are corrected for how many columns are compared. Gaps in percentage points.")
    }

    private var columns: String {
        let columns = document.report.byIndex
        let rows = columns.prefix(Self.shown).map { column in
            [
                column.name.markdownEscaped, AuditNumber.text(column.distances?.populationStabilityIndex ?? 0),
                column.test.map { AuditNumber.text($0.adjustedP) } ?? "–", missing(column), column.verdict.words,
            ]
        }
        return AuditMarkdown<DriftDocument>.table(["Column", "Index", "Adjusted p", "Missing", "Verdict"], rows)
            + AuditMarkdown<DriftDocument>.rest(columns.count - rows.count, of: "columns")
    }

    private func missing(_ column: ColumnDrift) -> String {
        let shares = [column.reference, column.current].map { $0?.missingShare.map { AuditNumber.percent($0) } ?? "–" }
        return shares[0] == shares[1] ? shares[0] : shares.joined(separator: " → ")
    }

    private var gaps: String {
        let sets = document.report.cohorts.filter { !$0.gaps.isEmpty }
        guard let first = sets.first else { return "" }
        let rows = sets.prefix(Self.shown).map { set in
            [set.name.markdownEscaped]
                + set.gaps.map { gap in
                    guard let before = gap.reference, let now = gap.current else { return "not estimable" }
                    return "\(AuditNumber.points(before)) → \(AuditNumber.points(now))"
                }
        }
        return "\n" + AuditMarkdown<DriftDocument>.table(["Gap between groups"] + first.gaps.map(\.rate.words), rows)
            + AuditMarkdown<DriftDocument>.rest(sets.count - rows.count, of: "sets of columns")
    }
}
