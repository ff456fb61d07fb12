public import GovernorCore

extension FactType {
    /// The type of the facts that record that an anchor was made anew.
    public static let reanchoring: FactType = "ledger.reanchoring"

    /// Whether the facts of the type are recorded by the ledger itself, and stay.
    var isLedgersOwn: Bool { self == .erasure || self == .reanchoring }
}

/// An operator's word that a database whose anchor is lost is the newest there is.
public struct ReanchoringRequest: Sendable {
    /// The number of entries that the database is expected to have: an older copy has fewer.
    public let acceptedSize: UInt64
    /// Who approved it.
    public let approver: String
    /// Who does it.
    public let actor: String

    /// Creates a request.
    public init(acceptedSize: UInt64, approver: String, actor: String) {
        self.acceptedSize = acceptedSize
        self.approver = approver
        self.actor = actor
    }
}

extension Ledger {
    /// Opens a ledger whose anchor is lost, and records that nothing but an operator's word shows that it is the newest copy.
    ///
    /// Everything that is stored is checked against the stored checkpoint first; of a database that was never written to, the
    /// operator says that nothing was ever signed. The new anchor is written together with the
    /// record: there is never one without the other.
    /// - Returns: The open ledger, and the fact that records it.
    /// - Throws: ``LedgerError/anchorPresent``, ``LedgerError/reanchoringIncomplete``,
    ///   ``LedgerError/otherSize(stored:accepted:)``, ``LedgerError/notSound(findings:first:)``, and as ``open(_:)``.
    public static func reanchor(
        _ parts: LedgerParts, _ request: ReanchoringRequest
    ) async throws -> (ledger: Ledger, record: AppendedFact) {
        guard !request.approver.isEmpty else { throw LedgerError.reanchoringIncomplete }
        guard try await parts.anchor.read() == nil else { throw LedgerError.anchorPresent }
        let key = parts.signer.verifierKey
        let stored = try await StoredHistory(storage: parts.storage, key: key).checkpoint()
        let size = stored?.checkpoint.size ?? 0
        guard size == request.acceptedSize else {
            throw LedgerError.otherSize(stored: size, accepted: request.acceptedSize)
        }
        if let stored { try await check(parts, stored) }
        let ledger = try await open(parts, reanchoring: true)
        return (ledger, try await ledger.record(request, ledger.reader.checkpoint.checkpoint))
    }

    private static func check(_ parts: LedgerParts, _ stored: SignedCheckpoint) async throws {
        let vault = PayloadVault(store: parts.wrappingKeys, random: parts.random)
        let report = try await LedgerReader(
            storage: parts.storage, vault: vault, verifierKey: parts.signer.verifierKey, published: { stored }
        ).check()
        guard let first = report.findings.first else { return }
        throw LedgerError.notSound(findings: report.findingCount, first: "\(first.place): \(first.message)")
    }

    private func record(_ request: ReanchoringRequest, _ checkpoint: Checkpoint) async throws -> AppendedFact {
        let fact = ownFact(
            .reanchoring, actor: request.actor,
            payload: [
                "approver": .string(request.approver), "accepted_size": .string(String(checkpoint.size)),
                "accepted_root": .string(checkpoint.root.description),
            ])
        guard case .appended(let appended) = try await write(fact) else { throw LedgerError.contended }
        return appended
    }
}
