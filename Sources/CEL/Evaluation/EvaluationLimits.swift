/// What one evaluation may spend.
///
/// Cost is counted in steps: one for each operation evaluated, one for each element a comprehension visits, and one for
/// each ten bytes or elements that an operation reads or produces.
public struct EvaluationLimits: Sendable {
    /// The largest cost, in steps.
    public var cost: UInt64
    /// The moment after which the evaluation stops with an error, or nil for none.
    public var deadline: ContinuousClock.Instant? {
        get { end?.instant }
        set { end = newValue.map(Deadline.init) }
    }

    private(set) var end: Deadline?

    /// Enough for any rule a person would write, small enough to end within tens of milliseconds.
    public static let defaultCost: UInt64 = 1_000_000

    /// Limits of `cost` steps and an optional deadline.
    public init(cost: UInt64 = EvaluationLimits.defaultCost, deadline: ContinuousClock.Instant? = nil) {
        self.cost = cost
        end = deadline.map(Deadline.init)
    }
}
