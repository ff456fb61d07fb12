import GovernorAudit

/// The drawing of the worst slices: each beside all other rows, and all beside the rate of all rows.
struct SliceChart {
    /// A drawing shows so many slices; tables have more, and the JSON form all.
    static let shownSlices = 24
    /// Conditions need more room than the names of groups.
    private static let labelRoom = 400.0

    let report: SliceReport

    /// The drawing; nil when there is no row that the measure is about.
    var chart: Chart? {
        guard let overall = report.overall else { return nil }
        let shown = report.slices.prefix(Self.shownSlices)
        let measure = report.plan.measure
        return DotChart(
            id: "slices", title: "Where the \(measure.words) is worst", subtitle: subtitle(shown.count),
            summary: summary(overall), heading: ("slice", "rows"),
            rows: [DotChart.Row(label: Self.all, count: AuditNumber.count(overall.rows))]
                + shown.map {
                    DotChart.Row(
                        label: $0.name(fitting: Self.labelRoom), count: AuditNumber.count($0.estimate.rows))
                },
            panels: [
                DotChart.Panel(
                    title: measure.words, axis: measure.axis, unit: measure.unit,
                    limits: [(overall.value, "\(Self.all): \(measure.text(overall.value))")],
                    cells: [.marks([mark(overall, Self.all, .plain)])] + shown.map(cell))
            ],
            labelRoom: Self.labelRoom,
            legend: [(.plain, Self.all)] + (shown.isEmpty ? [] : [(.alarm, "slice"), (.before, "rows outside it")]),
            limitWords: "\(measure.words) of all rows"
        ).chart
    }

    private static let all = "all rows"

    private func subtitle(_ shown: Int) -> String {
        let rest = report.found - shown
        return shown == 0
            ? "None of the \(AuditNumber.count(Double(report.tested))) slices is worse than what surrounds it by more than chance explains."
            : "Each slice with its 95 % interval, the largest gap to the rows outside it first"
                + (rest > 0 ? "; \(AuditNumber.count(Double(rest))) more are not drawn." : ".")
    }

    private func summary(_ overall: SliceEstimate) -> String {
        let measure = report.plan.measure
        let worst = report.slices.first.map {
            " The largest gap: \(SliceFinding(slice: $0, measure: measure).message)."
        }
        return "Of all rows the \(measure.words) is \(measure.text(overall.value)).\(worst ?? "")"
    }

    private func cell(_ slice: DataSlice) -> DotChart.Cell {
        .marks([
            DotChart.Mark(
                value: slice.outside, interval: nil, kind: .before,
                words: "rows outside \(slice.name): \(report.plan.measure.text(slice.outside))"),
            mark(slice.estimate, slice.name, .alarm),
        ])
    }

    private func mark(_ estimate: SliceEstimate, _ name: String, _ kind: DotChart.Kind) -> DotChart.Mark {
        let measure = report.plan.measure
        return DotChart.Mark(
            value: estimate.value, interval: estimate.interval.map { $0.lower...max($0.lower, $0.upper) }, kind: kind,
            words: "\(name): \(measure.text(estimate.value)) (\(measure.text(estimate.interval))), "
                + "n = \(AuditNumber.count(estimate.rows))")
    }
}
