import GovernorAudit

// How reports write what slices are told apart by.
extension SliceMeasure {
    /// Its name in words.
    var words: String { name.replacing("_", with: " ") }

    /// What its values are in drawings.
    var unit: ChartUnit { rate == nil ? .number : .share }

    /// What it is counted in, for an axis.
    var axis: String { rate.map { "% of \($0.denominatorWords)" } ?? "in the unit of the labels" }

    /// How gaps are headed in tables.
    var gapWords: String { rate == nil ? "gap" : "gap in points" }

    /// A value, such as `89.2 %` or `1.250`.
    func text(_ value: Double) -> String { rate == nil ? AuditNumber.text(value) : AuditNumber.percent(value) }

    /// Where a value lies, such as `85.1–92.4 %`; nothing where that is not known.
    func text(_ interval: Interval?) -> String {
        guard let interval else { return "" }
        return rate == nil
            ? "\(AuditNumber.text(interval.lower))–\(AuditNumber.text(interval.upper))" : AuditNumber.percent(interval)
    }

    /// A gap, in percentage points where it is one of rates.
    func gapText(_ gap: Double) -> String { rate == nil ? AuditNumber.text(gap) : AuditNumber.points(gap) }

    private var rate: Rate? { if case .rate(let rate) = self { rate } else { nil } }
}
