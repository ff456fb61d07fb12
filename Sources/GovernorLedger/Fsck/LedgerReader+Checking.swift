import GovernorCore

extension LedgerReader {
    /// Checks everything: every hash, tile and the root, the chain of every stream, the index, every payload.
    ///
    /// - Parameters:
    ///   - payloads: Whether to decrypt payloads and compare them with their commitments; most of the work.
    ///   - progress: Called now and then.
    /// - Throws: What the storage throws. What is wrong with the content is in the report.
    public func check(
        payloads: Bool = true, progress: @Sendable (LedgerCheckProgress) -> Void = { _ in }
    ) async throws -> LedgerReport {
        var check = LedgerCheck(reader: self, checkpoint: checkpoint.checkpoint, payloads: payloads)
        return try await check.run(progress)
    }
}

/// The state of one check: chunks are examined in parallel, and joined in the order of the log.
private struct LedgerCheck {
    /// The entries of a chunk: sixteen tiles, so that a chunk is milliseconds of work.
    private static let chunkSize: UInt64 = 4096
    /// The chunks that are examined at once; they are all that is in memory.
    private static let parallelChunks = 4

    let reader: LedgerReader
    let checkpoint: Checkpoint
    let payloads: Bool
    private var tree = TiledTree()
    /// The last partial tile of each level.
    private var edge: [Int: TileContent] = [:]
    private var chain = StreamChain()
    private var findingCount = 0
    private var findings: [LedgerFinding] = []
    private var missingPayloads: [(index: UInt64, id: UUIDv7)] = []
    private var erased: Set<UUIDv7> = []

    init(reader: LedgerReader, checkpoint: Checkpoint, payloads: Bool) {
        self.reader = reader
        self.checkpoint = checkpoint
        self.payloads = payloads
    }

    mutating func run(_ progress: @Sendable (LedgerCheckProgress) -> Void) async throws -> LedgerReport {
        for damage in try await reader.storage.structuralDamage() { add(.structure, "database", damage) }
        try await checkEntries(progress)
        try await checkEdge()
        try await checkStoredCheckpoint()
        try await checkStreamHeads()
        try await checkErasures()
        return LedgerReport(
            entries: checkpoint.size, streams: chain.heads.count, erased: missingPayloads.count,
            findingCount: findingCount, findings: findings)
    }

    // MARK: Entries

    private mutating func checkEntries(_ progress: @Sendable (LedgerCheckProgress) -> Void) async throws {
        let examiner = ChunkExaminer(reader: reader, size: checkpoint.size, payloads: payloads)
        var start: UInt64 = 0
        while start < checkpoint.size {
            let chunks = try await withThrowingTaskGroup(of: ExaminedChunk.self) { group in
                for number in 0..<UInt64(Self.parallelChunks) {
                    let first = start + number * Self.chunkSize
                    guard first < checkpoint.size else { break }
                    let range = first..<min(first + Self.chunkSize, checkpoint.size)
                    group.addTask { try await examiner.examine(range) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for chunk in chunks.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) { try await join(chunk) }
            start += UInt64(Self.parallelChunks) * Self.chunkSize
            progress(LedgerCheckProgress(done: min(start, checkpoint.size), total: checkpoint.size))
        }
    }

    private mutating func join(_ chunk: ExaminedChunk) async throws {
        for finding in chunk.findings { add(finding) }
        for entry in chunk.entries {
            if let gap = chain.append(stream: entry.stream, entry.sequence, entry.previous, at: entry.index) {
                add(.streamGap, "entry \(gap.index)", "stream '\(gap.stream)': \(gap.reason)")
            }
        }
        missingPayloads += chunk.missingPayloads
        erased.formUnion(chunk.erased)
        var full: [TileContent] = []
        for content in tree.append(chunk.hashes) where content.tile.level > 0 {
            if content.tile.isPartial { edge[content.tile.level] = content } else { full.append(content) }
        }
        try await compare(full)
    }

    // MARK: The tree

    private mutating func checkEdge() async throws {
        try await compare(Tile.rightEdge(ofTreeSize: tree.size).compactMap { edge[$0.level] })
        if tree.root != checkpoint.root {
            add(.rootMismatch, "checkpoint", "the entries have the root \(tree.root), signed is \(checkpoint.root)")
        }
        let count = try await reader.storage.entryCount()
        // One batch may be committed and not yet anchored; anything more, or anything under a lock, is surplus.
        if count > checkpoint.size + UInt64(Sequencer.batchLimit) {
            add(.entrySurplus, "entry \(checkpoint.size)", "\(count - checkpoint.size) entries follow the signed tree")
        }
    }

    /// The checkpoint in the storage is the one compared with, or a later one: that of a batch which came meanwhile, or whose
    /// anchor was lost with the power.
    private mutating func checkStoredCheckpoint() async throws {
        let history = StoredHistory(storage: reader.storage, key: reader.verifierKey)
        do {
            guard let stored = try await history.checkpoint()?.checkpoint else {
                return add(
                    .checkpointMismatch, "checkpoint", "none is stored, signed is one of \(checkpoint.size) entries")
            }
            if stored.size == checkpoint.size {
                guard stored.root != checkpoint.root else { return }
                throw LedgerError.forked(anchoredSize: checkpoint.size)
            }
            try await history.check(stored, extends: checkpoint)
            _ = try await history.tree(of: stored)
        } catch let error as LedgerError {
            add(.checkpointMismatch, "checkpoint", error.message)
        }
    }

    private mutating func compare(_ contents: [TileContent]) async throws {
        guard !contents.isEmpty else { return }
        let stored = try await reader.storage.tiles(contents.map { TileAddress($0.tile) })
        for content in contents {
            guard let bytes = stored[TileAddress(content.tile)] else {
                add(.tileMissing, content.tile.path, "the tile is not there")
                continue
            }
            if !bytes.starts(with: content.bytes) {
                add(.tileChanged, content.tile.path, "its hashes do not follow from the tiles below")
            }
        }
    }

    // MARK: Streams and erasures

    private mutating func checkStreamHeads() async throws {
        let stored = try await reader.storage.heads(of: Array(chain.heads.keys))
        for (stream, head) in chain.heads.sorted(by: { $0.value.index < $1.value.index }) {
            // A head past the tree belongs to a batch that is not published yet.
            if let found = stored[stream], found == head || found.index >= checkpoint.size { continue }
            add(.streamGap, "stream '\(stream)'", "its last entry is \(head.index), remembered is another")
        }
    }

    private mutating func checkErasures() async throws {
        for (index, id) in missingPayloads where !erased.contains(id) {
            add(.payloadMissing, "entry \(index)", "its payload is gone and no erasure names \(id)")
        }
        missingPayloads.removeAll { !erased.contains($0.id) }
        guard payloads else { return }
        let gone = Set(missingPayloads.map(\.id))
        for id in erased.subtracting(gone) {
            guard let index = try await reader.index(of: id),
                try await reader.storage.payloads(at: [index])[index] != nil
            else { continue }
            add(.payloadReturned, "entry \(index)", "its payload was erased and is there again")
        }
    }

    private mutating func add(_ kind: LedgerFinding.Kind, _ place: String, _ message: String) {
        add(LedgerFinding(kind: kind, place: place, message: message))
    }

    private mutating func add(_ finding: LedgerFinding) {
        findingCount += 1
        if findings.count < LedgerReport.findingLimit { findings.append(finding) }
    }
}
