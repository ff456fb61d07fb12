public import GovernorCore

/// Where a ledger keeps its entries, tiles, payloads and last checkpoint.
///
/// There is one write, ``commit(_:expecting:)``; all else reads, or leaves nothing behind. Reads may run at any time, also during a write, and
/// see either all or nothing of it. `GovernorTesting` has the suite that every storage passes.
public protocol LedgerStorage: Sendable {
    /// The signed note of the last committed checkpoint; nil for a storage never written to.
    func checkpoint() async throws -> [UInt8]?

    /// What the storage remembers the pseudonym key by; nil for one that no batch has told.
    func pseudonymCheck() async throws -> Digest?

    /// Writes a batch as a whole and returns once it is durable, or throws and has changed nothing.
    ///
    /// Cancelling the calling task must not stop a write: the batch holds other callers' entries too.
    /// - Parameters:
    ///   - batch: What to write.
    ///   - expected: The note that ``checkpoint()`` must still return.
    /// - Throws: ``LedgerStorageError``; ``LedgerStorageError/conflict`` when another writer came first. Only
    ///   ``LedgerStorageError/duplicateFact(_:)`` promises that nothing was written; after all others the caller reads
    ///   ``checkpoint()`` to learn what was.
    func commit(_ batch: LedgerBatch, expecting expected: [UInt8]?) async throws

    /// Tries whether a batch of a few facts could be written now, and leaves nothing of it behind.
    ///
    /// - Throws: What the commit would.
    func probe() async throws

    /// The leaves of a range of indexes, in order; those past the end are left out.
    func leaves(_ range: Range<UInt64>) async throws -> [StoredLeaf]
    /// The log index of a fact.
    func index(of id: UUIDv7) async throws -> UInt64?
    /// The last entries of streams; streams without entries are left out.
    func heads(of streams: [StreamName]) async throws -> [StreamName: StreamHead]
    /// The entries first written under idempotency keys; keys never used are left out.
    func indexes(ofIdempotencyKeys keys: [Digest]) async throws -> [Digest: UInt64]
    /// The widest states of tiles; those that do not exist are left out.
    func tiles(_ addresses: [TileAddress]) async throws -> [TileAddress: [UInt8]]
    /// The payloads of entries; those erased are left out.
    func payloads(at indexes: [UInt64]) async throws -> [UInt64: SealedPayload]
    /// The entries whose payloads are under any of the wrapping keys, in order.
    func indexes(under keys: [WrappingKeyID]) async throws -> [UInt64]
    /// The wrapping keys that payloads are under, each once, in the order of their bytes.
    ///
    /// - Parameter key: The key after which to begin; nil for the first.
    func wrappingKeys(after key: WrappingKeyID?, limit: Int) async throws -> [WrappingKeyID]
    /// The first entries that match a query, in its order.
    ///
    /// - Parameters:
    ///   - cursor: The index after which, in the query's order, to begin.
    ///   - size: Entries from this index on are not looked at.
    func search(_ query: FactQuery, after cursor: UInt64?, size: UInt64, limit: Int) async throws -> [StoredLeaf]
    /// Erasures that are committed and whose keys may not be destroyed yet.
    func unfinishedErasures() async throws -> [UnfinishedErasure]
    /// What the index columns say about a range of entries, for comparison with the leaves.
    func indexed(_ range: Range<UInt64>) async throws -> [IndexedEntry]
    /// The index after the last entry; another number than the checkpoint's size means damage.
    func entryCount() async throws -> UInt64
    /// What is wrong with the storage's own structure, in words; empty when it is sound.
    func structuralDamage() async throws -> [String]
}

/// A leaf with its place in the log.
public struct StoredLeaf: Sendable, Hashable {
    /// The log index, from 0.
    public let index: UInt64
    /// The canonical bytes.
    public let bytes: [UInt8]

    /// Creates a stored leaf.
    public init(index: UInt64, bytes: [UInt8]) {
        self.index = index
        self.bytes = bytes
    }
}

/// The last entry of a stream.
public struct StreamHead: Sendable, Hashable {
    /// Its number within the stream, from 1.
    public let sequence: UInt64
    /// Its log index.
    public let index: UInt64

    /// Creates a head.
    public init(sequence: UInt64, index: UInt64) {
        self.sequence = sequence
        self.index = index
    }
}

/// Which tile, whatever its width.
public struct TileAddress: Sendable, Hashable {
    /// The tile level, from 0.
    public let level: Int
    /// The number of the tile in its level, from 0.
    public let index: UInt64

    /// Creates an address.
    public init(level: Int, index: UInt64) {
        self.level = level
        self.index = index
    }

    /// The address of a tile.
    public init(_ tile: Tile) { self.init(level: tile.level, index: tile.index) }
}

/// An erasure whose last steps may be missing: destroying keys and wiping the journal.
public struct UnfinishedErasure: Sendable, Hashable {
    /// The log index of the erasure's own entry.
    public let index: UInt64
    /// The wrapping keys to destroy.
    public let keys: [WrappingKeyID]

    /// Creates a record.
    public init(index: UInt64, keys: [WrappingKeyID]) {
        self.index = index
        self.keys = keys
    }
}
