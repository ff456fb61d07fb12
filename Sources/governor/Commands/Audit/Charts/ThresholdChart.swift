import GovernorAudit

/// What deciding by one threshold for all leads to: how often it is right and how many it selects, and below, over the same
/// axis, how alike groups are selected.
struct ThresholdChart {
    let scores: ScoreReport
    /// The threshold that decided; nil where a column did.
    let current: Double?

    private static let panelHeight = 168.0
    private static let upper = 96.0
    private static let lower = 336.0
    private static let height = 556.0
    private let x = ChartScale(sharesFrom: Chart.margin + 44, to: Chart.width - Chart.margin - 8, step: 0.1)

    private struct Series {
        let name: String
        let style: String
        let values: [Double?]
    }

    /// The drawing.
    var chart: Chart {
        let drawn = scores.attributes.prefix(ChartStyle.seriesLimit)
        let ratios = drawn.indices.map { index in
            Series(
                name: drawn[index].attribute.singleLine, style: "series s\(index)",
                values: scores.outcomes.map { $0.gaps[index].ratio })
        }
        let overall = [
            Series(name: "accuracy", style: "series s0", values: scores.outcomes.map(\.accuracy)),
            Series(name: "selected", style: "series s1", values: scores.outcomes.map { $0.selectionRate }),
        ].filter { $0.values.contains { $0 != nil } }
        return Chart(
            id: "thresholds", title: "What other thresholds lead to",
            summary: "The table below has the numbers of every tenth threshold.", width: Chart.width,
            height: Self.height,
            content: SVG.text(
                "Scores from the threshold on are selected. n = \(AuditNumber.count(Double(scores.overall.rows))) rows with a score.",
                x: Chart.margin, y: 48, "muted")
                + panel("All rows", "% of rows", overall, top: Self.upper)
                + panel("Lowest selection rate over the highest", "ratio, %", ratios, top: Self.lower, isRatio: true)
                + SVG.text(
                    "threshold", x: (x.start + x.end) / 2, y: Self.height - 14, "tick", anchor: "middle"))
    }

    private func panel(_ title: String, _ axis: String, _ series: [Series], top: Double, isRatio: Bool = false)
        -> String
    {
        let y = ChartScale(sharesFrom: top + Self.panelHeight, to: top)
        return SVG.text(title, x: Chart.margin, y: top - 14, "strong")
            + legend(series, isRatio: isRatio, after: Chart.margin + ChartText.width(title) * 1.15 + 24, y: top - 14)
            + frame(y, axis)
            + (isRatio ? SVG.line(x.start, y.position(0.8), x.end, y.position(0.8), "limit") : "")
            + (current.map { SVG.explained("the threshold that decided", line(at: $0, y)) } ?? "")
            + series.map { curve($0, y) }.joined()
    }

    private func legend(_ series: [Series], isRatio: Bool, after start: Double, y: Double) -> String {
        var x = start
        let entries =
            series.map { ($0.name, $0.style) } + (isRatio ? [("four fifths", "limit")] : [])
            + (current.map { [("decided by \(AuditNumber.fixed($0, places: 2))", "now")] } ?? [])
        return entries.map { name, style in
            defer { x += 34 + ChartText.width(name) + 14 }
            return SVG.line(x, y - 4, x + 26, y - 4, style) + SVG.text(name, x: x + 32, y: y, "tick")
        }.joined()
    }

    private func frame(_ y: ChartScale, _ axis: String) -> String {
        let horizontal = y.ticks.map { tick in
            SVG.line(x.start, y.position(tick), x.end, y.position(tick), "grid")
                + SVG.text(
                    AuditNumber.fixed(tick * 100, places: 0), x: x.start - 8, y: y.position(tick) + 4, "tick",
                    anchor: "end")
        }
        let vertical = x.ticks.map { tick in
            SVG.line(x.position(tick), y.start, x.position(tick), y.start + 4, "axis")
                + SVG.text(
                    AuditNumber.fixed(tick, places: 1), x: x.position(tick), y: y.start + 18, "tick",
                    anchor: "middle")
        }
        let name = SVG.element(
            "g",
            [
                "transform":
                    "translate(\(SVG.number(Chart.margin + 4)) \(SVG.number((y.start + y.end) / 2))) rotate(-90)"
            ],
            SVG.text(axis, x: 0, y: 4, "tick", anchor: "middle"))
        return (horizontal + vertical).joined() + SVG.line(x.start, y.start, x.end, y.start, "axis") + name
    }

    private func line(at threshold: Double, _ y: ChartScale) -> String {
        SVG.line(x.position(threshold), y.start, x.position(threshold), y.end, "now")
    }

    /// A line through what is estimable, with breaks where nothing is.
    private func curve(_ series: Series, _ y: ChartScale) -> String {
        var (path, isDrawing) = ("", false)
        for (outcome, value) in zip(scores.outcomes, series.values) {
            guard let value else {
                isDrawing = false
                continue
            }
            path +=
                "\(isDrawing ? "L" : "M")\(SVG.number(x.position(outcome.threshold))) \(SVG.number(y.position(value)))"
            isDrawing = true
        }
        return path.isEmpty
            ? "" : SVG.explained(series.name, SVG.element("path", ["class": series.style, "d": path]))
    }
}
