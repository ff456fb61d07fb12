import GovernorCore
import GovernorLedger

/// Tile paths, the tiles a tree of a size has, and the bytes of some of them.
enum TileCases {
    static func run(section: String, _ value: JSONValue, _ run: inout CaseRun) {
        switch section {
        case "paths":
            for element in value.array ?? [] {
                run.check("path-\(element["path"]?.string ?? "?")") { try path(element) }
            }
        case "layout":
            for element in value.array ?? [] {
                run.check("layout-\(element["treeSize"]?.number?.text ?? "?")") { try layout(element) }
            }
        default:
            for (size, tiles) in value.object ?? JSONObject() {
                let log = UInt64(size).map { NumberedLog(size: $0) }
                for element in tiles.array ?? [] {
                    run.check("tiles-\(size)-\(element["path"]?.string ?? "?")") { try content(element, log) }
                }
            }
        }
    }

    private static func path(_ element: JSONValue) throws {
        let (path, entries) = (try element.text("path"), try element.text("entries"))
        let (index, width) = (try element.number("index"), Int(try element.number("width")))
        let tile = Tile(level: Int(try element.number("level")), index: index, width: width)
        try expectEqual(tile.path, path, "the path")
        try expectEqual(Tile(path: path), tile, "the tile of the path")
        let bundle = EntryBundlePlace(index: index, width: width)
        try expectEqual(bundle.path, entries, "the bundle's path")
        try expectEqual(EntryBundlePlace(path: entries), bundle, "the bundle of the path")
    }

    private static func layout(_ element: JSONValue) throws {
        let actual = Tile.layout(ofTreeSize: try element.number("treeSize")).map { level in
            [UInt64(level.level), level.fullTiles, UInt64(level.partialWidth)]
        }
        let expected = try element.list("levels").map { level in
            [try level.number("level"), try level.number("full"), try level.number("partialWidth")]
        }
        try expectEqual(actual, expected, "the layout")
    }

    private static func content(_ element: JSONValue, _ log: NumberedLog?) throws {
        guard let log, let tile = Tile(path: try element.text("path")) else { throw Mismatch("no such tile") }
        try expectEqual(UInt64(tile.level), try element.number("level"), "the level")
        try expectEqual(tile.index, try element.number("index"), "the index")
        try expectEqual(UInt64(tile.width), try element.number("width"), "the width")
        let isInLayout = Tile.layout(ofTreeSize: log.size).contains { level in
            guard level.level == tile.level else { return false }
            return tile.isPartial
                ? level.fullTiles == tile.index && level.partialWidth == tile.width : tile.index < level.fullTiles
        }
        guard isInLayout else { throw Mismatch("the tree has no such tile") }
        let bytes = log.read(tile) ?? []
        try expectEqual(UInt64(bytes.count), try element.number("bytes"), "the number of bytes")
        try expectEqual(Digest.sha256(bytes), try element.digest("sha256OfTile"), "the digest")
        if element["hex"] != nil { try expectEqual(bytes, try element.hex("hex"), "the content") }
    }
}
