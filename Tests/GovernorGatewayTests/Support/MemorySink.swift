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
        var isFailing = false
        var gate: Gate?
        var statusGate: Gate?
    }

    private let state = Mutex(State())

    var facts: [Fact] { state.withLock { $0.facts } }

    /// The facts once there are so many.
    func facts(count: Int) async -> [Fact] {
        while facts.count < count { await Task.yield() }
        return facts
    }

    func fail() { state.withLock { $0.isFailing = true } }

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
