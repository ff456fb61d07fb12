import GovernorAudit

/// A report of quality as one page: what stands out, then drawings with their tables, then what every number means.
struct QualityHTML {
    /// A table has so many rows; the JSON form has all.
    private static let shownRows = 200

    let document: QualityDocument

    private var report: QualityReport { document.report }
    private var charts: QualityCharts { QualityCharts(report: report) }

    /// The page.
    var text: String {
        let sections = [measures, calibration] + report.sets.indices.map(groups)
        return AuditPage(document: document).text(
            lead: "\(AuditNumber.count(Double(report.rows))) rows · \(report.overall.estimates.count) measures"
                + (report.sets.isEmpty
                    ? "" : " · \(report.sets.count) \(report.sets.count == 1 ? "set" : "sets") of columns"),
            warning: "That is no proof that none is.",
            metrics: "Each measure over all rows, and the worst group’s", body: sections.joined(),
            meaning: Self.meaning)
    }

    // MARK: - All rows

    private var measures: String {
        let estimates = report.overall.estimates
        let drawn = [charts.shares, charts.errors].compactMap(\.self)
        let tables = drawn.isEmpty ? [table(estimates)] : drawn.map { HTML.figure($0) + table(estimates) }
        return "<section><h2>All rows</h2>\n\(tables[0])</section>\n"
            + tables.dropFirst().map { "<section>\n\($0)</section>\n" }.joined()
    }

    private func table(_ estimates: [QualityEstimate]) -> String {
        HTML.table(
            caption: "Measures with 95 % intervals", header: ["measure", "value", "95 %", "rows", "interval"],
            rows: estimates.map { estimate in
                let interval = estimate.interval.map { "\(AuditNumber.text($0.lower))–\(AuditNumber.text($0.upper))" }
                return [
                    estimate.measure.words, estimate.value.map { AuditNumber.text($0) } ?? "not estimable",
                    interval ?? "–", AuditNumber.count(estimate.rows),
                    HTML.text((estimate.method ?? estimate.reason ?? "").replacing("_", with: " ")),
                ]
            })
    }

    private var calibration: String {
        let charts = charts.calibrations
        guard !charts.isEmpty else { return "" }
        let sets = report.sets.filter { $0.attributes.count == 1 }
        let figures = charts.enumerated().map { position, chart in
            let groups = [report.overall] + (position < sets.count ? sets[position].groups : [])
            return HTML.figure(chart) + table(groups)
        }
        return "<section><h2>Calibration</h2>\n\(figures.joined())</section>\n"
    }

    private func table(_ groups: [GroupQuality]) -> String {
        let rows = groups.flatMap { group in
            group.calibration.map { point -> [String] in
                let bins = Double(report.audit.bins)
                let (lower, upper) = (Double(point.bin.position) / bins, Double(point.bin.position + 1) / bins)
                return [
                    HTML.text(group.group.name),
                    "\(AuditNumber.fixed(lower, places: 1))–\(AuditNumber.fixed(upper, places: 1))",
                    AuditNumber.percent(point.bin.meanScore), AuditNumber.percent(point.bin.rate),
                    point.interval.map { AuditNumber.percent($0) } ?? "–", AuditNumber.count(point.bin.rows),
                ]
            }
        }
        return HTML.table(
            caption: "What scores promise against what came true",
            header: ["group", "scores", "mean score", "labelled positive", "95 %", "rows"],
            rows: Array(rows.prefix(Self.shownRows))) + rest(rows.count)
    }

    private func rest(_ count: Int) -> String {
        count > Self.shownRows ? "<p>… and \(count - Self.shownRows) more; the JSON form has all.</p>\n" : ""
    }

    // MARK: - Groups

    private func groups(_ position: Int) -> String {
        let set = report.sets[position]
        let measures = report.overall.estimates.map(\.measure).filter(\.isShownByGroup)
        let groups = [report.overall] + set.groups
        return "<section><h2>\(HTML.text(set.attributes.attributeSetName))</h2>\n"
            + (charts.groups(position).map { HTML.figure($0) } ?? "")
            + HTML.table(
                caption: "Measures with 95 % intervals; ◆ worse than all others",
                header: ["group", "rows"] + measures.map(\.words),
                rows: groups.prefix(Self.shownRows).map { group in
                    [HTML.text(group.group.name), AuditNumber.count(Double(group.rows))]
                        + measures.map { cell(group, $0, report.differences[position]) }
                }) + rest(groups.count) + "</section>\n"
    }

    private func cell(_ group: GroupQuality, _ measure: QualityMeasure, _ differences: [QualityDifference]) -> String {
        guard let estimate = group[measure], let value = estimate.value else {
            return "not estimable<small>\(HTML.text(group[measure]?.reason ?? ""))</small>"
        }
        let interval = estimate.interval.map { "\(AuditNumber.text($0.lower))–\(AuditNumber.text($0.upper))" } ?? "–"
        let difference = differences.first { $0.group == group.group && $0.measure == measure }
        let p = difference.map { " · \(AuditNumber.probability($0.adjustedP))" } ?? ""
        let isWorse = difference.map { $0.isWorse && $0.adjustedP < report.audit.alpha } ?? false
        return (isWorse ? "<b>◆</b> " : "") + AuditNumber.text(value) + "<small>\(interval)</small>"
            + "<small>n = \(AuditNumber.count(estimate.rows))\(p)</small>"
    }

    /// What the numbers mean.
    private static let meaning = """
        <p>Rows that lack a value are left out of what needs it: each number has its n. Shares have Wilson’s intervals, or \
        Clopper and Pearson’s below 40 rows and where none or all succeed; functions of the four counts have BCa bootstrap \
        intervals, the area under the ROC curve DeLong’s, means the normal one. A measure without an interval is one for which no \
        method is sound or none is computed. Scores are <em>calibrated</em> when of the rows with a score of 30 % three in ten \
        are labelled positive. A group is <em>worse</em> when its share is compared with that of all other rows and the corrected \
        p-value is small.</p>
        """
}
