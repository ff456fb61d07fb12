/// What the values of a scale are, and how its labels are written.
enum ChartUnit {
    /// Shares from 0 to 1, written in percent.
    case share
    /// Differences of shares, written in percentage points.
    case points
    /// Numbers in a unit of their own.
    case number

    /// A scale that holds all values, from one round value to another.
    ///
    /// - Parameters:
    ///   - from: A value that has to be on it too, such as 0.
    ///   - most: The most labels there is room for; at least 3.
    func scale(covering values: [Double], from: Double?, start: Double, end: Double, most: Int) -> ChartScale {
        self == .share
            ? ChartScale(covering: values, from: from, start: start, end: end, most: most)
            : ChartScale(numbersCovering: values, from: from, start: start, end: end, most: most)
    }

    /// The label of a value on a scale.
    func label(_ value: Double, on scale: ChartScale) -> String {
        switch self {
        case .share: AuditNumber.fixed(value * 100, places: 0)
        case .points: AuditNumber.fixed(value * 100, places: scale.places(of: 100))
        case .number:
            abs(value) < 1e6 ? AuditNumber.fixed(value, places: scale.places(of: 1)) : AuditNumber.text(value)
        }
    }
}
