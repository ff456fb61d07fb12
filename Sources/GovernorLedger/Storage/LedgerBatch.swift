public import GovernorCore

/// One atomic write: everything that moves a ledger from one checkpoint to the next.
public struct LedgerBatch: Sendable {
    /// New entries, in the order of the log.
    public var entries: [Entry] = []
    /// Tiles that changed; a tile replaces its narrower earlier state.
    public var tiles: [TileContent] = []
    /// The signed note of the new checkpoint.
    public var checkpoint: [UInt8]
    /// Entries whose payloads are to be destroyed, so that no byte of them is left in the storage.
    public var erasedPayloads: [UInt64] = []
    /// The erasure that the batch begins.
    public var begunErasure: UnfinishedErasure?
    /// Entries of erasures whose keys are destroyed now: their records go, and journals are wiped.
    public var finishedErasures: [UInt64] = []

    /// What the storage is to remember the pseudonym key by; nil to leave it as it is.
    public var pseudonymCheck: Digest?

    /// Creates a batch that changes nothing but the checkpoint.
    public init(checkpoint: [UInt8]) { self.checkpoint = checkpoint }

    /// One new entry.
    public struct Entry: Sendable {
        /// What storages index.
        public let indexed: IndexedEntry
        /// The canonical bytes of the leaf.
        public let leaf: [UInt8]
        /// The encrypted payload.
        public let payload: SealedPayload
        /// The pseudonym of the caller's idempotency key, unique in the storage.
        public let idempotencyKey: Digest?

        /// Creates an entry.
        public init(indexed: IndexedEntry, leaf: [UInt8], payload: SealedPayload, idempotencyKey: Digest?) {
            self.indexed = indexed
            self.leaf = leaf
            self.payload = payload
            self.idempotencyKey = idempotencyKey
        }
    }
}

/// What storages index of an entry; all of it can be rebuilt from the leaf.
public struct IndexedEntry: Sendable, Hashable {
    /// The log index, from 0.
    public let index: UInt64
    /// The fact's id.
    public let id: UUIDv7
    /// What happened.
    public let type: FactType
    /// The stream.
    public let stream: StreamName
    /// The number within the stream, from 1.
    public let sequence: UInt64
    /// The policy's id.
    public let policyID: String?
    /// When it happened.
    public let time: Timestamp

    /// Creates the record of an entry.
    public init(
        index: UInt64, id: UUIDv7, type: FactType, stream: StreamName, sequence: UInt64, policyID: String?,
        time: Timestamp
    ) {
        self.index = index
        self.id = id
        self.type = type
        self.stream = stream
        self.sequence = sequence
        self.policyID = policyID
        self.time = time
    }

    /// The record that belongs to a leaf.
    public init(index: UInt64, content: LeafContent, sequence: UInt64) {
        self.init(
            index: index, id: content.id, type: content.type, stream: content.stream, sequence: sequence,
            policyID: content.policy?.id, time: content.time)
    }
}
