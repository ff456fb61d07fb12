import GovernorAudit

/// The drawing of the worst slices: each beside all other rows, and all beside the rate of all rows.
struct SliceChart {
    /// A drawing shows so many slices; tables have more, and the JSON form all.
    static let shownSlices = 24
    /// Conditions need more room than the names of groups.
    private static let labelRoom = 400.0

    let report: SliceReport

    /// The drawing; nil when there is no row that the rate is about.
    var chart: Chart? {
        guard let overall = report.overall else { return nil }
        let shown = report.slices.prefix(Self.shownSlices)
        let rate = report.plan.rate
        return DotChart(
            id: "slices", title: "Where the \(rate.words) is worst", subtitle: subtitle(shown.count),
            summary: summary(overall), heading: ("slice", "rows"),
            rows: [DotChart.Row(label: Self.all, count: AuditNumber.count(overall.rows))]
                + shown.map {
                    DotChart.Row(
                        label: $0.name(fitting: Self.labelRoom), count: AuditNumber.count($0.estimate.rows))
                },
            panels: [
                DotChart.Panel(
                    title: rate.words, axis: "% of \(rate.denominatorWords)",
                    limits: [(overall.value, "\(Self.all): \(AuditNumber.percent(overall.value))")],
                    cells: [.marks([Self.mark(overall, Self.all, .plain)])] + shown.map { Self.cell($0, rate) })
            ],
            labelRoom: Self.labelRoom,
            legend: [(.plain, Self.all)] + (shown.isEmpty ? [] : [(.alarm, "slice"), (.before, "rows outside it")]),
            limitWords: "rate of all rows"
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

    private func summary(_ overall: RateEstimate) -> String {
        let worst = report.slices.first.map {
            " The largest gap: \(SliceFinding(slice: $0, rate: report.plan.rate).message)."
        }
        return "Of all rows the \(report.plan.rate.words) is \(AuditNumber.percent(overall.value)).\(worst ?? "")"
    }

    private static func cell(_ slice: DataSlice, _ rate: Rate) -> DotChart.Cell {
        .marks([
            DotChart.Mark(
                value: slice.outside, interval: nil, kind: .before,
                words: "rows outside \(slice.name): \(AuditNumber.percent(slice.outside))"),
            mark(slice.estimate, slice.name, .alarm),
        ])
    }

    private static func mark(_ estimate: RateEstimate, _ name: String, _ kind: DotChart.Kind) -> DotChart.Mark {
        let interval = estimate.interval
        return DotChart.Mark(
            value: estimate.value, interval: interval.lower...max(interval.lower, interval.upper), kind: kind,
            words: "\(name): \(AuditNumber.percent(estimate.value)) (\(AuditNumber.percent(interval))), "
                + "n = \(AuditNumber.count(estimate.rows))")
    }
}
