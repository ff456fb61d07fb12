import GovernorAudit

/// Rates of every group before and after a mitigation.
struct MitigationChart {
    let report: MitigationReport

    private static let rates: [Rate] = [.selectionRate, .accuracy]

    private typealias Line = (before: GroupCounts, after: GroupCounts?, position: Int, set: AttributeSetReport)

    /// The drawing.
    var chart: Chart {
        let all = lines
        let shown = Array(all.prefix(FairnessCharts.shownGroups))
        let rest = all.count - shown.count
        return DotChart(
            id: "mitigation", title: "Before and after",
            subtitle: "Each group's rate after with its 95 % interval, and before"
                + (rest > 0 ? "; \(rest) more groups are not drawn." : "."),
            summary: "The comparison that is printed has the same numbers.", heading: ("group", "rows"),
            rows: shown.map {
                DotChart.Row(label: $0.before.group.name, count: AuditNumber.count($0.before.rows.total))
            },
            panels: Self.rates.map { rate in
                DotChart.Panel(
                    title: rate.words, axis: "% of \(rate.denominatorWords)", limits: limits(rate),
                    cells: shown.map { cell($0, rate) })
            },
            legend: [
                (.before, "before"), (.plain, "after"), (.alarm, "after, differs from all others"),
                (.small, "after, too few rows for a verdict"),
            ].filter { entry in
                entry.0 == .before || entry.0 == .plain
                    || shown.contains { line in Self.rates.contains { kind(line, $0) == entry.0 } }
            },
            limitWords:
                "four fifths of the highest selection rate by \(report.after.sets.first?.attributes.attributeSetName ?? "")"
        ).chart
    }

    private var lines: [Line] {
        zip(report.before.sets, report.after.sets).flatMap { before, after in
            let positions = Dictionary(uniqueKeysWithValues: after.groups.enumerated().map { ($1.group, $0) })
            return before.groups.map { counts -> Line in
                let position = positions[counts.group] ?? 0
                return (counts, positions[counts.group].map { after.groups[$0] }, position, after)
            }
        }
    }

    private func cell(_ line: Line, _ rate: Rate) -> DotChart.Cell {
        let estimate = line.after?.estimate(rate, alpha: report.after.audit.alpha)
        guard let before = line.before.value(rate), let estimate else { return .absent("not estimable") }
        let words = "\(line.before.group.name), \(rate.words)"
        return .marks([
            DotChart.Mark(
                value: before, interval: nil, kind: .before, words: "\(words) before: \(AuditNumber.percent(before))"),
            DotChart.Mark(
                value: estimate.value,
                interval: estimate.interval.lower...max(estimate.interval.lower, estimate.interval.upper),
                kind: kind(line, rate),
                words:
                    "\(words) after: \(AuditNumber.percent(estimate.value)) (\(AuditNumber.percent(estimate.interval)))"
            ),
        ])
    }

    private func kind(_ line: Line, _ rate: Rate) -> DotChart.Kind {
        guard let index = report.after.audit.rates.firstIndex(of: rate), line.after != nil else { return .small }
        return FairnessCharts.kind(line.set.judgements[index][line.position])
    }

    private func limits(_ rate: Rate) -> [(value: Double, name: String)] {
        guard let gap = report.after.sets.first?.gaps.first(where: { $0.spread.rate == rate }) else { return [] }
        return FairnessCharts.limits(gap.spread)
    }
}
