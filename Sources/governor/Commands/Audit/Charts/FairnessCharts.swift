import GovernorAudit

/// The drawings of a fairness report, in the order of the report.
struct FairnessCharts {
    /// A drawing shows so many groups; tables have more, and the JSON form all.
    static let shownGroups = 24

    let report: FairnessReport

    /// How far apart groups are, a row for each set of columns.
    var gaps: Chart {
        let sets = report.sets.prefix(Self.shownGroups)
        return DotChart(
            id: "gaps", title: "How far apart groups are",
            subtitle:
                "The highest rate of a large enough group minus the lowest, with its 95 % interval, by set of columns.",
            summary: "The table below has the same numbers.", heading: ("columns", "groups"),
            rows: sets.map { set in
                let estimable = set.gaps.first?.spread.estimableGroups ?? 0
                return DotChart.Row(label: set.attributes.attributeSetName, count: "\(estimable)")
            },
            panels: report.audit.rates.enumerated().map { position, rate in
                DotChart.Panel(
                    title: rate.words, axis: "gap, percentage points",
                    cells: sets.map { gap($0.gaps[position], in: $0) })
            },
            origin: 0,
            legend: [(.plain, "gap")]
                + (sets.contains(where: breaksFourFifths) ? [(.alarm, Self.fourFifthsWords)] : []),
            boundsWords: sets.contains(where: \.hasBounds) ? GroupBoundsWords.legend : nil
        ).chart
    }

    /// The rates of the groups of a set of columns.
    func rates(_ position: Int) -> Chart {
        let set = report.sets[position]
        let shown = min(set.groups.count, Self.shownGroups)
        let rest = set.groups.count - shown
        let kinds = set.judgements.flatMap { $0.prefix(shown).map { Self.kind($0) } }
        return DotChart(
            id: "rates-\(position + 1)", title: "Rates by \(set.attributes.attributeSetName)",
            subtitle: "Each group's rate with its 95 % interval"
                + (rest > 0 ? "; \(rest) more groups are not drawn." : "."),
            summary: "The table below has the same numbers.", heading: (set.attributes.attributeSetName, "rows"),
            rows: set.groups.prefix(shown).map {
                DotChart.Row(label: $0.group.name, count: AuditNumber.count($0.rows.total))
            },
            panels: zip(set.gaps, set.judgements).map { gap, judgements in
                DotChart.Panel(
                    title: gap.spread.rate.words, axis: "% of \(gap.spread.rate.denominatorWords)",
                    limits: Self.limits(gap.spread), cells: judgements.prefix(shown).map(Self.cell))
            },
            legend: [
                (.plain, "no evidence of a difference"), (.alarm, "differs from all others"),
                (.small, "too few rows for a verdict"),
            ].filter { kinds.contains($0.0) },
            limitWords: "four fifths of the highest selection rate",
            boundsWords: set.hasBounds ? GroupBoundsWords.legend : nil
        ).chart
    }

    /// All drawings with the names of their files.
    var all: [Chart] { [gaps] + report.sets.indices.map(rates) + ScoreCharts(report).all }

    // MARK: - Cells

    private static let fourFifthsWords = "selection rates below four fifths"

    private func breaksFourFifths(_ set: AttributeSetReport) -> Bool {
        set.gaps.contains { $0.spread.rate == .selectionRate && $0.spread.isBelowFourFifths == true }
    }

    private func gap(_ gap: GapReport, in set: AttributeSetReport) -> DotChart.Cell {
        guard let difference = gap.spread.difference else { return .absent("not estimable") }
        let isAlarm = gap.spread.rate == .selectionRate && breaksFourFifths(set)
        let interval = gap.interval.map { " (\(AuditNumber.points($0.lower))–\(AuditNumber.points($0.upper)))" } ?? ""
        return .marks([
            DotChart.Mark(
                value: difference, interval: gap.interval.map { $0.lower...max($0.lower, $0.upper) },
                kind: isAlarm ? .alarm : .plain,
                words: "\(set.attributes.attributeSetName), \(gap.spread.rate.words): gap of "
                    + "\(AuditNumber.points(difference)) percentage points\(interval)"
                    + (gap.bounds.map { ", \($0.words)" } ?? ""),
                bounds: gap.bounds?.difference.range)
        ])
    }

    private static func cell(_ judgement: GroupJudgement) -> DotChart.Cell {
        guard let estimate = judgement.estimate else { return .absent("not estimable") }
        let interval = estimate.interval
        return .marks([
            DotChart.Mark(
                value: estimate.value, interval: interval.lower...max(interval.lower, interval.upper),
                kind: kind(judgement),
                words: "\(judgement.group.name), \(judgement.rate.words): \(AuditNumber.percent(estimate.value)) "
                    + "(\(AuditNumber.percent(interval))), n = \(AuditNumber.count(estimate.rows))"
                    + (judgement.boundsWords.map { ", \($0)" } ?? ""),
                bounds: judgement.bounds?.range)
        ])
    }

    static func kind(_ judgement: GroupJudgement) -> DotChart.Kind {
        switch judgement.verdict {
        case .differs: .alarm
        case .noEvidence: .plain
        case .tooFewRows, .notEstimable: .small
        }
    }

    static func limits(_ spread: Spread) -> [(value: Double, name: String)] {
        guard spread.rate == .selectionRate, spread.difference != nil, let highest = spread.highest else { return [] }
        let limit = ParityBand.fourFifths.tolerance * highest.value
        return [(limit, "four fifths of the highest rate: \(AuditNumber.percent(limit))")]
    }
}
