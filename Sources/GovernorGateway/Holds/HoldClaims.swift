import GovernorCore
import Synchronization

/// The holds whose requests are on their way to a model now: each is there once at a time.
final class HoldClaims: Sendable {
    private let claimed = Mutex<Set<UUIDv7>>([])

    /// Takes a hold that is let on; nil while its request is on its way already.
    func claim(_ hold: Hold, in store: any HoldStore) -> HoldClaim? {
        claimed.withLock { $0.insert(hold.id).inserted } ? HoldClaim(hold, self, store) : nil
    }

    fileprivate func release(_ id: UUIDv7) { _ = claimed.withLock { $0.remove(id) } }
}

/// That a request goes on which was held. As long as it is kept the same request does not go on a second time.
final class HoldClaim: Sendable {
    let hold: Hold
    private let claims: HoldClaims
    private let store: any HoldStore
    private let isUsed = Atomic(false)

    fileprivate init(_ hold: Hold, _ claims: HoldClaims, _ store: any HoldStore) {
        self.hold = hold
        self.claims = claims
        self.store = store
    }

    deinit { claims.release(hold.id) }

    /// Records that the model has answered, once.
    ///
    /// - Parameter decision: The fact of the decision that let the request on.
    /// - Throws: Why that is not durable.
    func use(by decision: UUIDv7) async throws {
        guard !isUsed.load(ordering: .acquiring) else { return }
        try await store.use(hold, by: decision)
        isUsed.store(true, ordering: .releasing)
    }
}
