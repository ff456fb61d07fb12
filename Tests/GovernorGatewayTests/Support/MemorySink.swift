import GovernorCore
import Synchronization

/// Keeps facts in memory, and fails or waits when told to.
final class MemorySink: EvidenceSink {
    struct Unavailable: GovernorError {
        let code = "ledger.unavailable"
        let message = "the ledger is closed"
        let hint: String? = "open the ledger"
    }

    private struct State {
        var facts: [Fact] = []
        var capacity = Int.max
        var gate: Gate?
        var probeGate: Gate?

        var isFailing: Bool { facts.count >= capacity }
    }

    private let state = Mutex(State())

    var facts: [Fact] { state.withLock { $0.facts } }

    /// Fails from now on, or once it has taken so many facts more.
    func fail(after count: Int = 0) { state.withLock { $0.capacity = $0.facts.count + count } }

    /// Takes facts again.
    func recover() { state.withLock { $0.capacity = .max } }

    func probe() async throws {
        if let gate = state.withLock({ $0.probeGate }) { await gate.pass() }
        if state.withLock({ $0.isFailing }) { throw Unavailable() }
    }

    /// Holds every probe back until the gate opens.
    func holdProbes(at gate: Gate) { state.withLock { $0.probeGate = gate } }

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
