/// Where a quantity lies with a stated confidence.
public struct Interval: Sendable, Equatable {
    /// The lower limit.
    public let lower: Double
    /// The upper limit; infinite where the data set none.
    public let upper: Double

    /// Creates an interval.
    public init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// Whether a value is not outside.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
