/// How many tiles one level of a tree has.
public struct TileLevel: Sendable, Hashable {
    /// The tile level.
    public let level: Int
    /// The number of full tiles.
    public let fullTiles: UInt64
    /// The width of the partial tile at the end, 0 when there is none.
    public let partialWidth: Int

    /// The tiles of the level, first to last.
    public var tiles: some Sequence<Tile> {
        (0..<fullTiles + (partialWidth > 0 ? 1 : 0)).lazy.map { index in
            Tile(level: level, index: index, width: index < fullTiles ? Tile.fullWidth : partialWidth)
        }
    }
}

extension Tile {
    /// The levels of a tree, lowest first; none for the empty tree.
    public static func layout(ofTreeSize size: UInt64) -> [TileLevel] {
        var levels: [TileLevel] = []
        var nodes = size
        while nodes > 0 {
            levels.append(
                TileLevel(level: levels.count, fullTiles: nodes >> UInt64(height), partialWidth: Int(nodes & 255)))
            nodes >>= UInt64(height)
        }
        return levels
    }

    /// The partial tiles at the right edge of a tree, lowest first: all that is needed to go on growing it.
    public static func rightEdge(ofTreeSize size: UInt64) -> [Tile] {
        layout(ofTreeSize: size).filter { $0.partialWidth > 0 }
            .map { Tile(level: $0.level, index: $0.fullTiles, width: $0.partialWidth) }
    }

    /// The tile that holds the leaves of a perfect subtree, and their positions in it.
    ///
    /// Below a tile's own level the nodes are not stored: they are computed from up to 128 hashes of the tile.
    static func holding(level: Int, index: UInt64, treeSize: UInt64) -> (tile: Tile, positions: Range<Int>) {
        let (tileLevel, inner) = level.quotientAndRemainder(dividingBy: height)
        let first = index << UInt64(inner)
        let nodes = treeSize >> UInt64(tileLevel * height)
        let number = first >> UInt64(height)
        let width = number < nodes >> UInt64(height) ? fullWidth : Int(nodes & 255)
        let position = Int(first & 255)
        return (Tile(level: tileLevel, index: number, width: width), position..<position + 1 << inner)
    }
}
