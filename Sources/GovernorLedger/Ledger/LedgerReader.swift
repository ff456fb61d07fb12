public import GovernorCore

/// Reads a ledger as of its latest published checkpoint.
public struct LedgerReader: Sendable {
    /// The public key that checkpoints are signed for.
    public let verifierKey: VerifierKey

    let storage: any LedgerStorage
    let vault: PayloadVault
    private let published: @Sendable () -> SignedCheckpoint

    init(
        storage: any LedgerStorage, vault: PayloadVault, verifierKey: VerifierKey,
        published: @escaping @Sendable () -> SignedCheckpoint
    ) {
        self.storage = storage
        self.vault = vault
        self.verifierKey = verifierKey
        self.published = published
    }

    /// Opens a ledger for reading only, beside its writer; what is read ends at the anchored checkpoint.
    ///
    /// - Throws: ``LedgerError`` when there is no checkpoint, or one that the key did not sign.
    public static func open(
        storage: any LedgerStorage, wrappingKeys: any WrappingKeyStore, anchor: any CheckpointAnchor,
        verifierKey: VerifierKey
    ) async throws -> LedgerReader {
        guard let note = try await anchor.read() else {
            throw LedgerError.anchorMissing(storedSize: try await storage.entryCount())
        }
        let checkpoint: SignedCheckpoint
        do throws(NoteError) {
            checkpoint = try SignedCheckpoint(parsing: note)
            try checkpoint.verified(by: [verifierKey])
        } catch {
            throw LedgerError.unverifiableCheckpoint(.anchor, error)
        }
        let vault = PayloadVault(store: wrappingKeys, random: systemRandomBytes)
        return LedgerReader(storage: storage, vault: vault, verifierKey: verifierKey) { checkpoint }
    }

    /// The latest published checkpoint.
    public var checkpoint: SignedCheckpoint { published() }

    /// The number of published entries.
    public var size: UInt64 { checkpoint.checkpoint.size }

    /// The log index of a fact; nil when there is no such fact under the published checkpoint.
    public func index(of id: UUIDv7) async throws -> UInt64? {
        guard let index = try await storage.index(of: id), index < size else { return nil }
        return index
    }

    /// The leaf at an index.
    func leaf(at index: UInt64) async throws -> Leaf { try Leaf(parsing: try await leafBytes(at: index)) }

    func leafBytes(at index: UInt64) async throws -> [UInt8] {
        guard let leaf = try await storage.leaves(index..<index + 1).first else {
            throw LedgerStorageError.corrupt(detail: "entry \(index) is missing")
        }
        return leaf.bytes
    }

    /// The leaf at an index with its payload.
    func entry(at index: UInt64) async throws -> (leaf: Leaf, payload: PayloadOpening) {
        let payload = try await storage.payloads(at: [index])[index]
        let leaf = try await leaf(at: index)
        return (leaf, try await vault.open(payload, of: leaf.content.id))
    }
}
