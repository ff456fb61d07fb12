/// Values with their intervals as dots on lines: a row for each group, beside each other a panel for each measure.
///
/// Position is read most exactly of all (Cleveland and McGill, 1984), and rows keep their place in every panel.
struct DotChart {
    /// What a dot stands for. Kinds differ in shape as well as in colour.
    enum Kind: CaseIterable {
        /// Nothing stands out.
        case plain
        /// It stands out.
        case alarm
        /// It rests on too few rows to judge.
        case small
        /// How it was before.
        case before
    }

    /// A value.
    struct Mark {
        let value: Double
        /// Where it lies; nil when that is not known.
        let interval: ClosedRange<Double>?
        let kind: Kind
        /// The value in words.
        let words: String
        /// Where it could lie for another reason than chance; nil where that is the value alone.
        var bounds: ClosedRange<Double>?
    }

    /// What a row has in a panel: marks, or why there are none.
    enum Cell {
        case marks([Mark])
        case absent(String)
    }

    /// A measure.
    struct Panel {
        let title: String
        /// What is counted, with its unit.
        let axis: String
        /// What the values are.
        var unit = ChartUnit.share
        /// Values to compare with, and what they are called.
        var limits: [(value: Double, name: String)] = []
        /// The scale goes no further; what is beyond has an arrow in place of a mark.
        var most = Double.infinity
        /// Whether a line leads from the start of the scale to each mark, which shows amounts.
        var hasStems = false
        /// A cell a row.
        let cells: [Cell]
    }

    /// A row.
    struct Row {
        let label: String
        /// How much it rests on.
        let count: String
    }

    let id: String
    let title: String
    let subtitle: String
    let summary: String
    /// What the labels and the counts are.
    let heading: (label: String, count: String)
    let rows: [Row]
    let panels: [Panel]
    /// A value that every scale holds, such as 0.
    var origin: Double?
    /// Labels get no more room.
    var labelRoom = 220.0
    /// What each kind means, in the order of the legend.
    let legend: [(kind: Kind, words: String)]
    /// What the limits of panels are; nil when no panel has one.
    var limitWords: String?
    /// What the bounds of marks are; nil when no mark has any.
    var boundsWords: String?

    private static let rowHeight = 26.0
    private static let boxHeight = 17.0
    private static let gap = 34.0
    private static let legendTop = 66.0
    private static let legendLineHeight = 17.0

    /// The drawing.
    var chart: Chart {
        let bottom = top + Double(rows.count) * Self.rowHeight
        let parts =
            [SVG.text(subtitle, x: Chart.margin, y: 48, "muted"), legendLine, bands]
            + panels.indices.map { panel($0, bottom: bottom) }
        return Chart(
            id: id, title: title, summary: summary, width: Chart.width, height: bottom + 52, content: parts.joined())
    }

    // MARK: - Rows

    private var labelWidth: Double {
        let widest = rows.map { ChartText.width($0.label) }.max() ?? 0
        return min(labelRoom, max(80, widest, ChartText.width(heading.label)))
    }

    private var countWidth: Double {
        max(40, rows.map { ChartText.width($0.count) }.max() ?? 0, ChartText.width(heading.count))
    }

    private var plotStart: Double { Chart.margin + labelWidth + 12 + countWidth + 24 }

    private func y(_ row: Int) -> Double { top + (Double(row) + 0.5) * Self.rowHeight }

    /// Every other row has a background, and all have their label and count.
    private var bands: String {
        let headings =
            SVG.text(heading.label, x: Chart.margin, y: top - 10, "strong")
            + SVG.text(
                heading.count, x: Chart.margin + labelWidth + 12 + countWidth, y: top - 10, "muted", anchor: "end")
        return headings
            + rows.enumerated().map { index, row in
                let shade = SVG.element(
                    "rect",
                    [
                        "class": "band", "x": SVG.number(Chart.margin - 6),
                        "y": SVG.number(y(index) - Self.rowHeight / 2),
                        "width": SVG.number(Chart.width - 2 * Chart.margin + 12), "height": SVG.number(Self.rowHeight),
                    ])
                let label = SVG.text(
                    ChartText.shortened(row.label, to: labelWidth), x: Chart.margin, y: y(index) + 4, "label")
                return (index.isMultiple(of: 2) ? shade : "") + SVG.explained(row.label, label)
                    + SVG.text(
                        row.count, x: Chart.margin + labelWidth + 12 + countWidth, y: y(index) + 4, "muted",
                        anchor: "end")
            }.joined()
    }

    /// What symbols mean, on another line where one is too short.
    private var legendLine: String {
        zip(legendEntries, legendPlaces).map { entry, place in
            entry.symbol(place.x, place.y)
                + SVG.text(entry.words, x: place.x + entry.room + 6, y: place.y + 4, "tick")
        }.joined()
    }

    private var legendPlaces: [(x: Double, y: Double)] {
        var (x, y) = (Chart.margin, Self.legendTop)
        return legendEntries.map { entry in
            let width = entry.room + 6 + ChartText.width(entry.words)
            if x > Chart.margin, x + width > Chart.width - Chart.margin {
                (x, y) = (Chart.margin, y + Self.legendLineHeight)
            }
            defer { x += width + 14 }
            return (x, y)
        }
    }

    /// Where rows begin.
    private var top: Double { 46 + (legendPlaces.last?.y ?? Self.legendTop) }

    private typealias LegendEntry = (words: String, room: Double, symbol: (_ x: Double, _ y: Double) -> String)

    private var legendEntries: [LegendEntry] {
        var entries: [LegendEntry] = legend.map { entry in
            (entry.words, 12, { symbol(entry.kind, x: $0 + 6, y: $1) })
        }
        if let limitWords, panels.contains(where: { !$0.limits.isEmpty }) {
            entries.append((limitWords, 22, { SVG.line($0 + 2, $1, $0 + 22, $1, "limit") }))
        }
        if let boundsWords {
            entries.append((boundsWords, 22, { box(from: $0 + 2, to: $0 + 22, y: $1, height: 11) }))
        }
        return entries
    }

    // MARK: - Panels

    private func panel(_ index: Int, bottom: Double) -> String {
        let panel = panels[index]
        let room = Chart.width - Chart.margin - 12 - plotStart
        let width = (room - Self.gap * Double(panels.count - 1)) / Double(panels.count)
        let start = plotStart + Double(index) * (width + Self.gap)
        let scale = panel.unit.scale(
            covering: covered(panel), from: origin, start: start, end: start + width, most: width < 200 ? 4 : 8)
        let middle = start + width / 2
        return SVG.text(panel.title, x: start, y: top - 10, "strong")
            + axis(scale, panel.unit, bottom: bottom)
            + SVG.text(
                ChartText.shortened(panel.axis, to: width + Self.gap), x: middle, y: bottom + 38, "tick",
                anchor: "middle")
            + panel.limits.map { limit($0, scale, bottom: bottom) }.joined()
            + panel.cells.enumerated().map { cell($1, scale, panel, y: y($0)) }.joined()
    }

    /// Intervals of groups that are too small to judge may be as wide as the scale: they do not make it wider.
    private func covered(_ panel: Panel) -> [Double] {
        let marks = panel.cells.flatMap { cell in if case .marks(let marks) = cell { marks } else { [Mark]() } }
        let intervals = marks.filter { $0.kind != .small }.compactMap(\.interval)
        let bounds = marks.compactMap(\.bounds)
        let values = marks.map(\.value) + (intervals + bounds).flatMap { [$0.lowerBound, $0.upperBound] }
        return values.map { min($0, panel.most) } + panel.limits.map(\.value)
    }

    private func axis(_ scale: ChartScale, _ unit: ChartUnit, bottom: Double) -> String {
        scale.ticks.map { tick in
            let x = scale.position(tick)
            return SVG.line(x, top, x, bottom, "grid")
                + SVG.text(unit.label(tick, on: scale), x: x, y: bottom + 18, "tick", anchor: "middle")
        }.joined() + SVG.line(scale.start, bottom, scale.end, bottom, "axis")
    }

    private func limit(_ limit: (value: Double, name: String), _ scale: ChartScale, bottom: Double) -> String {
        let x = scale.position(limit.value)
        return SVG.explained(limit.name, SVG.line(x, top - 4, x, bottom, "limit"))
    }

    private func cell(_ cell: Cell, _ scale: ChartScale, _ panel: Panel, y: Double) -> String {
        switch cell {
        case .absent(let reason):
            SVG.text(reason, x: (scale.start + scale.end) / 2, y: y + 4, "tick", anchor: "middle")
        case .marks(let marks): marks.map { mark($0, scale, panel, y: y) }.joined()
        }
    }

    private func mark(_ mark: Mark, _ scale: ChartScale, _ panel: Panel, y: Double) -> String {
        let x = scale.position(mark.value)
        var drawing = panel.hasStems ? SVG.line(scale.start, y, x, y, "stem \(style(mark.kind))") : ""
        if let bounds = mark.bounds {
            drawing += box(from: scale.position(bounds.lowerBound), to: scale.position(bounds.upperBound), y: y)
        }
        if let interval = mark.interval {
            let (left, right) = (scale.position(interval.lowerBound), scale.position(interval.upperBound))
            drawing += SVG.line(left, y, right, y, "whisker \(style(mark.kind))")
            // What goes on beyond the scale has an arrow in place of an end.
            if !scale.contains(interval.lowerBound) { drawing += arrow(left, y, -1, mark.kind) }
            if !scale.contains(interval.upperBound) { drawing += arrow(right, y, 1, mark.kind) }
        }
        let isBeyond = mark.value > scale.upper
        return SVG.explained(
            mark.words, drawing + (isBeyond ? arrow(x, y, 1, mark.kind) : symbol(mark.kind, x: x, y: y)))
    }

    /// What bounds are: no line with round ends, as intervals are, but a box around it.
    private func box(
        from left: Double, to right: Double, y: Double, height: Double = Self.boxHeight
    ) -> String {
        SVG.element(
            "rect",
            [
                "class": "bounds", "x": SVG.number(left), "y": SVG.number(y - height / 2),
                "width": SVG.number(max(1, right - left)), "height": SVG.number(height),
            ])
    }

    private func arrow(_ x: Double, _ y: Double, _ direction: Double, _ kind: Kind) -> String {
        let back = x - 5 * direction
        let points = [(back, y - 4), (x, y), (back, y + 4)].map { "\(SVG.number($0)),\(SVG.number($1))" }
        return SVG.element(
            "polyline", ["class": "whisker \(style(kind))", "fill": "none", "points": points.joined(separator: " ")])
    }

    private func symbol(_ kind: Kind, x: Double, y: Double) -> String {
        switch kind {
        case .alarm:
            SVG.element(
                "path",
                [
                    "class": "mark alarm",
                    "d": "M\(SVG.number(x)) \(SVG.number(y - 6.5))l6.5 6.5l-6.5 6.5l-6.5-6.5z",
                ])
        case .plain, .small, .before:
            SVG.element(
                "circle",
                [
                    "class": "mark \(style(kind))", "cx": SVG.number(x), "cy": SVG.number(y),
                    "r": kind == .plain ? "4.5" : "4",
                ])
        }
    }

    private func style(_ kind: Kind) -> String {
        switch kind {
        case .plain: "plain"
        case .alarm: "alarm"
        case .small: "small"
        case .before: "before"
        }
    }
}
