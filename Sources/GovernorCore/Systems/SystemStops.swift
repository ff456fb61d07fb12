import Synchronization

/// The systems that are stopped now, kept in memory for the request path.
///
/// It is filled from the ledger at start and changed with it. A system runs when none of its stops is left: who has
/// stopped it must say so, whatever others did meanwhile.
///
/// When the process shuts down everything is stopped for good.
public final class SystemStops: Sendable {
    private struct State {
        var stops: [SystemStop] = []
        var isShutDown = false
        var watches: [UInt64: Watched] = [:]
        var nextWatch: UInt64 = 0
    }

    private struct Watched {
        weak var watch: StopWatch?
    }

    private let state: Mutex<State>

    /// Creates the state of a start.
    public init(_ stops: [SystemStop] = []) { state = Mutex(State(stops: stops)) }

    /// All stops, in the order in which they were made.
    public var all: [SystemStop] { state.withLock { $0.stops } }

    /// The first stop of what has any of these names; nil while it runs.
    public func stop(of names: [String]) -> SystemStop? {
        state.withLock { state in state.stops.first { $0.concerns(names) } }
    }

    /// What keeps something of these names from going on: a stop of it, or the end of everything.
    private func cause(against names: [String]) -> StopWatch.Cause? {
        state.withLock { state in
            state.stops.first { $0.concerns(names) }.map(StopWatch.Cause.stop) ?? (state.isShutDown ? .shutdown : nil)
        }
    }

    /// Ends everything that is under way, and what begins from now on: the process shuts down.
    public func shutDown() {
        let watches = state.withLock { state in
            state.isShutDown = true
            return state.watches.values.compactMap(\.watch)
        }
        for watch in watches { watch.ring(.shutdown) }
    }

    /// Stops a system, and ends what is under way there. A stop that is known already changes nothing.
    public func add(_ stop: SystemStop) {
        let watches = state.withLock { state in
            guard !state.stops.contains(where: { $0.id == stop.id }) else { return [StopWatch]() }
            state.stops.append(stop)
            // Kept until the lock is free again: the last reference to a watch takes it out of here.
            return state.watches.values.compactMap(\.watch)
        }
        for watch in watches where stop.concerns(watch.names) { watch.ring(.stop(stop)) }
    }

    /// Takes a stop back.
    public func remove(_ id: UUIDv7) { state.withLock { $0.stops.removeAll { $0.id == id } } }

    /// Watches over something under way that has these names, as long as the watch is kept.
    public func watch(_ names: [String]) -> StopWatch {
        let watch = state.withLock { state in
            let number = state.nextWatch
            state.nextWatch += 1
            let watch = StopWatch(names) { [weak self] in self?.forget(number) }
            state.watches[number] = Watched(watch: watch)
            return watch
        }
        if let cause = cause(against: names) { watch.ring(cause) }
        return watch
    }

    private func forget(_ number: UInt64) { state.withLock { $0.watches[number] = nil } }
}

/// Ends something under way when its system is stopped, or the process shuts down.
public final class StopWatch: Sendable {
    /// Why something under way was ended.
    public enum Cause: Sendable, Hashable {
        /// An operator has stopped its system.
        case stop(SystemStop)
        /// The process shuts down.
        case shutdown
    }

    private struct State {
        var cause: Cause?
        var end: (@Sendable () -> Void)?
    }

    /// What it watches over is called so.
    let names: [String]
    private let state = Mutex(State())
    private let forget: @Sendable () -> Void

    init(_ names: [String], forget: @escaping @Sendable () -> Void) {
        self.names = names
        self.forget = forget
    }

    deinit { forget() }

    /// What has ended it; nil while its system runs.
    public var cause: Cause? { state.withLock { $0.cause } }

    /// The stop that has ended it; nil while its system runs, or where it has not ended for that.
    public var stop: SystemStop? { if case .stop(let stop) = cause { stop } else { nil } }

    /// Sets what ends it from now on; done at once where it has ended already.
    public func end(by end: @escaping @Sendable () -> Void) {
        let hasEnded = state.withLock { state in
            state.end = state.cause == nil ? end : nil
            return state.cause != nil
        }
        if hasEnded { end() }
    }

    /// Waits for something under way, which is cancelled when its system is stopped, or who waits for it is.
    public func value<Value>(of work: Task<Value, Never>) async -> Value {
        end { work.cancel() }
        return await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
    }

    fileprivate func ring(_ cause: Cause) {
        let end = state.withLock { state in
            state.cause = state.cause ?? cause
            return state.end.take()
        }
        end?()
    }
}
