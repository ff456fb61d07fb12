import Synchronization

/// Holds tasks back until it is opened, and tells when one has arrived.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var held: [CheckedContinuation<Void, Never>] = []
        var arrivals = 0
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// Waits until the gate is open.
    func pass() async {
        await withCheckedContinuation { continuation in
            let (isOpen, watchers) = state.withLock { state in
                state.arrivals += 1
                if !state.isOpen { state.held.append(continuation) }
                let reached = state.watchers.filter { $0.count <= state.arrivals }
                state.watchers.removeAll { $0.count <= state.arrivals }
                return (state.isOpen, reached)
            }
            if isOpen { continuation.resume() }
            for watcher in watchers { watcher.continuation.resume() }
        }
    }

    /// Waits until a number of tasks have arrived.
    func arrival(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.arrivals < count { state.watchers.append((count, continuation)) }
                return state.arrivals >= count
            }
            if isReached { continuation.resume() }
        }
    }

    /// Lets everybody through from now on.
    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }
}

/// Waits until a condition holds, giving other tasks their turn.
///
/// Ends the run when it does not hold after minutes: a test that waits for ever says nothing, and one that fails here would wait
/// for the tasks that it holds back.
func eventually(_ condition: () async -> Bool) async {
    let end = ContinuousClock.now + .seconds(180)
    while !(await condition()) {
        guard ContinuousClock.now < end else { fatalError("what a test waits for did not happen") }
        await Task.yield()
    }
}
