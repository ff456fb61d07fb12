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
        case .share: return AuditNumber.fixed(value * 100, places: 0)
        case .points: return AuditNumber.fixed(value * 100, places: scale.places(of: 100))
        case .number:
            guard scale.magnitude < 1e13, let prefix = Self.prefixes.first(where: { scale.magnitude >= $0.least })
            else {
                return AuditNumber.text(value)
            }
            return AuditNumber.fixed(value * prefix.factor, places: scale.places(of: prefix.factor)) + prefix.suffix
        }
    }

    /// From which magnitude of a scale on its labels have a prefix of the SI; what is smaller or larger than all has a power of ten.
    private static let prefixes: [(least: Double, factor: Double, suffix: String)] = [
        (1e9, 1e-9, " G"), (1e6, 1e-6, " M"), (1e4, 1e-3, " k"), (1e-4, 1, ""),
    ]
}
