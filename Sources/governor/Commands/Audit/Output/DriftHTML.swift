import GovernorAudit

/// A report of drift as one page: what stands out, then drawings with their tables, then what every number means.
struct DriftHTML {
    /// A table has so many rows; the JSON form has all.
    private static let shownRows = 200

    let document: DriftDocument

    private var report: DriftReport { document.report }
    private var charts: DriftCharts { DriftCharts(report: report) }

    /// The page.
    var text: String {
        let sections = [columns, distributions, gaps] + charts.changedSets.indices.map(changes)
        return AuditPage(document: document).text(
            lead: "\(AuditNumber.count(Double(report.currentRows))) rows against "
                + "\(AuditNumber.count(Double(report.referenceRows))) of \(document.reference) · "
                + "\(report.columns.count) \(report.columns.count == 1 ? "column" : "columns")",
            warning: "A change that is too small for this many rows may be there unseen.",
            metrics: "The worst number over all columns and groups", body: sections.joined(), meaning: Self.meaning)
    }

    // MARK: - Columns

    private var columns: String {
        let columns = report.byIndex + report.columns.filter { $0.distances == nil }
        return "<section><h2>Columns</h2>\n" + HTML.figure(charts.index)
            + HTML.table(
                caption: "Every column against the reference; p-values are corrected for how many are compared",
                header: [
                    "column", "index", "largest distance of cumulative shares, or χ²", "missing", "mean", "verdict",
                ],
                rows: columns.prefix(Self.shownRows).map(row)) + rest(columns.count) + "</section>\n"
    }

    private func row(_ column: ColumnDrift) -> [String] {
        let kind = [column.role == .feature ? nil : column.role.rawValue, column.kind?.rawValue].compactMap(\.self)
        let remarks =
            column.findings.map(\.words) + (column.findings.contains(where: \.isStructural) ? [] : reason(column))
        return [
            HTML.text(column.name) + "<small>\(kind.joined(separator: ", "))</small>",
            column.distances.map { AuditNumber.text($0.populationStabilityIndex) } ?? "–",
            column.test.map {
                "\(AuditNumber.text($0.statistic))<small>\(AuditNumber.probability($0.adjustedP))</small>"
            } ?? "–",
            pair(column.reference?.missingShare, column.current?.missingShare) { AuditNumber.percent($0) },
            pair(column.reference?.mean, column.current?.mean) { AuditNumber.edge($0) },
            (DriftCharts.kind(column.verdict) == .alarm ? "<b>◆</b> " : "") + column.verdict.words
                + remarks.map { "<small>\(HTML.text($0))</small>" }.joined(),
        ]
    }

    private func reason(_ column: ColumnDrift) -> [String] { column.reason.map { [$0] } ?? [] }

    private func pair(_ before: Double?, _ now: Double?, _ words: (Double) -> String) -> String {
        guard before != nil || now != nil else { return "–" }
        let (old, new) = (before.map(words) ?? "–", now.map(words) ?? "–")
        return old == new ? old : "\(old) → \(new)"
    }

    private func rest(_ count: Int) -> String {
        count > Self.shownRows ? "<p>… and \(count - Self.shownRows) more; the JSON form has all.</p>\n" : ""
    }

    private var distributions: String {
        guard let chart = charts.distributions else { return "" }
        let rows = charts.shownDistributions.flatMap { column -> [[String]] in
            let bins = column.distances?.bins ?? []
            let before = Double(max(1, bins.reduce(0) { $0 + $1.reference }))
            let now = Double(max(1, bins.reduce(0) { $0 + $1.current }))
            return bins.map { bin in
                [
                    HTML.text(column.name), HTML.text(bin.content.words),
                    AuditNumber.percent(Double(bin.reference) / before), AuditNumber.percent(Double(bin.current) / now),
                    AuditNumber.count(Double(bin.reference)), AuditNumber.count(Double(bin.current)),
                ]
            }
        }
        return "<section><h2>Values</h2>\n" + HTML.figure(chart)
            + HTML.table(
                caption: "Shares of values before and now, by bin",
                header: ["column", "values", "before", "now", "rows before", "rows now"],
                rows: Array(rows.prefix(Self.shownRows))) + rest(rows.count) + "</section>\n"
    }

    // MARK: - Groups

    private var gaps: String {
        guard let chart = charts.gaps, let first = report.cohorts.first(where: { !$0.gaps.isEmpty }) else { return "" }
        return "<section><h2>Gaps between groups</h2>\n" + HTML.figure(chart)
            + HTML.table(
                caption: "Gaps in percentage points, before and now, of groups that are large enough on both sides",
                header: ["columns"] + first.gaps.map { $0.rate.words },
                rows: report.cohorts.filter { !$0.gaps.isEmpty }.map { set in
                    [HTML.text(set.name)]
                        + set.gaps.map { gap in
                            guard gap.change != nil else {
                                return "not estimable<small>fewer than two large groups</small>"
                            }
                            return pair(gap.reference, gap.current) { AuditNumber.points($0) }
                        }
                }) + "</section>\n"
    }

    private func changes(_ position: Int) -> String {
        let set = charts.changedSets[position]
        let rates = DriftCharts.rows(of: set, report)
        let groups = rates.first ?? []
        return "<section><h2>\(HTML.text(set.name))</h2>\n" + HTML.figure(charts.changes(position))
            + HTML.table(
                caption:
                    "Rates before and now, and what they changed by in percentage points with 95 % intervals; ◆ changed",
                header: ["group"] + rates.compactMap { $0.first?.rate.words },
                rows: groups.indices.prefix(Self.shownRows).map { row in
                    [HTML.text(groups[row].group.name)] + rates.map { Self.cell($0[row]) }
                }) + rest(groups.count) + "</section>\n"
    }

    private static func cell(_ change: RateChange) -> String {
        guard let difference = change.difference, let before = change.reference, let now = change.current else {
            return "not estimable<small>\(HTML.text(change.rate.reasonNotEstimable))</small>"
        }
        let interval = change.interval.map { "\(AuditNumber.points($0.lower)) to \(AuditNumber.points($0.upper))" }
        let p = change.adjustedP.map { AuditNumber.probability($0) } ?? "too few rows"
        return (change.verdict == .changed ? "<b>◆</b> " : "")
            + "\(AuditNumber.percent(before.value)) → \(AuditNumber.percent(now.value))"
            + "<small>\(AuditNumber.points(difference)) (\(interval ?? "–")) · \(p)</small>"
    }

    /// What the numbers mean.
    private static let meaning = """
        <p>The <em>index</em> is the population stability index: Σ (q − p) ln(q ∕ p) over the shares p of the reference and q of \
        the current data. Up to 0.1 a column is stable by custom; above that it drifted if the corrected p-value is small as well, \
        else chance may explain it. Bins are the reference’s deciles and stay as they are, so that one week’s index can be \
        compared with the next’s. Numbers are tested by Kolmogorov and Smirnov’s test, categories by χ². Changes of rates have \
        Newcombe’s intervals. A gap is measured over the same groups before and now, so that a group which came or went is no \
        change.</p>
        """
}
