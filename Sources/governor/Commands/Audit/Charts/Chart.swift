/// A drawing with what it says in words.
struct Chart {
    /// Tells it from the other charts of a report: letters, digits and hyphens.
    let id: String
    /// What it shows.
    let title: String
    /// What to see in it, for those who do not see it.
    let summary: String
    /// Its size in pixels, at which text has its natural size.
    let width: Double
    let height: Double
    /// The drawing, without title and frame.
    let content: String

    /// The width of all charts.
    static let width = 960.0
    /// Room at both sides.
    static let margin = 8.0

    /// The drawing as an element of an HTML page, which has ``ChartStyle``.
    var embedded: String { svg(namespace: "", style: "") }

    /// The drawing as a file of its own.
    var file: String { svg(namespace: " xmlns=\"http://www.w3.org/2000/svg\"", style: ChartStyle.standalone) + "\n" }

    private func svg(namespace: String, style: String) -> String {
        let (width, height) = (SVG.number(width), SVG.number(height))
        return
            "<svg\(namespace) class=\"chart\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" "
            + "role=\"img\" aria-labelledby=\"\(id)-title \(id)-text\">"
            + "<title id=\"\(id)-title\">\(title.singleLine.xmlEscaped)</title>"
            + "<desc id=\"\(id)-text\">\(summary.singleLine.xmlEscaped)</desc>\(style)"
            + SVG.element("rect", ["class": "back", "width": width, "height": height])
            + SVG.text(title, x: Self.margin, y: 28, "heading") + content + "</svg>"
    }
}

/// Room that text takes.
enum ChartText {
    /// About how wide a line is at 12 pixels: what does not fit is cut, so this errs to the wide side.
    static func width(_ text: String) -> Double {
        text.unicodeScalars.reduce(0) { width, scalar in
            switch scalar {
            case "i", "j", "l", "I", "t", "f", "r", " ", ".", ",", "·", "'", "|", "(", ")", "-": width + 4.2
            case "m", "w", "M", "W", "×", "@", "%": width + 10.5
            case "A"..."Z": width + 8.4
            case "\u{0}"..<"\u{1100}": width + 7
            default: width + 12.5
            }
        }
    }

    /// The text, cut with an ellipsis where it is wider than the room.
    static func shortened(_ text: String, to room: Double) -> String {
        guard width(text) > room else { return text }
        var kept = text
        while !kept.isEmpty, width(kept + "…") > room { kept.removeLast() }
        return kept + "…"
    }
}
