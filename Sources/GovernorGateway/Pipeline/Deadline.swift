import GovernorCore
import Synchronization

/// Gives one answer within a limit of time: that of the work, or none when the time is up first.
///
/// The work is a task of its own and goes on when the time is up: what is queued in the ledger cannot be taken back. The
/// ledger's queue has a limit, and so have the tasks that go on. The work learns by ``claim()`` whether its answer is still
/// the one that is given.
final class Deadline: Sendable {
    private enum State { case open, claimed, passed }

    private let state = Mutex(State.open)
    private let isOver: @Sendable () -> Bool

    private init(isOver: @escaping @Sendable () -> Bool) { self.isOver = isOver }

    /// The work's value; nil when it came too late.
    ///
    /// - Parameters:
    ///   - limit: How long the work may take.
    ///   - timer: Measures it.
    ///   - unfinished: Counts the work until it ends, which may be after this function.
    ///   - work: Gets the deadline to claim its answer's place.
    static func value<Value: Sendable>(
        within limit: Duration, on timer: DeadlineTimer, counting unfinished: UnfinishedWork,
        of work: @escaping @Sendable (Deadline) async -> Value
    ) async -> Value? {
        let end = timer.now + limit
        // The clock decides, not the alarm, which a busy machine may ring late.
        let deadline = Deadline { timer.now >= end }
        return await withCheckedContinuation { continuation in
            let alarm = timer.schedule(at: end) {
                guard deadline.settle(as: .passed) else { return }
                continuation.resume(returning: nil)
            }
            unfinished.begin()
            Task {
                let value = await work(deadline)
                unfinished.end()
                guard deadline.claim() else { return }
                timer.cancel(alarm)
                continuation.resume(returning: value)
            }
        }
    }

    /// Whether it is too late for the work's answer.
    var hasPassed: Bool { state.withLock { settled(&$0) == .passed } }

    /// Settles that the work's answer is the one that is given; false when it is too late.
    func claim() -> Bool { settle(as: .claimed) }

    /// The first to settle wins, however often it says so.
    private func settle(as outcome: State) -> Bool {
        state.withLock { state in
            if settled(&state) == .open { state = outcome }
            return state == outcome
        }
    }

    /// The state now.
    private func settled(_ state: inout State) -> State {
        if state == .open, isOver() { state = .passed }
        return state
    }
}
