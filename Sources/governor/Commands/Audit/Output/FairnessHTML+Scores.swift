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

    /// What the numbers mean.
    var meaning: String {
        """
        <p>A rate is a share of rows: of all decided about (selection rate), of those labelled positive (true positive rate) or \
        negative (false positive rate), or of those decided positively (precision). A rate without a row in its denominator is \
        not estimable, which is not 0. Intervals of rates are Wilson’s, or Clopper and Pearson’s below 40 rows and where none or \
        all succeed; those of gaps hold whichever two groups are furthest apart: Newcombe’s limits of every pair at once, \
        by Bonferroni’s correction. <em>Bounds</em> say where a gap lies whatever groups the rows belong to that lack a column. A group <em>differs</em> when its rate is compared with that of all other rows and the corrected \
        p-value is small. \(hasSight ? sight + " " : "")Where base rates differ no decision \
        makes all of these rates equal (Chouldechova, 2017); which one counts is a choice to be recorded with its reason.</p>
        """
    }

    private var sight: String {
        """
        The <em>visible gap</em> is the smallest gap in selection rates, in percentage points, that groups of these sizes \
        would show in about four of five cases: a smaller one may be there unseen. Below it is how many rows more the group \
        would need to show the gap that matters, beside as many others as there are.
        """
    }
}
