import GovernorCore
import GovernorLedger

/// Entries of real logs with their proofs and signed checkpoints.
enum LoggedEntryCases {
    /// An entry of a Rekor v2 log. `checkpointSignatureOk` null means that no signature is by the log's key.
    static func rekor(_ element: JSONValue) throws {
        let proofData = try element.member("inclusionProof")
        let proof = InclusionProof(
            index: try proofData.number("logIndex"), treeSize: try proofData.number("treeSize"),
            hashes: try proofData.list("hashes").map { try $0.digest() })
        let root = try proofData.digest("rootHash")
        let leafHash = MerkleHash.leaf(try element.base64("canonicalizedBody"))
        try expectVerdict(valid: try element.flag("inclusionOk")) { try proof.verify(leafHash: leafHash, root: root) }

        let key = try VerifierKey(parsing: try element.text("vkey"))
        let note = Array(try proofData.member("checkpoint").text("envelope").utf8)
        try expectVerdict(valid: element["checkpointSignatureOk"]?.bool ?? false) {
            let signed = try SignedCheckpoint(parsing: note)
            try signed.verified(by: [key])
            try expectEqual(signed.checkpoint.root, root, "the signed root")
            try expectEqual(signed.checkpoint.size, proof.treeSize, "the signed size")
        }
    }

    /// A `.tlog-proof` file with the data of its leaf.
    static func proofFile(_ element: JSONValue, in document: JSONValue) throws {
        let key = try VerifierKey(parsing: try document.text("vkey"))
        let leafHash = MerkleHash.leaf(Array(try element.text("leafData").utf8))
        let bytes = Array(try element.text("proof").utf8)
        try expectVerdict(valid: try element.flag("valid")) {
            let file = try TLogProof(parsing: bytes)
            try file.checkpoint.verified(by: [key])
            try file.inclusion.verify(leafHash: leafHash, root: file.checkpoint.checkpoint.root)
            try expectEqual(file.encoded, bytes, "the proof written again")
        }
    }

    /// One size of a small log: its checkpoint, and its only tile and entry bundle.
    static func smallLog(_ element: JSONValue, in document: JSONValue) throws {
        let size = try element.number("size")
        let signed = try SignedCheckpoint(parsing: Array(try element.text("checkpoint").utf8))
        try signed.verified(by: [try VerifierKey(parsing: try document.text("vkey"))])
        try expectEqual(signed.checkpoint.size, size, "the size")

        let entries = try document.list("leafData").prefix(Int(size)).map { Array(($0.string ?? "").utf8) }
        var tree = TiledTree()
        let tiles = tree.append(entries.map { MerkleHash.leaf($0) })
        try expectEqual(tree.root, signed.checkpoint.root, "the root")
        if let tile = element["tile"] {
            try expectEqual(tiles.map(\.tile.path), [try tile.text("path")], "the tile's path")
            try expectEqual(tiles[0].bytes, try tile.base64("b64"), "the tile")
        }
        if let bundle = element["entries"] {
            let bytes = try bundle.base64("b64")
            try expectEqual(EntryBundlePlace(index: 0, width: entries.count).path, try bundle.text("path"), "the path")
            try expectEqual(try EntryBundle(entries).encoded, bytes, "the bundle")
            try expectEqual(try EntryBundle(parsing: bytes, count: entries.count).entries, entries, "its entries")
        }
    }
}
