import GovernorCore
import GovernorLedger

/// A log of the entries `leaf-0`, `leaf-1`, … that is grown through tiles: what the large vectors are about.
struct NumberedLog {
    private var blobs: [String: [UInt8]] = [:]
    let size: UInt64

    /// Grows the log in batches, as a sequencer does.
    init(size: UInt64) {
        self.size = size
        var tree = TiledTree()
        while tree.size < size {
            let end = min(size, tree.size + 1000)
            for content in tree.append((tree.size..<end).map(Self.leafHash)) {
                blobs[Tile(level: content.tile.level, index: content.tile.index).path] = content.bytes
            }
        }
    }

    /// The stored bytes of a tile in whatever width.
    func read(_ tile: Tile) -> [UInt8]? { blobs[Tile(level: tile.level, index: tile.index).path] }

    static func leafHash(_ index: UInt64) -> Digest { MerkleHash.leaf(Array("leaf-\(index)".utf8)) }
}

/// Roots and proofs made from tiles: they must be the given ones, and must verify.
enum GrownTreeCases {
    static func run(section: String, _ value: JSONValue, _ run: inout CaseRun) {
        switch section {
        case "rootsBySize": roots(value, &run)
        case "inclusion":
            let log = NumberedLog(size: largest("size", value))
            for element in value.array ?? [] { run.check(id(section, element)) { try inclusion(element, log) } }
        default:
            let log = NumberedLog(size: largest("size2", value))
            for element in value.array ?? [] { run.check(id(section, element)) { try consistency(element, log) } }
        }
    }

    private static func roots(_ value: JSONValue, _ run: inout CaseRun) {
        let log = NumberedLog(size: (value.object ?? JSONObject()).compactMap { UInt64($0.name) }.max() ?? 0)
        for (name, root) in value.object ?? JSONObject() {
            run.check("root-of-\(name)") {
                guard let size = UInt64(name) else { throw Mismatch("'\(name)' is no size") }
                let actual =
                    size == 0
                    ? [MerkleHash.empty]
                    : try ProofPlan.root(ofFirst: size, treeSize: log.size).hashes(reading: log.read)
                try expectEqual(actual, [try root.digest()], "the root")
            }
        }
    }

    private static func inclusion(_ element: JSONValue, _ log: NumberedLog) throws {
        let (index, size) = (try element.number("index"), try element.number("size"))
        let proof = try InclusionProof(index: index, treeSize: size, reading: log.read)
        try expectEqual(NumberedLog.leafHash(index), try element.digest("leaf"), "the leaf")
        try expectEqual(proof.hashes, try element.list("proof").map { try $0.digest() }, "the proof")
        try proof.verify(leafHash: try element.digest("leaf"), root: try element.digest("root"))
    }

    private static func consistency(_ element: JSONValue, _ log: NumberedLog) throws {
        let proof = try ConsistencyProof(
            oldSize: try element.number("size1"), newSize: try element.number("size2"), reading: log.read)
        try expectEqual(proof.hashes, try element.list("proof").map { try $0.digest() }, "the proof")
        try proof.verify(oldRoot: try element.digest("root1"), newRoot: try element.digest("root2"))
    }

    private static func largest(_ name: String, _ value: JSONValue) -> UInt64 {
        (value.array ?? []).compactMap { try? $0.number(name) }.max() ?? 0
    }

    private static func id(_ section: String, _ element: JSONValue) -> String {
        let names = section == "inclusion" ? ["index", "size"] : ["size1", "size2"]
        return ([section] + names.map { element[$0]?.number?.text ?? "?" }).joined(separator: "-")
    }
}
