public import GovernorCore

/// What a ledger is made of; chosen by whoever opens it.
public struct LedgerParts: Sendable {
    /// The most facts that may wait to be written. At the slowest disks we know this is about ten seconds of work: later
    /// answers would only reach callers who have given up.
    public static let defaultQueueLimit = 4096

    /// The most bytes of facts that may wait to be written: thousands of decisions, and no more memory than a small machine
    /// has.
    public static let defaultQueueByteLimit = 256 << 20

    /// Where entries are kept.
    public var storage: any LedgerStorage
    /// Where wrapping keys are kept, apart from the storage.
    public var wrappingKeys: any WrappingKeyStore
    /// Where the last checkpoint is kept, apart from the storage.
    public var anchor: any CheckpointAnchor
    /// Signs checkpoints; its name is the log's origin.
    public var signer: SigningKey
    /// Hides names in leaves.
    public var pseudonyms: PseudonymKey
    /// Tells the time of the ledger's own facts.
    public var clock: WallClock = Timestamp.now
    /// Makes salts, keys and ids.
    public var random: RandomBytes = systemRandomBytes
    /// The most facts that may wait to be written.
    public var queueLimit = LedgerParts.defaultQueueLimit
    /// The most bytes of facts that may wait to be written; a single fact may be larger.
    public var queueByteLimit = LedgerParts.defaultQueueByteLimit
    /// How long an erasure waits for others to stop reading the journal that it has to wipe.
    public var wipePatience = Duration.seconds(10)
    /// Told of every step of every write.
    public var observe: LedgerStepObserver = { _ in }

    /// Collects the parts that have no default.
    public init(
        storage: any LedgerStorage, wrappingKeys: any WrappingKeyStore, anchor: any CheckpointAnchor,
        signer: SigningKey, pseudonyms: PseudonymKey
    ) {
        self.storage = storage
        self.wrappingKeys = wrappingKeys
        self.anchor = anchor
        self.signer = signer
        self.pseudonyms = pseudonyms
    }
}
