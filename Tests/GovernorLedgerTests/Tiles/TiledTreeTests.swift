import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

@Suite struct TiledTreeTests {
    @Test(arguments: [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 1000])
    func `the root of a grown tree is the recursive definition's`(size: Int) {
        let reference = ReferenceTree(size: size, seed: 1)
        var tree = TiledTree()
        _ = tree.append(reference.leafHashes)
        var compact = MerkleTree()
        for hash in reference.leafHashes { compact.append(leafHash: hash) }
        #expect(tree.root == reference.root)
        #expect(compact.root == reference.root)
        #expect(tree.size == UInt64(size))
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `growing in steps stores what growing at once stores`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let leaves = ReferenceTree(size: Int.random(in: 1...6_000, using: &random), seed: seed).leafHashes
        var (atOnce, shelfAtOnce) = (TiledTree(), TileShelf())
        shelfAtOnce.store(atOnce.append(leaves))

        var (inSteps, shelfInSteps) = (TiledTree(), TileShelf())
        var rest = leaves[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...700, using: &random)
            shelfInSteps.store(inSteps.append(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        #expect(inSteps == atOnce)
        for level in Tile.layout(ofTreeSize: UInt64(leaves.count)) {
            for tile in level.tiles { #expect(shelfInSteps.read(tile) == shelfAtOnce.read(tile), "\(tile.path)") }
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `a tree restored from its right edge grows on as the original`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let leaves = ReferenceTree(size: Int.random(in: 2...3000, using: &random), seed: seed).leafHashes
        let cut = Int.random(in: 1..<leaves.count, using: &random)
        var (tree, shelf) = (TiledTree(), TileShelf())
        shelf.store(tree.append(leaves[..<cut]))

        var restored = try TiledTree(size: UInt64(cut), reading: shelf.read)
        #expect(restored == tree)
        #expect(restored.append(leaves[cut...]) == tree.append(leaves[cut...]))
        #expect(restored.root == tree.root)
    }

    @Test func `each state of a tile begins with the earlier one`() {
        let leaves = ReferenceTree(size: 600, seed: 5).leafHashes
        var tree = TiledTree()
        var states: [Int: [UInt64: [UInt8]]] = [:]
        for leaf in leaves {
            for content in tree.append([leaf]) {
                let earlier = states[content.tile.level]?[content.tile.index] ?? []
                #expect(content.bytes.starts(with: earlier))
                #expect(content.bytes.count == content.tile.byteCount)
                states[content.tile.level, default: [:]][content.tile.index] = content.bytes
            }
        }
        #expect(states[0]?.count == 3)
        #expect(states[1]?[0]?.count == 64)
    }

    @Test func `a proof for an older size reads the wider tiles of a newer tree`() throws {
        let reference = ReferenceTree(size: 900, seed: 3)
        var (tree, shelf) = (TiledTree(), TileShelf())
        shelf.store(tree.append(reference.leafHashes))
        let proof = try InclusionProof(index: 299, treeSize: 300, reading: shelf.read)
        try proof.verify(leafHash: reference.leafHashes[299], root: reference.root(of: 0..<300))
        let roots = try ProofPlan.root(ofFirst: 300, treeSize: 900).hashes(reading: shelf.read)
        #expect(roots == [reference.root(of: 0..<300)])
    }

    @Test func `a tree is not restored from missing or short tiles`() throws {
        #expect(throws: ProofError.missingTile(path: "tile/0/000.p/3")) { try TiledTree(size: 3) { _ in nil } }
        #expect(throws: ProofError.shortTile(path: "tile/0/000.p/3", expected: 96, actual: 64)) {
            try TiledTree(size: 3) { _ in [UInt8](repeating: 0, count: 64) }
        }
        #expect(throws: ProofError.treeTooLarge(size: .max)) { try TiledTree(size: .max) { _ in nil } }
        #expect(try TiledTree(size: 0) { _ in nil }.root == MerkleHash.empty)
    }

    @Test func `peaks that do not fit the size make no tree`() {
        #expect(MerkleTree(size: 3, peaks: [.sha256([])]) == nil)
        #expect(MerkleTree(size: .max, peaks: [Digest](repeating: .sha256([]), count: 64)) == nil)
        #expect(MerkleTree(size: 0, peaks: []) == MerkleTree())
    }
}
