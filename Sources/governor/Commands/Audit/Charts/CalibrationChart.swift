import GovernorAudit

/// What scores promise against what came true, a panel for each group: on the diagonal both agree.
struct CalibrationChart {
    /// What scores are worth for a group.
    struct Curve {
        let name: String
        /// Rows with a score and a label.
        let rows: Int
        let bins: [(bin: CalibrationCurve.Bin, interval: Interval?)]
    }

    /// So many curves are drawn, the ones with most rows.
    static let shownCurves = 12

    let id: String
    let title: String
    /// Those with labelled rows.
    let curves: [Curve]
    /// Bins with fewer rows are drawn hollow.
    let minimumRows: Double

    private static let columns = 4
    private static let side = 176.0
    private static let cellWidth = 232.0
    private static let cellHeight = 252.0
    private static let top = 92.0

    private var shown: [Curve] {
        let largest = curves.enumerated().sorted { ($1.element.rows, $0.offset) < ($0.element.rows, $1.offset) }
        return largest.prefix(Self.shownCurves).sorted { $0.offset < $1.offset }.map(\.element)
    }

    /// The drawing.
    var chart: Chart {
        let lines = (shown.count + Self.columns - 1) / Self.columns
        let rest = curves.count - shown.count
        let subtitle =
            "Scores in \(ScoreReport.bins) bins: the mean score against the share labelled positive, with its 95 % interval. "
            + "Below the diagonal scores are too high."
        let legend =
            SVG.element("circle", ["class": "mark plain", "cx": "22", "cy": "66", "r": "4"])
            + SVG.text("bin", x: 32, y: 70, "tick")
            + SVG.element("circle", ["class": "mark small", "cx": "74", "cy": "66", "r": "4"])
            + SVG.text("bin with few rows", x: 84, y: 70, "tick") + SVG.line(190, 66, 210, 66, "ideal")
            + SVG.text("score and truth agree", x: 216, y: 70, "tick")
        return Chart(
            id: id, title: title,
            summary: "The table below has the same numbers.",
            width: Chart.width, height: Self.top + Double(lines) * Self.cellHeight,
            content: SVG.text(
                subtitle + (rest > 0 ? " \(rest) smaller groups are not drawn." : ""), x: Chart.margin, y: 48, "muted")
                + legend + shown.enumerated().map { panel($1, $0) }.joined())
    }

    private func panel(_ curve: Curve, _ index: Int) -> String {
        let left = Chart.margin + 34 + Double(index % Self.columns) * Self.cellWidth
        let top = Self.top + 20 + Double(index / Self.columns) * Self.cellHeight
        let (x, y) = (
            ChartScale(sharesFrom: left, to: left + Self.side), ChartScale(sharesFrom: top + Self.side, to: top)
        )
        let count = "n = \(AuditNumber.count(Double(curve.rows)))"
        let name = ChartText.shortened(curve.name, to: Self.side - ChartText.width(count) - 10)
        return SVG.explained(curve.name, SVG.text(name, x: left, y: top - 8, "strong"))
            + SVG.text(count, x: left + Self.side, y: top - 8, "muted", anchor: "end") + frame(x, y)
            + SVG.text("mean score, %", x: left + Self.side / 2, y: top + Self.side + 32, "tick", anchor: "middle")
            + (index % Self.columns == 0
                ? SVG.element(
                    "g",
                    ["transform": "translate(\(SVG.number(left - 34)) \(SVG.number(top + Self.side / 2))) rotate(-90)"],
                    SVG.text("labelled positive, %", x: 0, y: 4, "tick", anchor: "middle")) : "")
            + curve.bins.map { bin($0, x, y, curve.name) }.joined()
    }

    private func frame(_ x: ChartScale, _ y: ChartScale) -> String {
        let lines = x.ticks.map { tick in
            let words = AuditNumber.fixed(tick * 100, places: 0)
            return SVG.line(x.position(tick), y.start, x.position(tick), y.end, "grid")
                + SVG.line(x.start, y.position(tick), x.end, y.position(tick), "grid")
                + SVG.text(words, x: x.position(tick), y: y.start + 16, "tick", anchor: "middle")
                + SVG.text(words, x: x.start - 6, y: y.position(tick) + 4, "tick", anchor: "end")
        }
        return lines.joined() + SVG.line(x.start, y.start, x.end, y.start, "axis")
            + SVG.line(x.start, y.start, x.end, y.end, "ideal")
    }

    private func bin(
        _ point: (bin: CalibrationCurve.Bin, interval: Interval?), _ x: ChartScale, _ y: ChartScale, _ group: String
    ) -> String {
        let (bin, interval) = point
        let isSmall = bin.rows < minimumRows
        let style = isSmall ? "small" : "plain"
        let (centre, height) = (x.position(bin.meanScore), y.position(bin.rate))
        let whisker = interval.map {
            SVG.line(centre, y.position($0.lower), centre, y.position($0.upper), "whisker \(style)")
        }
        let words =
            "\(group): \(AuditNumber.count(bin.rows)) rows with a mean score of "
            + "\(AuditNumber.percent(bin.meanScore)), labelled positive \(AuditNumber.percent(bin.rate))"
            + (interval.map { " (\(AuditNumber.percent($0)))" } ?? "")
        return SVG.explained(
            words,
            (whisker ?? "")
                + SVG.element(
                    "circle",
                    ["class": "mark \(style)", "cx": SVG.number(centre), "cy": SVG.number(height), "r": "4"]))
    }
}
