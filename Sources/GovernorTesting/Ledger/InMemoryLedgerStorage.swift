package import GovernorCore
package import GovernorLedger
import Synchronization

/// A ledger's storage without a disk, the plainest reading of ``GovernorLedger/LedgerStorage``.
package final class InMemoryLedgerStorage: LedgerStorage {
    /// Everything stored; tests may change it behind the ledger's back.
    package struct Content: Sendable {
        package var checkpoint: [UInt8]?
        package var pseudonymCheck: Digest?
        package var entries: [LedgerBatch.Entry] = []
        package var ids: [UUIDv7: UInt64] = [:]
        package var heads: [StreamName: StreamHead] = [:]
        package var idempotency: [Digest: UInt64] = [:]
        package var tiles: [TileAddress: [UInt8]] = [:]
        package var payloads: [UInt64: SealedPayload] = [:]
        package var erasures: [UInt64: UnfinishedErasure] = [:]

        /// Creates the content of a storage never written to.
        package init() {}

        fileprivate mutating func apply(_ batch: LedgerBatch) {
            for entry in batch.entries {
                let indexed = entry.indexed
                ids[indexed.id] = indexed.index
                entries.append(entry)
                payloads[indexed.index] = entry.payload
                heads[indexed.stream] = StreamHead(sequence: indexed.sequence, index: indexed.index)
                if let key = entry.idempotencyKey { idempotency[key] = indexed.index }
            }
            for tile in batch.tiles { tiles[TileAddress(tile.tile)] = tile.bytes }
            for index in batch.erasedPayloads { payloads[index] = nil }
            if let erasure = batch.begunErasure { erasures[erasure.index] = erasure }
            for index in batch.finishedErasures { erasures[index] = nil }
            if let check = batch.pseudonymCheck { pseudonymCheck = check }
            checkpoint = batch.checkpoint
        }
    }

    private let content: Mutex<Content>
    /// Called at the beginning of each commit, and of each probe with an empty batch; may throw in their place.
    private let willCommit: @Sendable (LedgerBatch) async throws -> Void

    /// Creates a storage, empty unless a content is given.
    package init(
        _ content: Content = Content(), willCommit: @escaping @Sendable (LedgerBatch) async throws -> Void = { _ in }
    ) {
        self.content = Mutex(content)
        self.willCommit = willCommit
    }

    /// What is stored.
    package var snapshot: Content { content.withLock { $0 } }

    /// Changes what is stored.
    package func tamper(_ change: (inout Content) -> Void) { content.withLock { change(&$0) } }

    package func checkpoint() async throws -> [UInt8]? { snapshot.checkpoint }

    package func pseudonymCheck() async throws -> Digest? { snapshot.pseudonymCheck }

    package func commit(_ batch: LedgerBatch, expecting expected: [UInt8]?) async throws {
        try await willCommit(batch)
        try content.withLock { content in
            guard content.checkpoint == expected else { throw LedgerStorageError.conflict }
            // Everything is checked before anything is changed.
            var ids: Set<UUIDv7> = []
            for entry in batch.entries {
                let id = entry.indexed.id
                guard content.ids[id] == nil, ids.insert(id).inserted else {
                    throw LedgerStorageError.duplicateFact(id)
                }
            }
            content.apply(batch)
        }
    }

    package func probe() async throws { try await willCommit(LedgerBatch(checkpoint: snapshot.checkpoint ?? [])) }

    package func leaves(_ range: Range<UInt64>) async throws -> [StoredLeaf] {
        entries(range).map { StoredLeaf(index: $0.indexed.index, bytes: $0.leaf) }
    }

    package func index(of id: UUIDv7) async throws -> UInt64? { snapshot.ids[id] }

    package func heads(of streams: [StreamName]) async throws -> [StreamName: StreamHead] {
        snapshot.heads.restricted(to: streams)
    }

    package func indexes(ofIdempotencyKeys keys: [Digest]) async throws -> [Digest: UInt64] {
        snapshot.idempotency.restricted(to: keys)
    }

    package func tiles(_ addresses: [TileAddress]) async throws -> [TileAddress: [UInt8]] {
        snapshot.tiles.restricted(to: addresses)
    }

    package func payloads(at indexes: [UInt64]) async throws -> [UInt64: SealedPayload] {
        snapshot.payloads.restricted(to: indexes)
    }

    package func indexes(under keys: [WrappingKeyID]) async throws -> [UInt64] {
        snapshot.payloads.filter { keys.contains($0.value.wrappingKeyID) }.keys.sorted()
    }

    package func wrappingKeys(after key: WrappingKeyID?, limit: Int) async throws -> [WrappingKeyID] {
        let needed = Set(snapshot.payloads.values.map(\.wrappingKeyID)).sorted()
        return Array(needed.filter { id in key.map { $0 < id } ?? true }.prefix(limit))
    }

    package func search(
        _ query: FactQuery, after cursor: UInt64?, size: UInt64, limit: Int
    ) async throws -> [StoredLeaf] {
        let found = snapshot.entries.filter { entry in
            let index = entry.indexed.index
            guard index < size, query.matches(entry.indexed) else { return false }
            return cursor.map { query.order == .oldestFirst ? index > $0 : index < $0 } ?? true
        }
        let ordered = query.order == .oldestFirst ? found : found.reversed()
        return ordered.prefix(limit).map { StoredLeaf(index: $0.indexed.index, bytes: $0.leaf) }
    }

    package func unfinishedErasures() async throws -> [UnfinishedErasure] {
        snapshot.erasures.values.sorted { $0.index < $1.index }
    }

    package func indexed(_ range: Range<UInt64>) async throws -> [IndexedEntry] { entries(range).map(\.indexed) }

    package func entryCount() async throws -> UInt64 { UInt64(snapshot.entries.count) }

    package func structuralDamage() async throws -> [String] { [] }

    private func entries(_ range: Range<UInt64>) -> [LedgerBatch.Entry] {
        snapshot.entries.filter { range.contains($0.indexed.index) }
    }
}

extension Dictionary {
    fileprivate func restricted(to keys: [Key]) -> [Key: Value] {
        Dictionary(keys.compactMap { key in self[key].map { (key, $0) } }) { first, _ in first }
    }
}
