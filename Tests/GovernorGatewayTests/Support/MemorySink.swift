import GovernorCore
import Synchronization

/// Keeps facts in memory, and fails or waits when told to.
final class MemorySink: EvidenceSink {
    struct Unavailable: GovernorError {
        let code = "ledger.unavailable"
        let message = "the ledger is closed"
        let hint: String? = nil
    }

    private struct State {
        var facts: [Fact] = []
        var capacity = Int.max
        var gate: Gate?
        var statusGate: Gate?

        var isFailing: Bool { facts.count >= capacity }
    }

    private let state = Mutex(State())

    var facts: [Fact] { state.withLock { $0.facts } }

    /// Fails from now on, or once it has taken so many facts more.
    func fail(after count: Int = 0) { state.withLock { $0.capacity = $0.facts.count + count } }

    var stoppedBy: (any GovernorError)? {
        get async {
            if let gate = state.withLock({ $0.statusGate }) { await gate.pass() }
            return state.withLock { $0.isFailing } ? Unavailable() : nil
        }
    }

    /// Holds every question after the sink's state back until the gate opens.
    func holdStatus(at gate: Gate) { state.withLock { $0.statusGate = gate } }

    /// Holds every append back until the gate opens.
    func hold(at gate: Gate) { state.withLock { $0.gate = gate } }

    func append(_ fact: Fact, idempotencyKey: String?) async throws -> AppendedFact {
        if let gate = state.withLock({ $0.gate }) { await gate.pass() }
        return try state.withLock { state in
            guard !state.isFailing else { throw Unavailable() }
            state.facts.append(fact)
            let count = UInt64(state.facts.count)
            return AppendedFact(id: fact.id, index: count - 1, sequence: count)
        }
    }

    /// Lets tasks wait until it is opened; tells when the first one does.
    final class Gate: Sendable {
        private let opened = AsyncStream<Never>.makeStream()
        private let arrived = AsyncStream<Void>.makeStream()

        func pass() async {
            arrived.continuation.yield()
            for await _ in opened.stream {}
        }

        func waitForArrival() async {
            for await _ in arrived.stream { return }
        }

        func open() { opened.continuation.finish() }
    }
}
