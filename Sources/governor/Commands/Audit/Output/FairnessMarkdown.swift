import GovernorAudit

/// An audit's report for a pull request: what stands out, and a short table of gaps.
struct FairnessMarkdown {
    /// So many sets of columns are listed.
    private static let shown = 20

    let document: FairnessDocument

    /// The report as GitHub-flavoured Markdown.
    var text: String {
        AuditMarkdown(document: document).text(
            body: gaps + bounds + document.report.smallGroups.map { "\n\($0.markdownEscaped)\n" }.joined(),
            note:
                "Gaps in percentage points with 95 % intervals. No evidence of a difference is no proof that there is none."
        )
    }

    private var gaps: String {
        let report = document.report
        let header = ["Columns"] + report.audit.rates.map { "Gap in \($0.words)" } + ["Ratio of selection rates"]
        let rows = report.sets.prefix(Self.shown).map { set in
            let ratio = set.gaps.first { $0.spread.rate == .selectionRate }?.spread.ratio
            return [set.attributes.attributeSetName.markdownEscaped] + set.gaps.map(cell)
                + [ratio.map { AuditNumber.rounded($0) } ?? "not estimable"]
        }
        return AuditMarkdown<FairnessDocument>.table(header, rows)
            + AuditMarkdown<FairnessDocument>.rest(report.sets.count - rows.count, of: "sets of columns")
    }

    /// Groups of sets where rows that lack a column could change something: their rates with what these could be.
    private var bounds: String {
        let report = document.report
        let bounded = report.sets.filter(\.hasBounds).flatMap { set in
            set.groups.indices.map { group in set.judgements.map { $0[group] } }
        }
        guard !bounded.isEmpty else { return "" }
        let rows = bounded.prefix(Self.shown).map { judgements in
            [(judgements.first?.group.name ?? "").markdownEscaped] + judgements.map(Self.cell)
        }
        return "\nWhatever groups rows belong to that lack a column, rates are within these bounds:\n\n"
            + AuditMarkdown<FairnessDocument>.table(
                ["Group"] + report.audit.rates.map(\.words.capitalizedFirst), rows)
            + AuditMarkdown<FairnessDocument>.rest(bounded.count - rows.count, of: "groups")
    }

    private static func cell(_ judgement: GroupJudgement) -> String {
        guard let estimate = judgement.estimate else { return judgement.boundsWords ?? "not estimable" }
        return AuditNumber.percent(estimate.value) + (judgement.boundsWords.map { ", \($0)" } ?? "")
    }

    private func cell(_ gap: GapReport) -> String {
        guard let difference = gap.spread.difference else { return "not estimable" }
        let interval = gap.interval.map { " (\(AuditNumber.points($0.lower))–\(AuditNumber.points($0.upper)))" } ?? ""
        return AuditNumber.points(difference) + interval + (gap.bounds.map { ", \($0.words)" } ?? "")
    }
}
