/// What is left of an evaluation's limits; operations charge it before they do work that grows with their input.
public struct Budget: Sendable {
    private var remaining: UInt64
    private let deadline: Deadline?
    private var untilClock: UInt64 = Budget.stepsBetweenClocks

    /// So many bytes or elements are read or made for one step.
    static let sizePerStep = 10

    /// Reading the clock costs about as much as twenty steps, so it is read only so often.
    private static let stepsBetweenClocks: UInt64 = 512

    /// A budget of `limits`.
    ///
    /// - Throws: ``EvaluationError`` when the deadline has already passed.
    public init(_ limits: EvaluationLimits) throws(EvaluationError) {
        remaining = limits.cost
        deadline = limits.end
        if deadline != nil { try checkClock() }
    }

    private init() {
        remaining = .max
        deadline = nil
    }

    /// For comparisons outside an evaluation, whose size the caller answers for.
    static let unlimited = Budget()

    /// The cost that is left, in steps.
    public var remainingCost: UInt64 { remaining }

    /// Spends `steps`.
    ///
    /// - Throws: ``EvaluationError`` when the cost limit is reached or the deadline has passed.
    @inline(__always)
    public mutating func charge(_ steps: UInt64 = 1) throws(EvaluationError) {
        guard steps <= remaining else { throw .costLimitExceeded }
        remaining &-= steps
        guard deadline != nil else { return }
        try countDown(steps)
    }

    /// Spends the steps for reading or producing `size` bytes or elements.
    public mutating func charge(size: Int) throws(EvaluationError) {
        try charge(UInt64(size / Self.sizePerStep) + 1)
    }

    private mutating func countDown(_ steps: UInt64) throws(EvaluationError) {
        if steps < untilClock {
            untilClock &-= steps
        } else {
            untilClock = Budget.stepsBetweenClocks
            try checkClock()
        }
    }

    private func checkClock() throws(EvaluationError) {
        if let deadline, deadline.hasPassed { throw .deadlineExceeded }
    }
}
