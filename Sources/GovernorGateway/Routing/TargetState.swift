import Synchronization

/// What is remembered about one target between requests.
final class TargetState: Sendable {
    private struct State {
        var breaker: CircuitBreaker
        var budget: RetryBudget
        /// Whether another state has taken its place.
        var isRetired = false
    }

    private let state: Mutex<State>
    /// Told whenever the circuit may have opened or closed.
    private let onChange: @Sendable (_ isOpen: Bool) -> Void

    init(_ policy: RetryPolicy, _ limits: CircuitLimits, onChange: @escaping @Sendable (_ isOpen: Bool) -> Void) {
        state = Mutex(State(breaker: CircuitBreaker(limits), budget: RetryBudget(policy)))
        self.onChange = onChange
    }

    /// Says how the circuit stands, and from now on whenever that changes.
    func announce() { state.withLock { onChange($0.breaker.isOpen) } }

    /// Says nothing any more: what is still under way here concerns no target that is.
    func retire() { state.withLock { $0.isRetired = true } }

    /// What lets a request through.
    ///
    /// - Throws: ``UpstreamFailure/circuitOpen(_:)`` with how long it will stay so.
    func admit(at now: Duration) throws(UpstreamFailure) -> CircuitBreaker.Pass {
        try state.withLock { state throws(UpstreamFailure) in
            guard let pass = state.breaker.admit(at: now) else {
                throw .circuitOpen((state.breaker.reopening ?? now) - now)
            }
            return pass
        }
    }

    /// Takes notice of a request that is not a repetition.
    func deposit() { state.withLock { $0.budget.deposit() } }

    /// Whether a request may be sent again.
    func mayRepeat(at now: Duration) -> Bool { state.withLock { $0.budget.withdraw(at: now) } }

    /// Takes the head of an answer. It shows that the target works again, however long the answer will be.
    func receivedHead(_ pass: CircuitBreaker.Pass, at now: Duration) {
        change { if $0.isOpen { $0.record(pass, hasFailed: false, at: now) } }
    }

    /// Takes what became of a request.
    func record(_ pass: CircuitBreaker.Pass, hasFailed: Bool, at now: Duration) {
        change { $0.record(pass, hasFailed: hasFailed, at: now) }
    }

    private func change(_ body: (inout CircuitBreaker) -> Void) {
        state.withLock { state in
            let wasOpen = state.breaker.isOpen
            body(&state.breaker)
            // Told within the lock: of two changes at once the later one is told last.
            if state.breaker.isOpen != wasOpen, !state.isRetired { onChange(!wasOpen) }
        }
    }
}
