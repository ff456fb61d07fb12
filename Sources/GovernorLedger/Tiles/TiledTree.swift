public import GovernorCore

/// A tile together with its hashes, ready to be stored.
public struct TileContent: Sendable, Equatable {
    /// The place.
    public let tile: Tile
    /// The hashes, 32 bytes each.
    public let bytes: [UInt8]
}

/// A tree that grows and says which tiles change: the writer's state of a log.
///
/// It is a value: a sequencer grows a copy, stores what the copy reports, and adopts the copy once that is durable.
///
///     var next = tree
///     let changed = next.append(leafHashes)
///     try await storage.commit(changed, checkpoint: Checkpoint(origin, next.size, next.root))
///     tree = next
public struct TiledTree: Sendable, Equatable {
    private var tree: MerkleTree
    /// The hashes of the unfinished tile of each level; never 256.
    private var edge: [[Digest]]

    /// Creates the tree without leaves.
    public init() {
        tree = MerkleTree()
        edge = []
    }

    /// Restores a tree from the tiles at its right edge, ``Tile/rightEdge(ofTreeSize:)``.
    ///
    /// Compare ``root`` with the signed checkpoint before growing the tree.
    /// - Throws: ``ProofError``, or what `read` throws.
    public init(size: UInt64, reading read: (Tile) throws -> [UInt8]?) throws {
        guard size <= MerkleTree.maximumSize else { throw ProofError.treeTooLarge(size: size) }
        var edge = Tile.layout(ofTreeSize: size).map { _ in [Digest]() }
        for tile in Tile.rightEdge(ofTreeSize: size) {
            guard let bytes = try read(tile) else { throw ProofError.missingTile(path: tile.path) }
            edge[tile.level] = try tile.hashes(in: bytes)
        }
        guard let tree = MerkleTree(size: size, peaks: edge.reversed().flatMap(Self.peaks)) else {
            preconditionFailure("the layout of a tree has one peak for each 1-bit of its size")
        }
        self.tree = tree
        self.edge = edge
    }

    /// The number of leaves.
    public var size: UInt64 { tree.size }

    /// The root hash.
    public var root: Digest { tree.root }

    /// Appends leaves and returns the tiles that changed: those that became full, and the unfinished ones.
    public mutating func append(_ leafHashes: some Sequence<Digest>) -> [TileContent] {
        var full: [TileContent] = []
        var edge: [[Digest]] = []
        swap(&edge, &self.edge)
        var touched: Set<Int> = []
        for leafHash in leafHashes {
            tree.append(leafHash: leafHash) { level, index, hash in
                guard level.isMultiple(of: Tile.height) else { return }
                let tileLevel = level / Tile.height
                touched.insert(tileLevel)
                if tileLevel == edge.count { edge.append([]) }
                edge[tileLevel].append(hash)
                guard edge[tileLevel].count == Tile.fullWidth else { return }
                full.append(Self.content(tileLevel, index >> UInt64(Tile.height), edge[tileLevel]))
                edge[tileLevel].removeAll(keepingCapacity: true)
            }
        }
        self.edge = edge
        let partial = touched.sorted().filter { !edge[$0].isEmpty }.map { level in
            Self.content(level, size >> UInt64(Tile.height * (level + 1)), edge[level])
        }
        return full + partial
    }

    private static func content(_ level: Int, _ index: UInt64, _ hashes: [Digest]) -> TileContent {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * Digest.byteCount)
        for hash in hashes { hash.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        return TileContent(tile: Tile(level: level, index: index, width: hashes.count), bytes: bytes)
    }

    /// The perfect subtrees of an unfinished tile, largest first.
    private static func peaks(of hashes: [Digest]) -> [Digest] {
        var peaks: [Digest] = []
        var rest = hashes[...]
        while !rest.isEmpty {
            let count = 1 << (Int.bitWidth - 1 - rest.count.leadingZeroBitCount)
            peaks.append(MerkleTree.perfectRoot(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return peaks
    }
}
