import GovernorAudit

// How reports write shares and counts.
extension AuditNumber {
    /// A share, a ratio or a score with three decimals.
    static func rounded(_ value: Double) -> String { fixed(value, places: 3) }

    /// An interval of shares in percent, such as `25.5–42.2 %`.
    static func percent(_ interval: Interval) -> String {
        "\(fixed(interval.lower * 100, places: 1))–\(percent(interval.upper))"
    }

    /// How often intervals hold, such as `95 %`.
    static func confidence(alpha: Double, isAnytimeValid: Bool) -> String {
        "\(fixed((1 - alpha) * 100, places: 0)) %"
            + (isAnytimeValid ? ", those of rates at every look (beta-binomial mixtures)" : "")
    }

    /// A gap between shares in percentage points, such as `13.3`.
    static func points(_ difference: Double) -> String { fixed(difference * 100, places: 1) }

    /// A metric: counts are whole numbers.
    static func metric(_ value: Double) -> String { value == value.rounded() ? edge(value) : text(value) }

    /// The edge of a bin with about four digits: whole numbers as they are, such as `1990`, others without zeros at the end.
    static func edge(_ value: Double) -> String {
        let magnitude = abs(value)
        guard magnitude == 0 || (magnitude >= 0.001 && magnitude < 1e7) else { return text(value) }
        if value == value.rounded() { return fixed(value, places: 0) }
        let places = magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3
        var digits = fixed(value, places: places)
        while digits.contains("."), digits.hasSuffix("0") { digits.removeLast() }
        return digits.hasSuffix(".") ? String(digits.dropLast()) : digits
    }

    /// A count, or an effective number of rows, in groups of three digits.
    static func count(_ rows: Double) -> String {
        let digits = String(Int(rows.rounded()))
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A p-value, such as `p = 0.012`: below a thousandth nobody needs more digits.
    static func probability(_ p: Double) -> String { p < 0.001 ? "p < 0.001" : "p = \(fixed(p, places: 3))" }

    /// A number with so many decimals; no minus before what rounds to zero.
    static func fixed(_ value: Double, places: Int) -> String {
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let units = Int((value * Double(scale)).rounded())
        let magnitude = abs(units)
        let sign = units < 0 ? "−" : ""
        guard places > 0 else { return "\(sign)\(magnitude)" }
        let digits = String(magnitude % scale)
        return "\(sign)\(magnitude / scale)." + String(repeating: "0", count: places - digits.count) + digits
    }
}

extension Rate {
    /// Its name in words.
    var words: String { rawValue.replacing("_", with: " ") }

    /// The rows it is a share of.
    var denominatorWords: String {
        switch self {
        case .selectionRate: "all rows decided about"
        case .truePositiveRate, .falseNegativeRate: "rows labelled positive"
        case .falsePositiveRate, .trueNegativeRate: "rows labelled negative"
        case .precision, .falseDiscoveryRate: "rows decided positively"
        case .negativePredictiveValue, .falseOmissionRate: "rows decided negatively"
        case .accuracy: "rows decided about with a label"
        case .prevalence: "rows with a label"
        }
    }
}

extension [String] {
    /// The name of a set of attributes.
    var attributeSetName: String { map(\.singleLine).joined(separator: " × ") }
}

extension Group {
    /// Its levels on one line.
    var name: String { levels.isEmpty ? "all rows" : description.singleLine }
}
