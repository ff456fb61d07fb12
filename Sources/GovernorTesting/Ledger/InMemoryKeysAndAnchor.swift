package import GovernorCore
package import GovernorLedger
import Synchronization

/// Wrapping keys in memory.
package final class InMemoryWrappingKeyStore: WrappingKeyStore {
    private let stored = Mutex([WrappingKey]())

    /// Creates an empty store.
    package init() {}

    /// The keys, oldest first.
    package var all: [WrappingKey] { stored.withLock { $0 } }

    package func newestKey(ownedBy owner: Digest) async throws -> WrappingKey? { all.last { $0.owner == owner } }

    package func keys(_ ids: [WrappingKeyID]) async throws -> [WrappingKey] { all.filter { ids.contains($0.id) } }

    package func existing(_ ids: [WrappingKeyID]) async throws -> Set<WrappingKeyID> {
        Set(ids).intersection(all.map(\.id))
    }

    package func keyIDs(ownedBy owner: Digest) async throws -> [WrappingKeyID] {
        all.filter { $0.owner == owner }.map(\.id)
    }

    package func save(_ keys: [WrappingKey]) async throws { stored.withLock { $0 += keys } }

    package func probe() async throws {}

    package func destroy(_ ids: [WrappingKeyID]) async throws {
        stored.withLock { $0.removeAll { ids.contains($0.id) } }
    }
}

/// An anchor in memory.
package final class InMemoryAnchor: CheckpointAnchor {
    private let note: Mutex<[UInt8]?>
    private let willWrite: @Sendable () async throws -> Void

    /// Creates an anchor; `willWrite` is called before each write and may throw in its place.
    package init(_ note: [UInt8]? = nil, willWrite: @escaping @Sendable () async throws -> Void = {}) {
        self.note = Mutex(note)
        self.willWrite = willWrite
    }

    package func read() async throws -> [UInt8]? { note.withLock { $0 } }

    package func write(_ note: [UInt8]) async throws {
        try await willWrite()
        self.note.withLock { $0 = note }
    }

    package func settle() async throws {}

    /// Anchors the empty tree, unless there is a note.
    func begin(_ signer: SigningKey) throws {
        let empty = try SignedCheckpoint(beginningLogOf: signer).encoded
        note.withLock { $0 = $0 ?? empty }
    }

    /// Replaces or removes the note.
    package func tamper(_ note: [UInt8]?) { self.note.withLock { $0 = note } }
}
