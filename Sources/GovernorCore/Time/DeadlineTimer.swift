import Synchronization

/// Does things at their time unless they are taken back before; one sleeping task serves all of them.
///
/// A task that sleeps is cancelled cheaply, but its entry stays with the clock until it would have woken: with one for
/// each request, every request that is answered would be paid for until its deadline. What is taken back here is gone.
package final class DeadlineTimer: Sendable {
    /// What takes a thing to do back.
    package struct Alarm: Sendable, Hashable {
        fileprivate let due: Duration
        /// Tells alarms of the same time apart.
        fileprivate let number: UInt64

        fileprivate static func < (a: Alarm, b: Alarm) -> Bool { (a.due, a.number) < (b.due, b.number) }
    }

    private struct Entry: Sendable {
        let alarm: Alarm
        let action: @Sendable () -> Void
    }

    private struct State {
        /// Sorted by their alarms. Most come with the same delay, and so at the end.
        var entries: [Entry] = []
        var nextNumber: UInt64 = 0
        /// The task that sleeps, and until when.
        var sleeper: (task: Task<Void, Never>, until: Duration)?
    }

    private let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (_ until: Duration) async throws -> Void
    private let state = Mutex(State())

    /// - Parameter clock: Measures the time.
    package init(_ clock: some Clock<Duration>) {
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
    }

    deinit { state.withLock { $0.sleeper?.task.cancel() } }

    /// The time since the timer was made.
    package var now: Duration { elapsed() }

    /// How many things are still to be done.
    package var count: Int { state.withLock { $0.entries.count } }

    /// Does something at its time, measured as ``now`` is, which may have passed.
    ///
    /// - Parameter action: What to do; it should be short, as what comes after it waits.
    /// - Returns: What takes it back.
    package func schedule(at due: Duration, _ action: @escaping @Sendable () -> Void) -> Alarm {
        state.withLock { state in
            state.nextNumber += 1
            let alarm = Alarm(due: due, number: state.nextNumber)
            state.entries.insert(Entry(alarm: alarm, action: action), at: Self.place(of: alarm, in: state.entries))
            if let sleeper = state.sleeper, sleeper.until <= due { return alarm }
            state.sleeper?.task.cancel()
            startSleeping(until: due, &state)
            return alarm
        }
    }

    /// Takes something back; nothing happens when it is done already.
    package func cancel(_ alarm: Alarm) {
        // The entry is released outside the lock: its action may own what has a lock of its own.
        _ = state.withLock { state -> Entry? in
            let place = Self.place(of: alarm, in: state.entries)
            guard place < state.entries.count, state.entries[place].alarm == alarm else { return nil }
            return state.entries.remove(at: place)
        }
    }

    private func startSleeping(until due: Duration, _ state: inout State) {
        let task = Task { [sleep, weak self] in
            guard (try? await sleep(due)) != nil else { return }
            self?.ring()
        }
        state.sleeper = (task, due)
    }

    /// Does what is due, and sleeps until the next.
    private func ring() {
        let now = elapsed()
        let due = state.withLock { state in
            let end = state.entries.firstIndex { $0.alarm.due > now } ?? state.entries.count
            let due = state.entries[..<end]
            state.entries.removeFirst(end)
            // It may be another than the one that woke: an alarm that was due earlier may have come in between.
            state.sleeper?.task.cancel()
            state.sleeper = nil
            if let next = state.entries.first { startSleeping(until: next.alarm.due, &state) }
            return due
        }
        for entry in due { entry.action() }
    }

    /// The offset of the first entry that is not before an alarm.
    private static func place(of alarm: Alarm, in entries: [Entry]) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].alarm < alarm { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
