import GovernorAudit

/// The drawings of a report of quality, in the order of the report.
struct QualityCharts {
    /// A drawing shows so many groups; tables have more, and the JSON form all.
    static let shownGroups = 24
    /// So many measures fit beside each other.
    private static let shownMeasures = 4

    let report: QualityReport

    /// All drawings.
    var all: [Chart] {
        [shares, errors].compactMap(\.self) + calibrations + report.sets.indices.compactMap(groups)
    }

    // MARK: - All rows

    /// The measures from 0 to 1 with their intervals; nil where there are none.
    var shares: Chart? {
        measures(
            id: "measures", title: "How good the model is", axis: "from 0 to 1",
            report.overall.estimates.filter { $0.measure.isShare })
    }

    /// The sizes of errors with their intervals; nil where there are none.
    var errors: Chart? {
        measures(
            id: "errors", title: "How far predictions are off", axis: "in the unit of the labels",
            report.overall.estimates.filter { $0.measure.isInUnitOfLabels })
    }

    private func measures(id: String, title: String, axis: String, _ estimates: [QualityEstimate]) -> Chart? {
        guard !estimates.isEmpty else { return nil }
        return DotChart(
            id: id, title: title,
            subtitle: "Each measure over all rows with its 95 % interval; without a line where no interval is sound.",
            summary: "The table below has the same numbers.", heading: ("measure", "rows"),
            rows: estimates.map { DotChart.Row(label: $0.measure.words, count: AuditNumber.count($0.rows)) },
            panels: [
                DotChart.Panel(title: "", axis: axis, unit: .number, cells: estimates.map { cell($0, "all rows") })
            ],
            origin: 0, legend: []
        ).chart
    }

    private func cell(_ estimate: QualityEstimate, _ group: String) -> DotChart.Cell {
        guard let value = estimate.value else { return .absent("not estimable") }
        return .marks([
            DotChart.Mark(
                value: value, interval: estimate.interval.map { $0.lower...max($0.lower, $0.upper) },
                kind: estimate.rows < Double(report.audit.minimumRows) ? .small : .plain,
                words: "\(group), \(estimate.measure.words): "
                    + AuditNumber.text(value, estimate.interval?.lower, estimate.interval?.upper)
                    + ", n = \(AuditNumber.count(estimate.rows))")
        ])
    }

    // MARK: - Calibration

    /// What scores promise against what came true: all rows, and beside them the groups of each column.
    var calibrations: [Chart] {
        guard !report.overall.calibration.isEmpty else { return [] }
        let single = report.sets.filter { $0.attributes.count == 1 }
        guard !single.isEmpty else { return [calibration("calibration", "Calibration", [])] }
        return single.enumerated().map { position, set in
            calibration(
                "calibration-\(position + 1)", "Calibration by \(set.attributes.attributeSetName)", set.groups)
        }
    }

    private func calibration(_ id: String, _ title: String, _ groups: [GroupQuality]) -> Chart {
        CalibrationChart(
            id: id, title: title,
            curves: ([report.overall] + groups).filter { !$0.calibration.isEmpty }.map { group in
                CalibrationChart.Curve(
                    name: group.group.name, rows: Int(group.calibration.reduce(0) { $0 + $1.bin.rows }),
                    bins: group.calibration.map { ($0.bin, $0.interval) })
            }, minimumRows: Double(report.audit.minimumRows)
        ).chart
    }

    // MARK: - Groups

    /// The measures of the groups of a set; nil where none is drawn.
    func groups(_ position: Int) -> Chart? {
        let set = report.sets[position]
        let measures = report.overall.estimates.map(\.measure).filter(\.isShownByGroup).prefix(Self.shownMeasures)
        guard !measures.isEmpty else { return nil }
        let shown = [report.overall] + set.groups.prefix(Self.shownGroups)
        let rest = set.groups.count + 1 - shown.count
        let worse = report.differences[position].filter { $0.isWorse && $0.adjustedP < report.audit.alpha }
        return DotChart(
            id: "groups-\(position + 1)", title: "How good it is by \(set.attributes.attributeSetName)",
            subtitle: "Each group's measure with its 95 % interval"
                + (rest > 0 ? "; \(rest) more groups are not drawn." : "."),
            summary: "The table below has the same numbers.", heading: (set.attributes.attributeSetName, "rows"),
            rows: shown.map { DotChart.Row(label: $0.group.name, count: AuditNumber.count(Double($0.rows))) },
            panels: measures.map { measure in
                DotChart.Panel(
                    title: measure.words, axis: measure.axisWords, unit: .number,
                    limits: report.overall[measure]?.value.map { [($0, "all rows: \(AuditNumber.text($0))")] } ?? [],
                    cells: shown.map { group in
                        guard let estimate = group[measure] else { return .absent("not estimable") }
                        let isWorse = worse.contains { $0.group == group.group && $0.measure == measure }
                        return cell(estimate, group.group.name, isAlarm: isWorse)
                    })
            },
            legend: [(.plain, "group"), (.small, "too few rows to judge"), (.alarm, "worse than all others")].filter {
                $0.0 == .plain
                    || ($0.0 == .alarm ? !worse.isEmpty : shown.contains { $0.rows < report.audit.minimumRows })
            },
            limitWords: "all rows"
        ).chart
    }

    private func cell(_ estimate: QualityEstimate, _ group: String, isAlarm: Bool) -> DotChart.Cell {
        let cell = cell(estimate, group)
        guard isAlarm, case .marks(let marks) = cell else { return cell }
        return .marks(
            marks.map { DotChart.Mark(value: $0.value, interval: $0.interval, kind: .alarm, words: $0.words) })
    }
}

extension QualityMeasure {
    /// Its name in words.
    var words: String { name.replacing("_", with: " ") }

    /// Whether it is from 0 to 1, and better or worse all the way.
    fileprivate var isShare: Bool {
        switch self {
        case .matthews, .logLoss, .calibrationSlope, .calibrationIntercept, .meanAbsoluteError, .rootMeanSquaredError,
            .meanError, .rSquared:
            false
        default: true
        }
    }

    /// Whether it is in the unit of the labels.
    fileprivate var isInUnitOfLabels: Bool {
        switch self {
        case .meanAbsoluteError, .rootMeanSquaredError, .meanError: true
        default: false
        }
    }

    /// Whether reports compare groups by it; the JSON form has all measures.
    var isShownByGroup: Bool {
        switch self {
        case .rate(.accuracy), .rate(.truePositiveRate), .rate(.precision), .auc, .brierScore, .meanAbsoluteError,
            .rootMeanSquaredError, .rSquared, .passAt, .harmfulRate, .hallucinationRate:
            true
        default: false
        }
    }

    fileprivate var axisWords: String {
        self == .rSquared ? "at most 1" : isInUnitOfLabels ? "in the unit of the labels" : "from 0 to 1"
    }
}
