import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

@Suite struct LedgerPropertyTests {
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `random facts of random writers keep each stream's order, and every proof verifies`(seed: UInt64) async throws
    {
        let bench = try LedgerBench(seed: seed)
        let ledger = try await bench.open()
        var random = SeededGenerator(seed: seed)
        let writers = Int.random(in: 1...12, using: &random)
        let plans = (0..<writers).map { writer in
            var maker = FactMaker(seed: seed &* 1000 + UInt64(writer))
            return (0..<Int.random(in: 1...40, using: &random)).map { number in
                maker.fact(
                    stream: ["a", "b", "c"][Int.random(in: 0...2, using: &random)],
                    subject: Bool.random(using: &random) ? "user-\(number % 3)" : nil,
                    payload: ["writer": .integer(writer), "number": .integer(number)],
                    disclosable: [JSONPointer(tokens: ["number"])])
            }
        }
        let appended = try await withThrowingTaskGroup(of: [AppendedFact].self) { group in
            for plan in plans {
                group.addTask {
                    var appended: [AppendedFact] = []
                    for fact in plan { appended.append(try await ledger.append(fact)) }
                    return appended
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // One writer's facts of one stream keep the order in which it wrote them.
        for facts in appended { #expect(facts.map(\.index) == facts.map(\.index).sorted()) }
        let all = appended.joined()
        #expect(all.map(\.index).sorted() == Array(0..<UInt64(all.count)))
        let verifier = EvidenceVerifier(trusting: [ledger.verifierKey])
        for fact in all {
            guard case .ready(let receipt) = try await ledger.receipt(for: fact.id) else {
                Issue.record("no receipt for \(fact.id)")
                continue
            }
            #expect(verifier.verify(receipt).outcome == .valid)
        }
        let pack = try await ledger.reader.pack(
            all.map(\.id), showing: .payloads,
            streams: ["a", "b", "c"].filter { name in
                plans.joined().contains { $0.stream.text == name }
            }.compactMap { StreamName($0) })
        #expect(verifier.verify(pack).outcome == .valid)
        #expect(try await ledger.reader.check().isSound)
    }

    @Test(arguments: [1, 2, 255, 256, 257, 600])
    func `tiles and bundles of every earlier size are served, and lead to its root`(size: Int) async throws {
        let ledger = try await LedgerBench().open()
        var maker = FactMaker(seed: 1)
        for _ in 0..<size { _ = try await ledger.append(maker.fact()) }
        let earlier = UInt64(size)
        let root = ledger.reader.checkpoint.checkpoint.root
        for _ in 0..<70 { _ = try await ledger.append(maker.fact()) }
        var blobs: [Tile: [UInt8]] = [:]
        for tile in Tile.layout(ofTreeSize: earlier).flatMap({ Array($0.tiles) }) {
            let bytes = try #require(try await ledger.reader.tile(tile.path))
            #expect(bytes.count == tile.byteCount)
            blobs[tile] = bytes
        }
        #expect(try TiledTree(size: earlier) { blobs[$0] }.root == root)
        var leaves: [Digest] = []
        for number in 0...(earlier - 1) / 256 {
            let width = Int(min(256, earlier - number * 256))
            let bytes = try #require(
                try await ledger.reader.entryBundle(EntryBundlePlace(index: number, width: width).path))
            leaves += try EntryBundle(parsing: bytes, count: width).leafHashes
        }
        var tree = TiledTree()
        _ = tree.append(leaves)
        #expect(tree.root == root)
    }

    @Test(arguments: [
        "tile/0/001", "tile/0/000.p/11", "tile/1/000.p/1", "tile/9/000", "tile/x/000", "checkpoint",
        "tile/entries/000.p/11",
    ])
    func `a tile that no published tree has is not there`(path: String) async throws {
        let ledger = try await LedgerBench().open()
        var maker = FactMaker(seed: 1)
        for _ in 0..<10 { _ = try await ledger.append(maker.fact()) }
        #expect(try await ledger.reader.tile(path) == nil)
        #expect(try await ledger.reader.entryBundle(path) == nil)
    }
}
