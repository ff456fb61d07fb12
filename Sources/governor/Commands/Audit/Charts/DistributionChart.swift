import GovernorAudit

/// The values of columns before and now: bars of the shares of current rows, and lines where they would end if nothing had
/// changed.
struct DistributionChart {
    /// A column shows so many levels, those with most rows, and the rest as one.
    private static let shownLevels = 12

    let columns: [ColumnDrift]

    private static let labelWidth = 132.0
    private static let panelWidth = 452.0
    private static let gap = 40.0
    private static let rowHeight = 18.0
    private static let top = 96.0

    /// A bar.
    private struct Bar {
        let label: String
        let before: Double
        let now: Double
    }

    /// The drawing.
    var chart: Chart {
        let bars = columns.map(Self.bars)
        var (content, y) = ("", Self.top)
        for left in stride(from: 0, to: columns.count, by: 2) {
            let pair = left..<min(left + 2, columns.count)
            for (place, column) in pair.enumerated() {
                let x = Chart.margin + Double(place) * (Self.panelWidth + Self.gap)
                content += panel(columns[column], bars[column], x: x, y: y)
            }
            y += Double(bars[pair].map(\.count).max() ?? 0) * Self.rowHeight + 74
        }
        return Chart(
            id: "distributions", title: "Values before and now", summary: "The table below has the same numbers.",
            width: Chart.width, height: y,
            content: SVG.text(
                "Columns that drifted most. Bins are frozen on the reference: numbers from the lower edge on, below the upper one.",
                x: Chart.margin, y: 48, "muted") + legend + content)
    }

    private var legend: String {
        let kinds = [(false, "plain", "now"), (true, "alarm", "now, of a column that drifted")].filter { entry in
            columns.contains { Self.isDrifted($0) == entry.0 }
        }
        var x = Chart.margin + 6
        let bars = kinds.map { _, style, words in
            defer { x += 28 + ChartText.width(words) + 18 }
            return SVG.element(
                "rect", ["class": "bar \(style)", "x": SVG.number(x), "y": "61", "width": "22", "height": "10"])
                + SVG.text(words, x: x + 28, y: 70, "tick")
        }
        return bars.joined() + SVG.line(x + 3, 59, x + 3, 73, "was") + SVG.text("before", x: x + 12, y: 70, "tick")
    }

    private static func isDrifted(_ column: ColumnDrift) -> Bool { DriftCharts.kind(column.verdict) == .alarm }

    private func panel(_ column: ColumnDrift, _ bars: [Bar], x: Double, y: Double) -> String {
        let index = "index \(AuditNumber.text(column.distances?.populationStabilityIndex ?? 0))"
        let name = ChartText.shortened(column.name.singleLine, to: Self.panelWidth - ChartText.width(index) - 20)
        let plot = (start: x + Self.labelWidth + 8, end: x + Self.panelWidth)
        let scale = ChartScale(
            covering: bars.flatMap { [$0.before, $0.now] }, from: 0, start: plot.start, end: plot.end)
        let (first, bottom) = (y + 10, y + 10 + Double(bars.count) * Self.rowHeight)
        let grid = scale.ticks.map { tick in
            SVG.line(scale.position(tick), first, scale.position(tick), bottom, "grid")
                + SVG.text(
                    ChartUnit.share.label(tick, on: scale), x: scale.position(tick), y: bottom + 15, "tick",
                    anchor: "middle")
        }
        return SVG.explained(column.name, SVG.text(name, x: x, y: y, "strong"))
            + SVG.text(index, x: plot.end, y: y, "muted", anchor: "end") + grid.joined()
            + SVG.text("% of values", x: (plot.start + plot.end) / 2, y: bottom + 31, "tick", anchor: "middle")
            + bars.enumerated().map { row, bar in
                draw(
                    bar, of: column, scale, labelEnd: plot.start - 8, y: first + (Double(row) + 0.5) * Self.rowHeight)
            }.joined()
    }

    private func draw(_ bar: Bar, of column: ColumnDrift, _ scale: ChartScale, labelEnd: Double, y: Double) -> String {
        let style = Self.isDrifted(column) ? "alarm" : "plain"
        let words =
            "\(column.name), \(bar.label): \(AuditNumber.percent(bar.before)) before, \(AuditNumber.percent(bar.now)) now"
        return SVG.explained(
            words,
            SVG.text(
                ChartText.shortened(bar.label, to: Self.labelWidth), x: labelEnd, y: y + 4, "tick", anchor: "end")
                + SVG.element(
                    "rect",
                    [
                        "class": "bar \(style)", "x": SVG.number(scale.start), "y": SVG.number(y - 5.5),
                        "width": SVG.number(scale.position(bar.now) - scale.start), "height": "11",
                    ])
                + SVG.line(scale.position(bar.before), y - 8, scale.position(bar.before), y + 8, "was"))
    }

    // MARK: - Bins

    private static func bars(_ column: ColumnDrift) -> [Bar] {
        guard let bins = column.distances?.bins else { return [] }
        let (before, now) = (
            Double(max(1, bins.reduce(0) { $0 + $1.reference })), Double(max(1, bins.reduce(0) { $0 + $1.current }))
        )
        let all = bins.map { bin in
            Bar(label: bin.content.words, before: Double(bin.reference) / before, now: Double(bin.current) / now)
        }
        guard column.kind == .categorical, all.count > shownLevels else { return all }
        let order = all.indices.sorted {
            (max(all[$1].before, all[$1].now), $0) < (max(all[$0].before, all[$0].now), $1)
        }
        let kept = Set(order.prefix(shownLevels - 1))
        let rest = all.indices.filter { !kept.contains($0) }.map { all[$0] }
        return all.indices.filter(kept.contains).map { all[$0] } + [
            Bar(
                label: "\(rest.count) others", before: rest.reduce(0) { $0 + $1.before },
                now: rest.reduce(0) { $0 + $1.now })
        ]
    }
}

extension DriftBin.Content {
    /// What falls into the bin, on one line.
    var words: String {
        switch self {
        case .range(let lower?, let upper?) where lower.nextUp == upper: "= \(AuditNumber.edge(lower))"
        case .range(let lower?, let upper?): "\(AuditNumber.edge(lower)) – \(AuditNumber.edge(upper))"
        case .range(nil, let upper?): "below \(AuditNumber.edge(upper))"
        case .range(let lower?, nil): "from \(AuditNumber.edge(lower))"
        case .range(nil, nil): "all"
        case .level(let text): text.isEmpty ? "(empty)" : text.singleLine
        case .rareLevels(let count): count == 1 ? "1 rare value" : "\(count) rare values"
        }
    }
}
