public import GovernorCore

extension JSONValue {
    /// A count that a client states, rounded up, however it writes it: servers read `1000`, `1e3`, `1000.0` and `"1000"` alike.
    /// One that does not fit is the most that does; nil for what is no number.
    public var statedCount: Int? {
        guard let value = number?.doubleValue ?? string.flatMap(Double.init), !value.isNaN else { return nil }
        return value < Double(Int.max) ? Int(max(0, value).rounded(.up)) : .max
    }
}
