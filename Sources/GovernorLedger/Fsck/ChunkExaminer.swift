import GovernorCore

/// What a range of entries turned out to be.
struct ExaminedChunk: Sendable {
    struct Entry: Sendable {
        let index: UInt64
        let stream: StreamName
        let sequence: UInt64
        let previous: UInt64?
    }

    let range: Range<UInt64>
    /// The leaf hashes of the range; those of the tile where an entry is missing.
    var hashes: [Digest] = []
    /// The entries that are leaves.
    var entries: [Entry] = []
    var missingPayloads: [(index: UInt64, id: UUIDv7)] = []
    /// The facts that erasures among the entries name.
    var erased: [UUIDv7] = []
    var findings: [LedgerFinding] = []

    mutating func add(_ kind: LedgerFinding.Kind, _ index: UInt64, _ message: String) {
        findings.append(LedgerFinding(kind: kind, place: "entry \(index)", message: message))
    }
}

/// Checks everything about entries that does not depend on the entries before.
struct ChunkExaminer: Sendable {
    let reader: LedgerReader
    let size: UInt64
    let payloads: Bool

    func examine(_ range: Range<UInt64>) async throws -> ExaminedChunk {
        let stored = Dictionary(
            try await reader.storage.leaves(range).map { ($0.index, $0.bytes) }, uniquingKeysWith: { first, _ in first }
        )
        let indexed = Dictionary(
            try await reader.storage.indexed(range).map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
        let tiles = try await tileHashes(range)
        var chunk = ExaminedChunk(range: range)
        chunk.findings = tiles.findings
        var leaves: [(index: UInt64, leaf: Leaf)] = []
        for index in range {
            let expected = tiles.hashes[index]
            guard let bytes = stored[index] else {
                chunk.add(.entryMissing, index, "the entry is not there")
                chunk.hashes.append(expected ?? MerkleHash.empty)
                continue
            }
            let hash = MerkleHash.leaf(bytes)
            if let expected, expected != hash { chunk.add(.entryChanged, index, "its hash is not the one in its tile") }
            // The tile's word is taken for the tree: if the entry was changed and not the tile, the rest still proves right.
            chunk.hashes.append(expected ?? hash)
            if let leaf = read(bytes, index, indexed[index], &chunk) { leaves.append((index, leaf)) }
        }
        if payloads { try await examinePayloads(leaves, &chunk) }
        return chunk
    }

    private func read(
        _ bytes: [UInt8], _ index: UInt64, _ indexed: IndexedEntry?, _ chunk: inout ExaminedChunk
    ) -> Leaf? {
        let leaf: Leaf
        do throws(LeafError) { leaf = try Leaf(parsing: bytes) } catch {
            chunk.add(.entryMalformed, index, error.message)
            return nil
        }
        if indexed != IndexedEntry(index: index, content: leaf.content, sequence: leaf.sequence) {
            chunk.add(.indexMismatch, index, "what it is searched by differs from its leaf")
        }
        chunk.entries.append(
            ExaminedChunk.Entry(
                index: index, stream: leaf.content.stream, sequence: leaf.sequence, previous: leaf.previous))
        if leaf.content.type == .erasure { chunk.erased += leaf.content.links.map(\.id) }
        return leaf
    }

    private func examinePayloads(_ leaves: [(index: UInt64, leaf: Leaf)], _ chunk: inout ExaminedChunk) async throws {
        let stored = try await reader.storage.payloads(at: leaves.map(\.index))
        let openings = try await reader.vault.open(leaves.map { ($0.leaf.content.id, stored[$0.index]) })
        for ((index, leaf), opening) in zip(leaves, openings) {
            switch opening {
            case .missing, .keyDestroyed: chunk.missingPayloads.append((index, leaf.content.id))
            case .damaged: chunk.add(.payloadChanged, index, "its payload does not decrypt")
            case .opened(let payload):
                if !leaf.content.isOpened(by: payload) {
                    chunk.add(.payloadChanged, index, "its payload is not the one the leaf commits to")
                }
            }
        }
    }

    /// The hashes in the level-0 tiles of a range, by entry.
    private func tileHashes(
        _ range: Range<UInt64>
    ) async throws -> (hashes: [UInt64: Digest], findings: [LedgerFinding]) {
        let width = UInt64(Tile.fullWidth)
        let numbers = range.lowerBound / width...(range.upperBound - 1) / width
        let stored = try await reader.storage.tiles(numbers.map { TileAddress(level: 0, index: $0) })
        var hashes: [UInt64: Digest] = [:]
        var findings: [LedgerFinding] = []
        for number in numbers {
            let tile = Tile(level: 0, index: number, width: Int(min(width, size - number * width)))
            guard let bytes = stored[TileAddress(tile)] else {
                findings.append(
                    LedgerFinding(kind: .tileMissing, place: tile.path, message: "the tile is not there"))
                continue
            }
            guard let content = try? tile.hashes(in: bytes) else {
                findings.append(
                    LedgerFinding(kind: .tileChanged, place: tile.path, message: "the tile is too short"))
                continue
            }
            for (offset, hash) in content.enumerated() { hashes[number * width + UInt64(offset)] = hash }
        }
        return (hashes, findings)
    }
}

extension LeafContent {
    /// Whether a payload and its salts open every commitment.
    func isOpened(by opened: OpenedPayload) -> Bool {
        guard payload.isOpened(by: opened.canonical, salt: opened.salt), fields.count == opened.fieldSalts.count else {
            return false
        }
        guard !fields.isEmpty else { return true }
        guard let document = try? JSONValue(parsing: opened.canonical) else { return false }
        return zip(fields, opened.fieldSalts).allSatisfy { field, salt in
            guard let canonical = try? field.pointer.value(in: document)?.exactCanonicalBytes() else { return false }
            return field.commitment.isOpened(by: canonical, salt: salt)
        }
    }
}
