import GovernorCore
import GovernorLedger
import GovernorTesting

/// A storage that commits and then says that it could not.
final class LyingStorage: LedgerStorage {
    private let storage: InMemoryLedgerStorage
    private let lies: @Sendable () -> Bool

    init(_ storage: InMemoryLedgerStorage, lies: @escaping @Sendable () -> Bool) {
        self.storage = storage
        self.lies = lies
    }

    func commit(_ batch: LedgerBatch, expecting expected: [UInt8]?) async throws {
        try await storage.commit(batch, expecting: expected)
        if lies() { throw LedgerStorageError.busy }
    }

    func probe() async throws { try await storage.probe() }
    func checkpoint() async throws -> [UInt8]? { try await storage.checkpoint() }
    func pseudonymCheck() async throws -> Digest? { try await storage.pseudonymCheck() }
    func wrappingKeys(after key: WrappingKeyID?, limit: Int) async throws -> [WrappingKeyID] {
        try await storage.wrappingKeys(after: key, limit: limit)
    }
    func leaves(_ range: Range<UInt64>) async throws -> [StoredLeaf] { try await storage.leaves(range) }
    func index(of id: UUIDv7) async throws -> UInt64? { try await storage.index(of: id) }
    func heads(of streams: [StreamName]) async throws -> [StreamName: StreamHead] {
        try await storage.heads(of: streams)
    }
    func indexes(ofIdempotencyKeys keys: [Digest]) async throws -> [Digest: UInt64] {
        try await storage.indexes(ofIdempotencyKeys: keys)
    }
    func tiles(_ addresses: [TileAddress]) async throws -> [TileAddress: [UInt8]] {
        try await storage.tiles(addresses)
    }
    func payloads(at indexes: [UInt64]) async throws -> [UInt64: SealedPayload] {
        try await storage.payloads(at: indexes)
    }
    func indexes(under keys: [WrappingKeyID]) async throws -> [UInt64] { try await storage.indexes(under: keys) }
    func search(
        _ query: FactQuery, after cursor: UInt64?, size: UInt64, limit: Int
    ) async throws -> [StoredLeaf] {
        try await storage.search(query, after: cursor, size: size, limit: limit)
    }
    func unfinishedErasures() async throws -> [UnfinishedErasure] { try await storage.unfinishedErasures() }
    func indexed(_ range: Range<UInt64>) async throws -> [IndexedEntry] { try await storage.indexed(range) }
    func entryCount() async throws -> UInt64 { try await storage.entryCount() }
    func structuralDamage() async throws -> [String] { try await storage.structuralDamage() }
}
