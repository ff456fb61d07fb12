/// Writes elements of SVG 1.1. What is written by these functions is escaped; nothing else is put between tags.
enum SVG {
    /// An element.
    ///
    /// - Parameter content: Elements that were written before; empty for none.
    static func element(_ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String = "") -> String {
        let list = attributes.map { " \($0)=\"\($1.xmlEscaped)\"" }.joined()
        return content.isEmpty ? "<\(name)\(list)/>" : "<\(name)\(list)>\(content)</\(name)>"
    }

    /// A line of text.
    ///
    /// - Parameters:
    ///   - style: A class of ``ChartStyle``.
    ///   - anchor: Which of its ends is at `x`: `start`, `middle`, `end`.
    static func text(_ text: String, x: Double, y: Double, _ style: String, anchor: String = "start") -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" class=\"\(style)\" text-anchor=\"\(anchor)\">"
            + "\(text.singleLine.xmlEscaped)</text>"
    }

    /// A straight line.
    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> String {
        element(
            "line",
            ["x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2), "class": style])
    }

    /// Elements that say in words what they are, where the pointer rests and to those who do not see them.
    static func explained(_ words: String, _ content: String) -> String {
        "<g><title>\(words.singleLine.xmlEscaped)</title>\(content)</g>"
    }

    /// A length with one decimal: fine enough to see, and the same on every machine.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
        return (tenths < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
    }
}
