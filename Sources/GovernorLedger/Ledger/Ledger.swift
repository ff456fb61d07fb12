public import GovernorCore

/// An append-only, signed, verifiable record of facts with erasable payloads.
///
/// Writing goes through one sequencer; reading through ``reader``, at any time and in parallel. Close a ledger before
/// dropping it.
public final class Ledger: EvidenceSink, Sendable {
    /// Reads what is published.
    public let reader: LedgerReader
    /// The public key that checkpoints are signed for.
    public let verifierKey: VerifierKey

    let sealer: FactSealer
    let sequencer: Sequencer
    let clock: WallClock
    let random: RandomBytes
    let wipePatience: Duration
    private let anchor: any CheckpointAnchor

    /// How often a fact is prepared again when its key is destroyed meanwhile.
    private static let attemptLimit = 8

    private init(_ parts: LedgerParts, vault: PayloadVault, state: LogState) {
        let published = PublishedCheckpoint(state.checkpoint)
        verifierKey = parts.signer.verifierKey
        reader = LedgerReader(
            storage: parts.storage, vault: vault, verifierKey: verifierKey, published: { published.current })
        sealer = FactSealer(vault: vault, pseudonyms: parts.pseudonyms, random: parts.random)
        let writer = LogWriter(
            storage: parts.storage, anchor: parts.anchor, vault: vault, signer: parts.signer, published: published,
            state: state, observe: parts.observe)
        sequencer = Sequencer(
            writer: writer, queueLimit: parts.queueLimit, queueByteLimit: parts.queueByteLimit)
        clock = parts.clock
        random = parts.random
        wipePatience = parts.wipePatience
        anchor = parts.anchor
    }

    /// Opens a ledger, or begins one in a storage that was never written to.
    ///
    /// Begun is only what has an anchor of the empty tree, ``SignedCheckpoint/init(beginningLogOf:)``, which is written once,
    /// with the key: a key that has lost both database and anchor may have signed entries before.
    ///
    /// - Throws: ``LedgerError`` when database, anchor and key do not belong together, and what the parts throw.
    public static func open(_ parts: LedgerParts) async throws -> Ledger { try await open(parts, reanchoring: false) }

    /// Opens a ledger.
    ///
    /// - Parameter reanchoring: Whether a missing anchor is written with the next batch; see ``reanchor(_:_:)``.
    static func open(_ parts: LedgerParts, reanchoring: Bool) async throws -> Ledger {
        let vault = PayloadVault(store: parts.wrappingKeys, random: parts.random)
        let recovery = LogRecovery(
            storage: parts.storage, anchor: parts.anchor, vault: vault, key: parts.signer.verifierKey,
            secrets: SecretsCheck(
                storage: parts.storage, wrappingKeys: parts.wrappingKeys, pseudonyms: parts.pseudonyms))
        if let state = try await recovery.run(reanchoring: reanchoring) {
            return Ledger(parts, vault: vault, state: state)
        }
        // The checkpoint of the empty tree makes a new ledger as complete as any other: signed, stored, anchored. The anchor
        // came with the keys, or comes with the record of making it anew.
        let signed = try SignedCheckpoint(beginningLogOf: parts.signer)
        var batch = LedgerBatch(checkpoint: signed.encoded)
        batch.pseudonymCheck = parts.pseudonyms.checkValue
        try await parts.storage.commit(batch, expecting: nil)
        return Ledger(parts, vault: vault, state: LogState(tree: TiledTree(), checkpoint: signed))
    }

    /// Records a fact; see ``GovernorCore/EvidenceSink/append(_:idempotencyKey:)``.
    ///
    /// - Throws: ``LedgerError/queueFull(limit:)``, ``LedgerError/idempotencyConflict(first:)``, ``LeafError``,
    ///   ``LedgerStorageError/duplicateFact(_:)`` and other reasons why the fact is not durable.
    public func append(_ fact: Fact, idempotencyKey: String?) async throws -> AppendedFact {
        guard !fact.type.isLedgersOwn else { throw LedgerError.reservedType(fact.type) }
        for _ in 0..<Self.attemptLimit {
            switch try await write(fact, idempotencyKey: idempotencyKey) {
            case .appended(let appended): return appended
            case .seen(let index): return try await replay(of: fact, first: index)
            case .stale: continue
            }
        }
        throw LedgerError.contended
    }

    /// Prepares a fact for the ledger as it is now, and has it written.
    func write(
        _ fact: Fact, idempotencyKey: String? = nil, erasure: ErasurePlan? = nil
    ) async throws -> LogWriter.Outcome {
        let entry = try await sealer.prepare(fact, idempotencyKey: idempotencyKey, erasure: erasure)
        defer { sealer.vault.release(entry.payload.wrappingKeyID) }
        return try await sequencer.submit(entry)
    }

    /// Takes no more facts and returns when those under way are durable, and the anchor too.
    ///
    /// - Throws: When the anchor cannot be made durable; the facts are.
    public func close() async throws {
        await sequencer.close()
        try await anchor.settle()
    }

    /// What the ledger is doing.
    public var status: LedgerStatus {
        get async {
            LedgerStatus(
                size: reader.checkpoint.checkpoint.size, queueLength: sequencer.queueLength,
                stoppedBy: await sequencer.stoppedBy)
        }
    }

    /// Returns while facts are taken; after a write that failed, the storage is tried without leaving anything behind.
    ///
    /// - Throws: Why no fact can be recorded.
    public func probe() async throws { try await sequencer.probe() }

    /// The signed note of the latest checkpoint.
    public var checkpoint: String { String(decoding: reader.checkpoint.encoded, as: UTF8.self) }

    /// Where the receipt of a fact stands.
    public func receipt(for id: UUIDv7) async throws -> ReceiptStatus {
        let status = try await reader.receipt(for: id)
        if case .unknown = status, sequencer.isPending(id) { return .pending }
        return status
    }

    /// The first entry of an idempotency key, if it says what the fact says.
    private func replay(of fact: Fact, first index: UInt64) async throws -> AppendedFact {
        let (leaf, opening) = try await reader.entry(at: index)
        switch opening {
        case .opened(let payload):
            guard try sealer.matches(fact, leaf: leaf.content, payload: payload) else {
                throw LedgerError.idempotencyConflict(first: leaf.content.id)
            }
            return AppendedFact(id: leaf.content.id, index: index, sequence: leaf.sequence, isReplay: true)
        case .missing, .keyDestroyed, .damaged:
            throw LedgerError.idempotencyErased(first: leaf.content.id)
        }
    }
}

/// What a ledger is doing.
public struct LedgerStatus: Sendable {
    /// The number of entries that are published.
    public let size: UInt64
    /// The number of facts that wait to be written.
    public let queueLength: Int
    /// Why the ledger takes no facts; nil while it does.
    public let stoppedBy: LedgerError?
}

/// Where the receipt of a fact stands.
public enum ReceiptStatus: Sendable {
    /// No such fact.
    case unknown
    /// The fact is not under a published checkpoint yet.
    case pending
    /// The receipt.
    case ready(Receipt)
}
