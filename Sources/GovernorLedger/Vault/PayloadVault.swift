import GovernorCore
import Synchronization

/// Finds, makes and forgets wrapping keys, and opens payloads with them.
///
/// A new key is *pending* until the sequencer has made it durable, which it does before the first entry under it. It is
/// forgotten when no entry under it was written, so that a ledger that takes no facts gathers no keys.
/// A *retired* key takes no new entries, because its destruction has begun.
final class PayloadVault: Sendable {
    fileprivate struct State {
        var newest: [Digest: WrappingKey] = [:]
        var pending: [WrappingKeyID: Pending] = [:]
        var retired: Set<WrappingKeyID> = []
        var destroyed: Set<WrappingKeyID> = []
    }

    fileprivate struct Pending {
        let key: WrappingKey
        /// The number of entries that are being prepared or written under it.
        var uses = 0
    }

    /// The most owners whose keys stay in memory; about 10 MB. Others are read again.
    private static let cacheLimit = 65_536

    private let store: any WrappingKeyStore
    private let random: RandomBytes
    private let state = Mutex(State())

    init(store: any WrappingKeyStore, random: @escaping RandomBytes) {
        self.store = store
        self.random = random
    }

    /// The key that wraps new payloads of an owner, for one entry: it is given back with ``release(_:)``.
    func key(ownedBy owner: Digest) async throws -> WrappingKey {
        if let known = state.withLock({ $0.use(owner) }) { return known }
        let stored = try await store.newestKey(ownedBy: owner)
        return state.withLock { state in
            // Another task may have come first while the store was read.
            if let known = state.use(owner) { return known }
            if state.newest.count >= Self.cacheLimit {
                let pending = state.pending
                state.newest = state.newest.filter { pending[$0.value.id] != nil }
            }
            let usable = stored.flatMap { state.retired.contains($0.id) ? nil : $0 }
            let key = usable ?? WrappingKey(generatedFor: owner, by: random)
            if usable == nil { state.pending[key.id] = Pending(key: key, uses: 1) }
            state.newest[owner] = key
            return key
        }
    }

    /// Says that an entry under a key is written, or will not be.
    func release(_ id: WrappingKeyID) {
        state.withLock { state in
            guard var pending = state.pending[id] else { return }
            pending.uses -= 1
            state.pending[id] = pending.uses > 0 ? pending : nil
            let owner = pending.key.owner
            if pending.uses == 0, state.newest[owner]?.id == id { state.newest[owner] = nil }
        }
    }

    /// Makes those of the keys durable that are not yet.
    func persist(_ ids: Set<WrappingKeyID>) async throws {
        let new = state.withLock { state in
            state.pending.isEmpty ? [] : ids.compactMap { state.pending[$0]?.key }
        }
        guard !new.isEmpty else { return }
        try await store.save(new)
        state.withLock { state in
            for key in new { state.pending[key.id] = nil }
        }
    }

    /// Tries whether new keys could be made durable.
    func probe() async throws { try await store.probe() }

    /// Whether the key must not take new entries.
    func isRetired(_ id: WrappingKeyID) -> Bool { state.withLock { $0.retired.contains(id) } }

    /// Begins the destruction of an owner's keys: from now on the owner's new payloads get another key.
    ///
    /// A pending key stays pending: the batch that is being written may hold the first entry under it, and must make it
    /// durable.
    func retireKeys(ownedBy owner: Digest) async throws -> [WrappingKeyID] {
        let stored = try await store.keyIDs(ownedBy: owner)
        return state.withLock { state in
            let pending = state.pending.values.map(\.key).filter { $0.owner == owner }.map(\.id)
            let keys = stored + pending.filter { !stored.contains($0) }
            state.newest[owner] = nil
            state.retired.formUnion(keys)
            return keys
        }
    }

    /// Takes a retirement back, after the erasure has failed; keys that another erasure has destroyed stay retired.
    func reinstate(_ ids: [WrappingKeyID]) {
        state.withLock { state in state.retired.subtract(ids.filter { !state.destroyed.contains($0) }) }
    }

    /// Destroys keys for good.
    func destroy(_ ids: [WrappingKeyID]) async throws {
        state.withLock { state in
            state.retired.formUnion(ids)
            state.destroyed.formUnion(ids)
            for id in ids { state.pending[id] = nil }
            state.newest = state.newest.filter { !ids.contains($0.value.id) }
        }
        try await store.destroy(ids)
    }

    /// Decrypts payloads, one a leaf.
    ///
    /// - Parameter sealed: The facts' ids and stored payloads; nil for a payload that is not there any more.
    func open(_ sealed: [(fact: UUIDv7, payload: SealedPayload?)]) async throws -> [PayloadOpening] {
        var keys: [WrappingKeyID: WrappingKey] = [:]
        let needed = Set(sealed.compactMap { $0.payload?.wrappingKeyID })
        for key in try await store.keys(Array(needed)) { keys[key.id] = key }
        return sealed.map { fact, payload in
            guard let payload else { return .missing }
            return PayloadOpening(payload, of: fact, with: keys[payload.wrappingKeyID])
        }
    }

    /// Decrypts one payload.
    func open(_ payload: SealedPayload?, of fact: UUIDv7) async throws -> PayloadOpening {
        guard let payload else { return .missing }
        return PayloadOpening(payload, of: fact, with: try await store.keys([payload.wrappingKeyID]).first)
    }
}

extension PayloadVault.State {
    /// The newest key of an owner, with one more use.
    fileprivate mutating func use(_ owner: Digest) -> WrappingKey? {
        guard let key = newest[owner] else { return nil }
        pending[key.id]?.uses += 1
        return key
    }
}

/// What became of a payload.
enum PayloadOpening: Sendable {
    case opened(OpenedPayload)
    /// It has been deleted.
    case missing
    /// It is there and its wrapping key is not.
    case keyDestroyed
    /// It does not decrypt.
    case damaged

    fileprivate init(_ payload: SealedPayload, of fact: UUIDv7, with key: WrappingKey?) {
        guard let key else {
            self = .keyDestroyed
            return
        }
        guard let opened = payload.opened(of: fact, with: key) else {
            self = .damaged
            return
        }
        self = .opened(opened)
    }
}
