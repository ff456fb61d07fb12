import GovernorAudit

/// The drawings of a report of drift, in the order of the report.
struct DriftCharts {
    /// A drawing shows so many columns or groups; tables have more, and the JSON form all.
    static let shownRows = 24
    /// Indices above this one have an arrow: where there are such, small ones would not be seen.
    private static let largestIndex = 1.0

    let report: DriftReport

    /// All drawings.
    var all: [Chart] {
        [index] + ([distributions, gaps].compactMap(\.self)) + changedSets.indices.map(changes)
    }

    // MARK: - Columns

    /// How far columns drifted, the furthest first, and how many of their values are missing.
    var index: Chart {
        let columns = report.byIndex + report.columns.filter { $0.distances == nil }
        let shown = columns.prefix(Self.shownRows)
        let rest = columns.count - shown.count
        return DotChart(
            id: "drift", title: "How far columns drifted",
            subtitle: "The population stability index over bins that are frozen on the reference"
                + (rest > 0 ? "; \(rest) more columns are not drawn." : "."),
            summary: "The table below has the same numbers.", heading: ("column", "index"),
            rows: shown.map { column in
                let index = column.distances.map { AuditNumber.text($0.populationStabilityIndex) }
                return DotChart.Row(label: column.name.singleLine, count: index ?? "–")
            },
            panels: [
                DotChart.Panel(
                    title: "drift", axis: "population stability index", unit: .number,
                    limits: [report.audit.stableUpTo, report.audit.moderateUpTo].map {
                        ($0, AuditNumber.fixed($0, places: 2))
                    }, most: Self.largestIndex, hasStems: true, cells: shown.map(index)),
                DotChart.Panel(title: "missing values", axis: "% of rows", cells: shown.map(missing)),
            ],
            origin: 0,
            legend: [
                (.alarm, "drifted, or gone missing"), (.plain, "stable"), (.small, "chance may explain it, or too few"),
                (.before, "before"),
            ],
            limitWords: "moderate from \(AuditNumber.fixed(report.audit.stableUpTo, places: 1)), "
                + "large from \(AuditNumber.fixed(report.audit.moderateUpTo, places: 1))"
        ).chart
    }

    private func index(_ column: ColumnDrift) -> DotChart.Cell {
        guard let distances = column.distances else { return .absent(Self.absence(column)) }
        return .marks([
            DotChart.Mark(
                value: distances.populationStabilityIndex, interval: nil, kind: Self.kind(column.verdict),
                words: "\(column.name): index \(AuditNumber.text(distances.populationStabilityIndex)), "
                    + column.verdict.words)
        ])
    }

    private func missing(_ column: ColumnDrift) -> DotChart.Cell {
        guard let before = column.reference?.missingShare, let now = column.current?.missingShare else {
            return .absent("")
        }
        let isChanged = column.missingTest.map { $0.adjustedP < report.audit.alpha } ?? false
        return .marks([
            DotChart.Mark(
                value: before, interval: nil, kind: .before,
                words: "\(column.name): \(AuditNumber.percent(before)) missing before"),
            DotChart.Mark(
                value: now, interval: nil, kind: isChanged ? .alarm : .plain,
                words: "\(column.name): \(AuditNumber.percent(now)) missing now"),
        ])
    }

    private static func absence(_ column: ColumnDrift) -> String {
        column.findings.first { $0.isStructural }?.words ?? "not comparable"
    }

    static func kind(_ verdict: ColumnDrift.Verdict) -> DotChart.Kind {
        switch verdict {
        case .moderate, .large: .alarm
        case .stable: .plain
        case .noEvidence, .tooFewRows, .notComparable: .small
        }
    }

    /// The values of the columns that drifted most, before and now; nil where nothing is compared.
    var distributions: Chart? {
        let columns = shownDistributions
        return columns.isEmpty ? nil : DistributionChart(columns: columns).chart
    }

    /// The columns whose values are drawn: those that drifted, and at least two.
    var shownDistributions: [ColumnDrift] {
        let drifted = report.byIndex.filter { $0.verdict == .moderate || $0.verdict == .large }
        return Array((drifted.count >= 2 ? drifted : report.byIndex).prefix(drifted.count >= 2 ? 6 : 2))
    }

    // MARK: - Groups

    /// How far apart groups were, and are; nil without groups.
    var gaps: Chart? {
        let sets = report.cohorts.filter { !$0.gaps.isEmpty }.prefix(Self.shownRows)
        guard let first = sets.first else { return nil }
        return DotChart(
            id: "gaps", title: "How far apart groups were, and are",
            subtitle:
                "The highest rate of a group that is large enough on both sides minus the lowest, by set of columns.",
            summary: "The table below has the same numbers.", heading: ("columns", "groups"),
            rows: sets.map {
                DotChart.Row(label: $0.attributes.attributeSetName, count: "\($0.changes.first?.count ?? 0)")
            },
            panels: first.gaps.indices.map { position in
                DotChart.Panel(
                    title: first.gaps[position].rate.words, axis: "gap, percentage points",
                    cells: sets.map { Self.gap($0.gaps[position], $0.attributes.attributeSetName) })
            },
            origin: 0, legend: [(.before, "before"), (.plain, "now")]
        ).chart
    }

    private static func gap(_ gap: GapDrift, _ set: String) -> DotChart.Cell {
        guard let before = gap.reference, let now = gap.current else { return .absent("not estimable") }
        let mark = { (value: Double, kind: DotChart.Kind, time: String) in
            DotChart.Mark(
                value: value, interval: nil, kind: kind,
                words: "\(set), \(gap.rate.words): gap of \(AuditNumber.points(value)) percentage points \(time)")
        }
        return .marks([mark(before, .before, "before"), mark(now, .plain, "now")])
    }

    /// The sets whose groups are drawn: all rows stand on top of each, or alone.
    var changedSets: [CohortSetDrift] {
        report.cohorts.count > 1 ? Array(report.cohorts.dropFirst()) : report.cohorts
    }

    /// What changed for the groups of a set.
    func changes(_ position: Int) -> Chart {
        let set = changedSets[position]
        let rates = Self.rows(of: set, report)
        let shown = rates.map { $0.prefix(Self.shownRows) }
        let rest = (rates.first?.count ?? 0) - (shown.first?.count ?? 0)
        let kinds = shown.joined().map { Self.kind($0.verdict) }
        return DotChart(
            id: "changes-\(position + 1)",
            title: set.attributes.isEmpty ? "What changed" : "What changed by \(set.attributes.attributeSetName)",
            subtitle: "Each rate now minus before with its 95 % interval"
                + (rest > 0 ? "; \(rest) more groups are not drawn." : "."),
            summary: "The table below has the same numbers.",
            heading: (set.attributes.isEmpty ? "group" : set.attributes.attributeSetName, "rows now"),
            rows: (shown.first ?? []).map {
                DotChart.Row(label: $0.group.name, count: $0.current.map { AuditNumber.count($0.rows) } ?? "0")
            },
            panels: shown.compactMap { changes in
                changes.first.map { first in
                    DotChart.Panel(
                        title: first.rate.words, axis: "percentage points", unit: .points, limits: [(0, "no change")],
                        cells: changes.map(Self.change))
                }
            },
            legend: [
                (.plain, "no evidence of a change"), (.alarm, "changed"), (.small, "too few rows for a verdict"),
            ].filter { kinds.contains($0.0) },
            limitWords: "no change"
        ).chart
    }

    /// The changes of a set by rate, those of all rows first.
    static func rows(of set: CohortSetDrift, _ report: DriftReport) -> [[RateChange]] {
        guard !set.attributes.isEmpty, let all = report.cohorts.first else { return set.changes }
        return zip(all.changes, set.changes).map { $0 + $1 }
    }

    private static func change(_ change: RateChange) -> DotChart.Cell {
        guard let difference = change.difference else { return .absent("not estimable") }
        let interval = change.interval
        let words = interval.map { " (\(AuditNumber.points($0.lower)) to \(AuditNumber.points($0.upper)))" } ?? ""
        return .marks([
            DotChart.Mark(
                value: difference, interval: interval.map { $0.lower...max($0.lower, $0.upper) },
                kind: kind(change.verdict),
                words: "\(change.group.name), \(change.rate.words): \(AuditNumber.points(difference)) percentage points"
                    + words)
        ])
    }

    private static func kind(_ verdict: RateChange.Verdict) -> DotChart.Kind {
        switch verdict {
        case .changed: .alarm
        case .noEvidence: .plain
        case .tooFewRows, .notEstimable: .small
        }
    }
}
