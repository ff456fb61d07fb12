import GovernorAudit

// How reports write shares and counts.
extension AuditNumber {
    /// A share, a ratio or a score with three decimals.
    static func rounded(_ value: Double) -> String { fixed(value, places: 3) }

    /// An interval of shares in percent, such as `25.5–42.2 %`.
    static func percent(_ interval: Interval) -> String {
        "\(fixed(interval.lower * 100, places: 1))–\(percent(interval.upper))"
    }

    /// A gap between shares in percentage points, such as `13.3`.
    static func points(_ difference: Double) -> String { fixed(difference * 100, places: 1) }

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
