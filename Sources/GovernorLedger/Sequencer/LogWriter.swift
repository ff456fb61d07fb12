import GovernorCore

/// Writes batches; the sequencer calls it from one task at a time. The order of steps is explained in `Sequencer.swift`.
actor LogWriter {
    /// What became of an entry.
    enum Outcome: Sendable {
        case appended(AppendedFact)
        /// Its idempotency key belongs to the entry at this index.
        case seen(index: UInt64)
        /// It was prepared for a state of the ledger that has passed: prepare it again.
        case stale
    }

    /// The most streams whose heads stay in memory; about 10 MB. Others are read again.
    private static let headLimit = 65_536
    /// After how many batches unfinished erasures are tried again; each try may hold a batch up for some milliseconds.
    private static let batchesBetweenTries = 64

    private let storage: any LedgerStorage
    private let anchor: any CheckpointAnchor
    private let vault: PayloadVault
    private let signer: SigningKey
    private let published: PublishedCheckpoint
    private let observe: LedgerStepObserver
    private var state: LogState
    private var health = Health.good
    /// What may pass and made the last write fail; nil after one that succeeded.
    private var lastFailure: LedgerStorageError?
    private var batchesSinceTry = 0

    private enum Health {
        case good
        /// The last write failed midway: read back what is stored before the next.
        case uncertain
        case stopped(LedgerError)
    }

    init(
        storage: any LedgerStorage, anchor: any CheckpointAnchor, vault: PayloadVault, signer: SigningKey,
        published: PublishedCheckpoint, state: LogState, observe: @escaping LedgerStepObserver
    ) {
        self.storage = storage
        self.anchor = anchor
        self.vault = vault
        self.signer = signer
        self.published = published
        self.state = state
        self.observe = observe
    }

    /// Writes entries as one batch.
    ///
    /// - Returns: One result for each entry, in their order.
    func write(_ entries: [PreparedEntry]) async -> [Result<Outcome, any Error>] {
        var results = [Result<Outcome, any Error>?](repeating: nil, count: entries.count)
        do {
            try await recoverIfNeeded()
            try await resolve(entries, &results)
        } catch {
            note(error)
            for index in results.indices where results[index] == nil { results[index] = .failure(error) }
        }
        return results.map { $0 ?? .failure(LedgerError.closed) }
    }

    /// Does the last steps of erasures that could not be done before.
    ///
    /// - Returns: Whether nothing is left to do; false while a journal is being read.
    func finishErasures() async throws -> Bool {
        do {
            try await recoverIfNeeded()
            try await tryErasures()
        } catch {
            note(error)
            throw error
        }
        return state.unfinishedErasures.isEmpty
    }

    /// Tries whether a batch could be written, and leaves nothing of it behind.
    func probe() async throws {
        do {
            try await recoverIfNeeded()
            try await vault.probe()
            try await storage.probe()
        } catch {
            note(error)
            throw error
        }
        lastFailure = nil
    }

    /// Why the ledger takes no facts before it is opened anew, if it does not.
    var stoppedBy: LedgerError? { if case .stopped(let error) = health { error } else { nil } }

    /// Why the last write failed; nil while writes succeed.
    var failure: (any GovernorError)? { stoppedBy ?? lastFailure }

    // MARK: Deciding

    private func resolve(_ entries: [PreparedEntry], _ results: inout [Result<Outcome, any Error>?]) async throws {
        let keys = entries.compactMap(\.idempotencyKey)
        let seen = keys.isEmpty ? [:] : try await storage.indexes(ofIdempotencyKeys: keys)
        var first: [Digest: Int] = [:]
        var repeats: [(position: Int, of: Int)] = []
        var fresh: [Int] = []
        for (position, entry) in entries.enumerated() {
            if let index = entry.idempotencyKey.flatMap({ seen[$0] }) {
                results[position] = .success(.seen(index: index))
            } else if try await isStale(entry) {
                results[position] = .success(.stale)
            } else if let key = entry.idempotencyKey, let earlier = first[key] {
                repeats.append((position, earlier))
            } else {
                if let key = entry.idempotencyKey { first[key] = position }
                fresh.append(position)
            }
        }
        try await commitFresh(entries, fresh, &results)
        for (position, earlier) in repeats {
            if case .success(.appended(let fact)) = results[earlier] {
                results[position] = .success(.seen(index: fact.index))
            } else {
                results[position] = results[earlier]
            }
        }
    }

    private func isStale(_ entry: PreparedEntry) async throws -> Bool {
        if vault.isRetired(entry.payload.wrappingKeyID) { return true }
        guard let erasure = entry.erasure, !erasure.keys.isEmpty else { return false }
        return try await storage.indexes(under: erasure.keys) != erasure.indexes
    }

    /// Commits the entries at positions; a fact whose id is taken is left out and the rest tried again.
    private func commitFresh(
        _ entries: [PreparedEntry], _ positions: [Int], _ results: inout [Result<Outcome, any Error>?]
    ) async throws {
        var positions = positions
        while !positions.isEmpty {
            do {
                let facts = try await commit(positions.map { entries[$0] })
                for (position, fact) in zip(positions, facts) { results[position] = .success(.appended(fact)) }
                return
            } catch let error as LedgerStorageError {
                guard case .duplicateFact(let id) = error,
                    let last = positions.lastIndex(where: { entries[$0].content.id == id })
                else { throw error }
                results[positions.remove(at: last)] = .failure(error)
            }
        }
    }

    // MARK: Writing

    private func commit(_ entries: [PreparedEntry]) async throws -> [AppendedFact] {
        var next = state
        try await loadHeads(of: entries, into: &next)
        let batch = try place(entries, &next)
        observe(.sealed)
        try await vault.persist(Set(entries.map(\.payload.wrappingKeyID)))
        observe(.keysDurable)
        try await storage.commit(batch, expecting: state.checkpoint.encoded)
        state = next
        observe(.committed)
        try await anchor.write(batch.checkpoint)
        observe(.anchored)
        batchesSinceTry += 1
        if batch.begunErasure != nil || batchesSinceTry >= Self.batchesBetweenTries { try await tryErasures() }
        published.set(state.checkpoint)
        observe(.published)
        lastFailure = nil
        return batch.entries.map {
            AppendedFact(id: $0.indexed.id, index: $0.indexed.index, sequence: $0.indexed.sequence)
        }
    }

    private func loadHeads(of entries: [PreparedEntry], into next: inout LogState) async throws {
        if next.heads.count > Self.headLimit { next.heads = [:] }
        let unknown = Set(entries.map(\.content.stream)).filter { next.heads[$0] == nil }
        guard !unknown.isEmpty else { return }
        next.heads.merge(try await storage.heads(of: Array(unknown))) { known, _ in known }
    }

    /// Gives every entry its place, grows the tree and signs it.
    private func place(_ entries: [PreparedEntry], _ next: inout LogState) throws -> LedgerBatch {
        var batch = LedgerBatch(checkpoint: [])
        batch.entries.reserveCapacity(entries.count)
        var index = next.tree.size
        for entry in entries {
            let head = next.heads[entry.content.stream]
            let sequence = (head?.sequence ?? 0) + 1
            batch.entries.append(
                LedgerBatch.Entry(
                    indexed: IndexedEntry(index: index, content: entry.content, sequence: sequence),
                    leaf: entry.template.bytes(sequence: sequence, previous: head?.index), payload: entry.payload,
                    idempotencyKey: entry.idempotencyKey))
            next.heads[entry.content.stream] = StreamHead(sequence: sequence, index: index)
            if let erasure = entry.erasure {
                batch.erasedPayloads += erasure.indexes
                let unfinished = UnfinishedErasure(index: index, keys: erasure.keys)
                batch.begunErasure = unfinished
                next.unfinishedErasures.append(unfinished)
            }
            index += 1
        }
        batch.tiles = next.tree.append(batch.entries.map { MerkleHash.leaf($0.leaf) })
        let checkpoint = Checkpoint(origin: signer.verifierKey.name, size: next.tree.size, root: next.tree.root)
        next.checkpoint = try SignedCheckpoint(signing: checkpoint, by: signer)
        batch.checkpoint = next.checkpoint.encoded
        return batch
    }

    private func tryErasures() async throws {
        batchesSinceTry = 0
        let finisher = ErasureFinisher(storage: storage, vault: vault, observe: observe)
        if try await finisher.finish(state.unfinishedErasures, under: state.checkpoint) {
            state.unfinishedErasures = []
        }
    }

    // MARK: Failing

    private func recoverIfNeeded() async throws {
        switch health {
        case .good: return
        case .stopped(let error): throw error
        case .uncertain:
            let recovery = LogRecovery(storage: storage, anchor: anchor, vault: vault, key: signer.verifierKey)
            guard let recovered = try await recovery.run(reanchoring: false) else {
                throw LedgerError.rolledBack(storedSize: 0, anchoredSize: state.checkpoint.checkpoint.size)
            }
            state = recovered
            published.set(recovered.checkpoint)
            health = .good
        }
    }

    /// Remembers that a write failed. What may pass is tried again from what is stored; all else stops the ledger, since
    /// after an unknown failure of the device even what it says about itself may be wrong.
    private func note(_ error: any Error) {
        guard case .good = health else {
            if (error as? LedgerStorageError)?.isTransient == false { stop(error) }
            return
        }
        if let error = error as? LedgerStorageError, error.isTransient {
            health = .uncertain
            lastFailure = error
        } else {
            stop(error)
        }
    }

    private func stop(_ error: any Error) {
        let known = error as? any GovernorError
        health = .stopped(
            .stopped(code: known?.code ?? "ledger.storage-failed", reason: known?.message ?? "a write failed"))
    }
}
