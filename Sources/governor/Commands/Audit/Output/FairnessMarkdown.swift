import GovernorAudit

/// An audit's report for a pull request: what stands out, and a short table of gaps.
struct FairnessMarkdown {
    /// So many findings and sets of columns are listed.
    private static let shown = 20

    let document: FairnessDocument

    /// The report as GitHub-flavoured Markdown.
    var text: String {
        let report = document.report
        let isBroken = document.findings.contains { $0.rule.severity == .error }
        return
            "## \(isBroken ? "❌" : document.findings.isEmpty ? "✅" : "⚠️") Fairness of \(document.data.markdownEscaped)\n\n"
            + findings + "\n" + gaps
            + "\n<sub>\(AuditNumber.count(Double(report.rows))) rows, SHA-256 `\(document.sha256)`. "
            + "Gaps in percentage points with 95 % intervals. No evidence of a difference is no proof that there is none.</sub>\n"
    }

    private var findings: String {
        let found = document.findings
        let lines = found.prefix(Self.shown).map { finding in
            let icon =
                switch finding.rule.severity {
                case .error: "❌"
                case .warning: "⚠️"
                case .note: "❔"
                }
            return "- \(icon) \(finding.message.markdownEscaped)\n"
        }
        if lines.isEmpty {
            return "No selection rate is below four fifths, and no group differs by more than chance explains.\n"
        }
        return lines.joined() + (found.count > lines.count ? "- … and \(found.count - lines.count) more\n" : "")
    }

    private var gaps: String {
        let report = document.report
        let header = ["Columns"] + report.audit.rates.map { "Gap in \($0.words)" } + ["Ratio of selection rates"]
        let rows = report.sets.prefix(Self.shown).map { set in
            let ratio = set.gaps.first { $0.spread.rate == .selectionRate }?.spread.ratio
            return [set.attributes.attributeSetName.markdownEscaped] + set.gaps.map(cell)
                + [ratio.map { AuditNumber.rounded($0) } ?? "not estimable"]
        }
        let rest = report.sets.count - rows.count
        return "| \(header.joined(separator: " | ")) |\n|---|" + header.dropFirst().map { _ in "---:|" }.joined() + "\n"
            + rows.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
            + (rest > 0 ? "\n… and \(rest) more sets of columns.\n" : "")
    }

    private func cell(_ gap: GapReport) -> String {
        guard let difference = gap.spread.difference else { return "not estimable" }
        let interval = gap.interval.map { " (\(AuditNumber.points($0.lower))–\(AuditNumber.points($0.upper)))" } ?? ""
        return AuditNumber.points(difference) + interval
    }
}
