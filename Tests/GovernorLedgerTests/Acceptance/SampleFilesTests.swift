import Foundation
import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

/// Writes a log with receipts, an attestation and canonical JSON for the outside checkers under `Acceptance/`.
///
/// Runs only when `GOVERNOR_SAMPLE_FILES` names a folder.
@Suite struct SampleFilesTests {
    static let folder = ProcessInfo.processInfo.environment["GOVERNOR_SAMPLE_FILES"]

    @Test(.enabled(if: folder != nil), arguments: [1, 256, 700])
    func `a log for outside checkers is written and accepted by ourselves`(size: Int) throws {
        let folder = URL(filePath: try #require(Self.folder)).appending(path: "log-\(size)")
        let key = SampleKeys.key("log.example/\(size)", seed: UInt64(size))
        let entries = (0..<size).map { Array(#"{"n":\#($0)}"#.utf8) }
        var (tree, shelf) = (TiledTree(), TileShelf())
        shelf.store(tree.append(entries.map { MerkleHash.leaf($0) }))
        let signed = try SignedCheckpoint(
            signing: Checkpoint(origin: key.verifierKey.name, size: tree.size, root: tree.root), by: key)

        try write(signed.encoded, folder.appending(path: "checkpoint"))
        try write(Array(key.verifierKey.description.utf8), folder.appending(path: "vkey"))
        try write(Array(key.exportedForKeyFile().utf8), folder.appending(path: "skey"))
        for level in Tile.layout(ofTreeSize: tree.size) {
            for tile in level.tiles { try write(try #require(shelf.read(tile)), folder.appending(path: tile.path)) }
        }
        for first in stride(from: 0, to: size, by: Tile.fullWidth) {
            let bundle = try EntryBundle(Array(entries[first..<min(size, first + Tile.fullWidth)]))
            let place = EntryBundlePlace(index: UInt64(first / Tile.fullWidth), width: bundle.entries.count)
            try write(bundle.encoded, folder.appending(path: place.path))
        }
        for index in Set([0, size / 2, size - 1]) {
            let proof = try InclusionProof(index: UInt64(index), treeSize: tree.size, reading: shelf.read)
            try proof.verify(leafHash: MerkleHash.leaf(entries[index]), root: tree.root)
            let receipt = Receipt(leaf: entries[index], proof: proof, checkpoint: signed)
            try write(receipt.encoded, folder.appending(path: "receipt-\(index).tlog-proof"))
        }
        let summary = VerificationSummary(
            verifier: "https://governor.example/gate", time: Timestamp(millisecondsSince1970: 1_767_225_600_000),
            resourceURI: "pkg:model/demo", policy: .init(uri: "policy:demo@1", sha256: .sha256([2])), result: .passed)
        let statement = summary.statement(about: [.init(name: "model", sha256: .sha256([1]))])
        try write(Array(try statement.signed(by: key).json.prettyText.utf8), folder.appending(path: "envelope.json"))
        let lines = try (0..<size).map { try Self.document(seed: UInt64($0)).canonicalBytes() + [0x0A] }
        try write(Array(lines.joined()), folder.appending(path: "canonical.jsonl"))
    }

    private func write(_ bytes: [UInt8], _ path: URL) throws {
        try FileManager.default.createDirectory(
            at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: path)
    }

    /// A document with odd names, strings and numbers.
    private static func document(seed: UInt64, depth: Int = 0) -> JSONValue {
        var random = SeededGenerator(seed: seed)
        let texts = ["", "a", "\u{E9}", "e\u{301}", "\u{1F600}", "\u{FB33}", "\u{7F}", "\u{1}\n\t\"\\/", "10", "1"]
        func text() -> String { texts.randomElement(using: &random) ?? "" }
        switch Int.random(in: 0..<(depth < 3 ? 6 : 4), using: &random) {
        case 0: return .string(text() + text())
        case 1: return .integer(Int64.random(in: -(1 << 53)...(1 << 53), using: &random))
        case 2:
            let double = Double(bitPattern: random.next())
            return JSONNumber(double).map { .number($0) } ?? .null
        case 3: return .bool(Bool.random(using: &random))
        case 4: return .array((0..<3).map { document(seed: seed &* 31 &+ UInt64($0) &+ 1, depth: depth + 1) })
        default:
            return .object(
                JSONObject(
                    (0..<4).map { (text() + text(), document(seed: seed &* 37 &+ UInt64($0) &+ 1, depth: depth + 1)) }))
        }
    }
}
