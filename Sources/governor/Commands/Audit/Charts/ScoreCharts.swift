import GovernorAudit

/// The drawings of what scores are worth: none when there are none.
struct ScoreCharts {
    private let report: FairnessReport

    init(_ report: FairnessReport) { self.report = report }

    /// Calibration by attribute, then what thresholds lead to.
    var all: [Chart] {
        guard let scores = report.scores else { return [] }
        return scores.attributes.indices.compactMap { calibration($0, scores) } + [thresholds(scores)]
    }

    /// Calibration of the groups of an attribute; nil when no group has labelled rows.
    func calibration(_ position: Int, _ scores: ScoreReport) -> Chart? {
        let attribute = scores.attributes[position]
        let groups = attribute.groups.filter { $0.labelledRows > 0 }
        guard !groups.isEmpty else { return nil }
        return CalibrationChart(
            id: "calibration-\(position + 1)", title: "Calibration by \(attribute.attribute.singleLine)",
            curves: groups.map {
                CalibrationChart.Curve(
                    name: $0.group.name, rows: $0.labelledRows, bins: $0.bins.map { ($0.bin, $0.interval) })
            },
            minimumRows: Double(report.audit.minimumRows)
        ).chart
    }

    /// What deciding by other thresholds leads to.
    func thresholds(_ scores: ScoreReport) -> Chart {
        ThresholdChart(scores: scores, current: report.audit.threshold).chart
    }
}
