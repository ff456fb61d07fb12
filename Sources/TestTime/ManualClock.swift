import Synchronization

/// A clock on which time passes only when a test says so.
package final class ManualClock: Clock {
    package struct Instant: InstantProtocol {
        let sinceStart: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }
        package func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }
        package static func < (a: Instant, b: Instant) -> Bool { a.sinceStart < b.sinceStart }
    }

    private struct State {
        var now = Instant(sinceStart: .zero)
        var sleepers: [Int: (wakes: Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var nextID = 0

        /// Lets time pass, and gives who has slept long enough.
        mutating func advance(to moment: Instant) -> [CheckedContinuation<Void, any Error>] {
            now = moment
            let woken = sleepers.filter { $0.value.wakes <= moment }
            for id in woken.keys { sleepers[id] = nil }
            return woken.values.map(\.continuation)
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// How often somebody went to sleep.
    package var sleeps: Int { state.withLock { $0.nextID } }

    package var now: Instant { state.withLock { $0.now } }
    package var minimumResolution: Duration { .nanoseconds(1) }

    /// Lets time pass, and wakes who has slept long enough.
    package func advance(by duration: Duration) {
        let woken = state.withLock { $0.advance(to: $0.now.advanced(by: duration)) }
        for continuation in woken { continuation.resume() }
    }

    /// Lets time pass until somebody wakes; none passes when nobody does within a limit.
    package func advanceToNextSleeper(within limit: Duration) {
        let woken = state.withLock { state in
            let next = state.sleepers.values.map(\.wakes).min() ?? state.now
            return state.advance(to: state.now.duration(to: next) <= limit ? next : state.now)
        }
        for continuation in woken { continuation.resume() }
    }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.now >= deadline || Task.isCancelled { return true }
                    state.sleepers[id] = (deadline, continuation)
                    return false
                }
                if isOver { continuation.resume(with: Result { try Task.checkCancellation() }) }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }
}
