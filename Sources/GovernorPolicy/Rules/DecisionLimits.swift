import CEL
import GovernorCore

/// What the rules of one decision may spend: steps each, and a processor's time together.
///
/// Between steps the clock on the wall is looked at, which costs a fraction of asking how long the thread has worked. That is asked
/// when the time on the wall is up: a machine that stood still for a moment has taken nothing from the rules.
struct DecisionLimits {
    private let time: Swift.Duration
    private let stopwatch = ProcessorStopwatch()
    var evaluation: EvaluationLimits

    /// The limits of a decision that begins now, and is made on this thread.
    init(cost: UInt64, time: Swift.Duration) {
        self.time = time
        evaluation = EvaluationLimits(cost: cost, deadline: ContinuousClock.now + time)
    }

    /// The value of a program, for which it may be evaluated more than once.
    mutating func value(of program: Program, _ values: Activation) throws(EvaluationError) -> Value {
        while true {
            do throws(EvaluationError) {
                return try program.evaluate(values, limits: evaluation)
            } catch {
                guard error.kind == .deadlineExceeded, goesOn() else { throw error }
            }
        }
    }

    /// Whether the rules have time left, which they then have from now on.
    private mutating func goesOn() -> Bool {
        let left = time - stopwatch.elapsed
        guard left > .zero else { return false }
        evaluation.deadline = ContinuousClock.now + left
        return true
    }
}
