import GovernorCore
package import Logging
import ServiceLifecycle
import Synchronization

/// Keeps what is spent of budgets where it outlives the process: at most a second later, and off the way of requests.
///
/// Budgets may come and go while it runs: it keeps those of the limiter in force.
package final class CounterKeeper: Service, CustomStringConvertible {
    private struct State {
        /// Whether what was stored has been taken over: before, nothing must be written over it.
        var isLoaded = false
        var savedChanges = -1
        var isFailing = false
    }

    private let limiter: Limiter
    private let store: any CounterStore
    private let metrics: GatewayMetrics
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limiter: Whose budgets are kept, and those of what takes its place.
    ///   - store: Where.
    ///   - metrics: Where to say whether they are.
    ///   - logger: Where to log when that changes.
    package init(_ limiter: Limiter, store: any CounterStore, metrics: GatewayMetrics, logger: Logger) {
        self.limiter = limiter
        self.store = store
        self.metrics = metrics
        self.logger = logger
    }

    /// Names the service and shows nothing of what is spent.
    package var description: String { "counters" }

    /// Takes over what was stored, once. What cannot be read now is tried again later.
    ///
    /// - Throws: ``CounterError/malformed(name:)``.
    package func load() async throws(CounterError) {
        guard !state.withLock({ $0.isLoaded }) else { return }
        let bytes: [UInt8]?
        do { bytes = try await store.read() } catch { return failed(error) }
        if let stored = try stored(in: bytes) { limiter.add(stored) }
        state.withLock { $0.isLoaded = true }
        succeeded()
    }

    /// Refuses what ``load()`` would refuse, before budgets are introduced.
    ///
    /// - Throws: ``CounterError/malformed(name:)``.
    package func check() async throws(CounterError) {
        guard !state.withLock({ $0.isLoaded }) else { return }
        // What cannot be read now is tried again when it is needed.
        _ = try stored(in: (try? await store.read()) ?? nil)
    }

    private func stored(in bytes: [UInt8]?) throws(CounterError) -> StoredCounters? {
        guard let bytes else { return nil }
        guard let json = try? JSONValue(parsing: bytes), let stored = StoredCounters(json) else {
            throw .malformed(name: store.name)
        }
        return stored
    }

    /// Saves once a second until the service ends, and then once more.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(1))) != nil { await self.save() }
        }
        await save()
    }

    /// Saves what has changed; nothing where there is no budget.
    package func save() async {
        guard limiter.hasBudget else { return }
        do {
            try await load()
            let (isLoaded, saved) = state.withLock { ($0.isLoaded, $0.savedChanges) }
            guard isLoaded, let (counters, changes) = limiter.counters(changedSince: saved) else { return }
            try await store.write(Array(counters.json.prettyText.utf8))
            state.withLock { $0.savedChanges = changes }
            succeeded()
        } catch {
            failed(error)
        }
    }

    private func succeeded() {
        metrics.counters(areDurable: true)
        limiter.setKnown(true)
        if change(isFailing: false) { logger.info("the counters of budgets are kept again") }
    }

    private func failed(_ error: any Error) {
        metrics.counters(areDurable: false)
        limiter.setKnown(false)
        guard change(isFailing: true) else { return }
        logger.error(
            "the counters of budgets cannot be kept",
            metadata: ["code": "\((error as? any GovernorError)?.code ?? "unknown")", "store": "\(store.name)"])
    }

    private func change(isFailing: Bool) -> Bool {
        state.withLock { state in
            defer { state.isFailing = isFailing }
            return state.isFailing != isFailing
        }
    }
}
