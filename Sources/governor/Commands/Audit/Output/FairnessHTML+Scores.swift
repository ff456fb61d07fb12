import GovernorAudit

// What scores are worth, and what the numbers of the page mean.
extension FairnessHTML {
    var scores: String {
        guard let scores = document.report.scores else { return "" }
        let charts = ScoreCharts(document.report)
        let calibrations = scores.attributes.indices.compactMap { position in
            charts.calibration(position, scores).map { HTML.figure($0) + table(scores.attributes[position]) }
        }
        let calibration =
            calibrations.isEmpty ? "" : "<section><h2>Calibration</h2>\n\(calibrations.joined())</section>\n"
        return calibration + "<section><h2>Thresholds</h2>\n" + HTML.figure(charts.thresholds(scores)) + table(scores)
            + "</section>\n"
    }

    private func table(_ attribute: AttributeScores) -> String {
        HTML.table(
            caption: "Scores by \(attribute.attribute.singleLine)",
            header: ["group", "rows with score and label", "calibration error", "Brier score", "area under ROC"],
            rows: attribute.groups.prefix(Self.shownGroups).map { scores in
                [
                    HTML.text(scores.group.name), AuditNumber.count(Double(scores.labelledRows)),
                    number(scores.expectedError, "no row with score and label"),
                    number(scores.brierScore, "no row with score and label"),
                    number(scores.rocAUC, "rows of one label only")
                        + (scores.rocAUCInterval.map {
                            "<small>\(AuditNumber.rounded($0.lower))–\(AuditNumber.rounded($0.upper))</small>"
                        } ?? ""),
                ]
            })
    }

    private func table(_ scores: ScoreReport) -> String {
        HTML.table(
            caption: "What every tenth threshold leads to",
            header: ["threshold", "selected", "accuracy"]
                + scores.attributes.map { "ratio by \(HTML.text($0.attribute))" },
            rows: scores.outcomes.enumerated().filter { $0.offset.isMultiple(of: 10) }.map { _, outcome in
                [
                    AuditNumber.fixed(outcome.threshold, places: 2), AuditNumber.percent(outcome.selectionRate),
                    outcome.accuracy.map { AuditNumber.percent($0) } ?? number(nil, "no row with a label"),
                ] + outcome.gaps.map { number($0.ratio, "nobody selected, or too few rows") }
            })
    }

    private func number(_ value: Double?, _ reason: String) -> String {
        value.map { AuditNumber.rounded($0) } ?? "not estimable<small>\(HTML.text(reason))</small>"
    }

    var method: String {
        let facts = document.provenance.map { "<dt>\(HTML.text($0.name))</dt><dd>\(HTML.text($0.value))</dd>\n" }
        return """
            <section><h2>What the numbers mean</h2>
            <dl>
            \(facts.joined())</dl>
            <p>A rate is a share of rows: of all decided about (selection rate), of those labelled positive (true positive rate) or \
            negative (false positive rate), or of those decided positively (precision). A rate without a row in its denominator is \
            not estimable, which is not 0. Intervals of rates are Wilson’s, or Clopper and Pearson’s below 40 rows and where none or \
            all succeed; those of gaps hold whichever two groups are furthest apart: Newcombe’s limits of every pair at once, \
            by Bonferroni’s correction. A group <em>differs</em> when its rate is compared with that of all other rows and the corrected \
            p-value is small. The <em>visible gap</em> is the smallest gap in selection rates, in percentage points, that groups of \
            these sizes would show in four of five cases: a smaller one may be there unseen. Where base rates differ no decision \
            makes all of these rates equal (Chouldechova, 2017); which one counts is a choice to be recorded with its reason.</p>
            </section>

            """
    }

    /// The style sheet.
    static let style = """
        :root{color-scheme:light dark;\(ChartStyle.variables(isDark: false))}
        @media (prefers-color-scheme:dark){:root{\(ChartStyle.variables(isDark: true))}}
        @media print{:root{color-scheme:light;\(ChartStyle.variables(isDark: false))}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--back);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,\
        "Helvetica Neue",Arial,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:1024px;margin:0 auto;padding:32px}
        header{border-bottom:2px solid var(--ink);padding-bottom:16px}
        h1{font-size:28px;line-height:1.2;margin:0;overflow-wrap:anywhere}
        h2{font-size:20px;line-height:1.3;margin:48px 0 12px;overflow-wrap:anywhere}
        .kind{margin:0;color:var(--muted);font-weight:600}.lead{margin:8px 0 0}
        .digest{margin:4px 0 0;color:var(--muted);font:12px ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        .findings{list-style:none;margin:0;padding:0}
        .findings li{padding:8px 12px;margin:6px 0;border-left:4px solid var(--axis);background:var(--band);\
        overflow-wrap:anywhere}
        .findings .error{border-color:var(--orange)}.findings .warning{border-color:var(--blue)}
        .findings li{display:flex;gap:12px}.findings strong{flex:0 0 88px}
        .findings .error strong{color:var(--orange)}.findings .warning strong{color:var(--blue)}
        .findings .note strong{color:var(--muted)}
        figure{margin:0 0 16px}svg{display:block;width:100%;height:auto}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;margin:8px 0 24px;font-size:13px}
        caption{text-align:left;color:var(--muted);padding:4px 0}
        th,td{text-align:right;vertical-align:top;padding:6px 8px;border-bottom:1px solid var(--grid)}
        th:first-child{text-align:left}thead th{border-bottom:1px solid var(--axis);vertical-align:bottom}
        tbody th{font-weight:400;min-width:88px;overflow-wrap:break-word}td b{color:var(--orange)}
        small{display:block;color:var(--muted);font-size:11.5px}summary{cursor:pointer;padding:8px 12px}
        code{font:12.5px ui-monospace,Menlo,Consolas,monospace}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px;font-size:13px}
        dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
        @media (max-width:640px){main{padding:16px}}
        @media print{main{max-width:none;padding:0}body{font-size:11px}table{font-size:9.5px}.scroll{overflow:visible}\
        figure,tr,li{break-inside:avoid}h2,caption{break-after:avoid}small{font-size:8.5px;white-space:normal}}
        \(ChartStyle.rules)
        """
}
