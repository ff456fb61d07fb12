public import GovernorCore

extension FactType {
    /// The type of the facts that record erasures.
    public static let erasure: FactType = "ledger.erasure"
}

/// What to erase, and why.
public struct ErasureRequest: Sendable {
    /// Whose payloads.
    public enum Target: Sendable {
        /// The payloads of single facts.
        case facts([UUIDv7])
        /// All payloads under the wrapping keys of a data subject, and the keys.
        case dataSubject(String)
    }

    /// Whose payloads.
    public let target: Target
    /// The legal basis, such as `gdpr:art-17`.
    public let basis: String
    /// Who approved it.
    public let approver: String
    /// Who does it.
    public let actor: String

    /// Creates a request.
    public init(_ target: Target, basis: String, approver: String, actor: String) {
        self.target = target
        self.basis = basis
        self.approver = approver
        self.actor = actor
    }
}

/// What one entry of an erasure destroys.
struct ErasurePlan: Sendable {
    /// The entries whose payloads go.
    let indexes: [UInt64]
    /// The wrapping keys that go.
    let keys: [WrappingKeyID]
}

extension Ledger {
    /// The most facts that one erasure names; a leaf with that many links is half full.
    private static let linksPerErasure = 400
    /// How often an erasure is planned again when facts of the same data subject arrive meanwhile.
    private static let planningLimit = 8
    /// How long to wait between two tries to wipe a journal: short beside any read that is worth waiting for.
    private static let wipePause = Duration.milliseconds(100)

    /// Destroys payloads, their salts and keys, so that no byte of them is left. The leaves and their proofs stay.
    ///
    /// - Returns: The erasure's own facts: usually one, more when there are more facts than one leaf can link to.
    /// - Throws: ``LedgerReadError/unknownFact(_:)``, ``LedgerError/nothingToErase``, ``LedgerError/notErasable(_:)``,
    ///   ``LedgerError/erasureIncomplete(member:)``, ``LedgerError/wipePending(erasures:)`` when others read the journal for
    ///   longer than ``LedgerParts/wipePatience``, or why the erasure is not durable.
    public func erase(_ request: ErasureRequest) async throws -> [AppendedFact] {
        guard !request.basis.isEmpty else { throw LedgerError.erasureIncomplete(member: "basis") }
        guard !request.approver.isEmpty else { throw LedgerError.erasureIncomplete(member: "approver") }
        let records = try await record(request)
        try await awaitWipe(after: records)
        return records
    }

    /// Returns when nothing is left in a journal of what was erased.
    private func awaitWipe(after records: [AppendedFact]) async throws {
        let deadline = ContinuousClock.now + wipePatience
        while !(try await isWiped()) {
            guard ContinuousClock.now < deadline, !Task.isCancelled else {
                throw LedgerError.wipePending(erasures: records.map(\.id))
            }
            // Cancelled or not, the loop says what is pending.
            try? await Task.sleep(for: Self.wipePause)
        }
    }

    private func isWiped() async throws -> Bool {
        do {
            return try await sequencer.finishErasures()
        } catch LedgerError.queueFull, LedgerError.queueFullOfBytes {
            return false
        }
    }

    private func record(_ request: ErasureRequest) async throws -> [AppendedFact] {
        switch request.target {
        case .facts(let ids): return try await erase(ids, request)
        case .dataSubject(let subject):
            let owner = sealer.pseudonyms.pseudonym(of: subject, as: .dataSubject)
            let keys = try await sealer.vault.retireKeys(ownedBy: owner)
            do {
                return try await erase(under: keys, request)
            } catch {
                sealer.vault.reinstate(keys)
                throw error
            }
        }
    }

    private func erase(_ ids: [UUIDv7], _ request: ErasureRequest) async throws -> [AppendedFact] {
        var indexes: [UInt64] = []
        for id in Set(ids) {
            guard let index = try await reader.index(of: id) else { throw LedgerReadError.unknownFact(id) }
            indexes.append(index)
        }
        let present = try await reader.storage.payloads(at: indexes)
        let targets = try await targets(at: present.keys.sorted())
        guard !targets.isEmpty else { throw LedgerError.nothingToErase }
        var facts: [AppendedFact] = []
        for chunk in targets.chunks(of: Self.linksPerErasure) {
            guard let fact = try await record(chunk, keys: [], request) else { throw LedgerError.contended }
            facts.append(fact)
        }
        return facts
    }

    private func erase(under keys: [WrappingKeyID], _ request: ErasureRequest) async throws -> [AppendedFact] {
        var facts: [AppendedFact] = []
        for _ in 0..<Self.planningLimit {
            let targets = try await targets(at: try await reader.storage.indexes(under: keys))
            // Keys go even when all payloads under them are gone: copies of those in backups can still be read with them.
            guard !keys.isEmpty else { throw LedgerError.nothingToErase }
            let chunks = targets.isEmpty ? [[]] : targets.chunks(of: Self.linksPerErasure)
            for chunk in chunks.dropLast() {
                guard let fact = try await record(chunk, keys: [], request) else { throw LedgerError.contended }
                facts.append(fact)
            }
            // The keys go with the last payloads under them; a payload that came meanwhile means planning again.
            if let last = chunks.last, let fact = try await record(last, keys: keys, request) { return facts + [fact] }
        }
        throw LedgerError.contended
    }

    private func targets(at indexes: [UInt64]) async throws -> [(index: UInt64, id: UUIDv7)] {
        var targets: [(index: UInt64, id: UUIDv7)] = []
        for index in indexes {
            let content = try await reader.leaf(at: index).content
            guard !content.type.isLedgersOwn else { throw LedgerError.notErasable(content.id) }
            targets.append((index, content.id))
        }
        return targets
    }

    /// Appends one erasure; nil when the ledger has moved on since it was planned.
    private func record(
        _ targets: [(index: UInt64, id: UUIDv7)], keys: [WrappingKeyID], _ request: ErasureRequest
    ) async throws -> AppendedFact? {
        let fact = ownFact(
            .erasure, actor: request.actor,
            payload: [
                "approver": .string(request.approver), "basis": .string(request.basis),
                "erased": .array(targets.map { .string($0.id.description) }),
                "keys_destroyed": .array(keys.map { .string($0.description) }),
            ],
            disclosable: [JSONPointer(tokens: ["basis"])],
            links: targets.map { Fact.Link(relation: "erases", id: $0.id) })
        let plan = ErasurePlan(indexes: targets.map(\.index), keys: keys)
        guard case .appended(let appended) = try await write(fact, erasure: plan) else { return nil }
        return appended
    }
}

extension Array {
    fileprivate func chunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
