import GovernorAudit

/// An audit's report as one page: what stands out, then drawings with their tables, then what every number means.
struct FairnessHTML {
    /// A set of columns has so many rows in its table; the JSON form has all.
    static let shownGroups = 200

    let document: FairnessDocument

    private var report: FairnessReport { document.report }

    /// Whether it is said which gaps comparisons would show: of one look that is known, of any number it is not.
    var hasSight: Bool { !report.audit.isAnytimeValid }

    /// The page.
    var text: String {
        let charts = FairnessCharts(report: report)
        let sections = [gaps(charts)] + report.sets.indices.map { set($0, charts) } + [scores]
        return AuditPage(document: document).text(
            lead: "\(AuditNumber.count(Double(report.rows))) rows · "
                + "\(report.sets.count) \(report.sets.count == 1 ? "set" : "sets") of columns · "
                + report.audit.rates.map(\.words).joined(separator: ", "),
            warning: "That is no proof of fairness: "
                + (hasSight ? "see the visible gaps." : "small groups show large gaps only."),
            metrics: "The worst number over all sets of columns", body: sections.joined(), meaning: meaning)
    }

    // MARK: - Gaps and rates

    private func gaps(_ charts: FairnessCharts) -> String {
        "<section><h2>Gaps</h2>\n" + HTML.figure(charts.gaps)
            + HTML.table(
                caption: "Gaps in percentage points with 95 % intervals, and ratios",
                header: ["columns"] + report.audit.rates.map { HTML.text($0.words) },
                rows: report.sets.map { set in
                    [HTML.text(set.attributes.attributeSetName)] + set.gaps.map(Self.cell)
                }) + "</section>\n"
    }

    private static func cell(_ gap: GapReport) -> String {
        guard let difference = gap.spread.difference else {
            return "not estimable<small>fewer than two large groups</small>"
        }
        let interval = gap.interval.map { " (\(AuditNumber.points($0.lower))–\(AuditNumber.points($0.upper)))" } ?? ""
        let ratio = gap.spread.ratio.map { "ratio \(AuditNumber.rounded($0))" } ?? "no ratio"
        let bounds = gap.bounds.map { ", \($0.words)" } ?? ""
        let lowest = gap.spread.lowest.map { ", lowest: \($0.group.name)" } ?? ""
        return
            "\(AuditNumber.points(difference))\(interval)<small>\(HTML.text(ratio + bounds + (difference > 0 ? lowest : "")))</small>"
    }

    private func set(_ position: Int, _ charts: FairnessCharts) -> String {
        let set = report.sets[position]
        let rest = set.groups.count - Self.shownGroups
        return "<section><h2>\(HTML.text(set.attributes.attributeSetName))</h2>\n" + HTML.figure(charts.rates(position))
            + HTML.table(
                caption:
                    "Rates with 95 % intervals and p-values corrected for all comparisons; ◆ differs from all others",
                header: ["group", "rows"] + report.audit.rates.map { HTML.text($0.words) }
                    + (hasSight ? ["visible gap"] : []),
                rows: set.groups.indices.prefix(Self.shownGroups).map { row(set, $0) })
            + (rest > 0 ? "<p>… and \(rest) more groups; the JSON form has all.</p>\n" : "") + "</section>\n"
    }

    private func row(_ set: AttributeSetReport, _ group: Int) -> [String] {
        let judgement = set.judgements.first?[group]
        return [HTML.text(set.groups[group].group.name), AuditNumber.count(set.groups[group].rows.total)]
            + set.judgements.map { Self.cell($0[group]) }
            + (hasSight
                ? [(judgement?.smallestVisibleGap.map { AuditNumber.points($0) } ?? "none") + more(judgement)] : [])
    }

    /// What a group without a verdict that it differs would take to show the gap that matters.
    private func more(_ judgement: GroupJudgement?) -> String {
        let rows = judgement?.sight?.neededRows
        return rows.map { "<small>\($0) for \(AuditNumber.points(report.audit.visibleGap))</small>" } ?? ""
    }

    private static func cell(_ judgement: GroupJudgement) -> String {
        let bounds = judgement.boundsWords.map { [$0] } ?? []
        guard let estimate = judgement.estimate else {
            return "not estimable" + Self.small([judgement.rate.reasonNotEstimable] + bounds)
        }
        let count = "n = \(AuditNumber.count(estimate.rows))"
        let p = judgement.comparison.map { AuditNumber.probability($0.adjustedP) } ?? "too few rows"
        return (judgement.verdict == .differs ? "<b>◆</b> " : "") + AuditNumber.percent(estimate.value)
            + Self.small([AuditNumber.percent(estimate.interval)] + bounds + ["\(count) · \(p)"])
    }

    private static func small(_ lines: [String]) -> String {
        lines.map { "<small>\(HTML.text($0))</small>" }.joined()
    }
}
