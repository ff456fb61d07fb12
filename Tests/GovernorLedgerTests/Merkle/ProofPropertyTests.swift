import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

@Suite struct ProofPropertyTests {
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `every inclusion proof of a random tree is the one of the RFC and verifies`(seed: UInt64) throws {
        let grown = GrownTree(seed: seed)
        for index in 0..<grown.size {
            let proof = try InclusionProof(
                index: UInt64(index), treeSize: UInt64(grown.size), reading: grown.shelf.read)
            #expect(proof.hashes == grown.reference.inclusionPath(index, in: 0..<grown.size))
            try proof.verify(leafHash: grown.reference.leafHashes[index], root: grown.reference.root)
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `every consistency proof of a random tree is the one of the RFC and verifies`(seed: UInt64) throws {
        let grown = GrownTree(seed: seed)
        let size = grown.size
        for old in 1...size {
            let proof = try ConsistencyProof(
                oldSize: UInt64(old), newSize: UInt64(size), reading: grown.shelf.read)
            #expect(proof.hashes == grown.reference.consistencyPath(old, in: 0..<size, complete: true))
            try proof.verify(oldRoot: grown.reference.root(of: 0..<old), newRoot: grown.reference.root)
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `every subtree of a random tree is provably part of it`(seed: UInt64) throws {
        let grown = GrownTree(seed: seed, largest: 70)
        let size = UInt64(grown.size)
        for start in 0..<size {
            for end in start + 1...size {
                guard let plan = try? SubtreeConsistencyProof.plan(start: start, end: end, treeSize: size) else {
                    continue
                }
                let proof = SubtreeConsistencyProof(
                    start: start, end: end, treeSize: size, hashes: try plan.hashes(reading: grown.shelf.read))
                let subtreeRoot = grown.reference.root(of: Int(start)..<Int(end))
                try proof.verify(subtreeRoot: subtreeRoot, treeRoot: grown.reference.root)
                #expect(throws: ProofError.self) {
                    try proof.verify(subtreeRoot: subtreeRoot.flippingBit(7), treeRoot: grown.reference.root)
                }
            }
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `no single changed bit of an inclusion proof is accepted`(seed: UInt64) throws {
        let grown = GrownTree(seed: seed)
        var random = SeededGenerator(seed: seed)
        let index = UInt64.random(in: 0..<UInt64(grown.size), using: &random)
        let proof = try InclusionProof(index: index, treeSize: UInt64(grown.size), reading: grown.shelf.read)
        let (leaf, root) = (grown.reference.leafHashes[Int(index)], grown.reference.root)

        var mutants: [(InclusionProof, Digest, Digest)] = []
        for bit in 0..<256 {
            mutants.append((proof, leaf.flippingBit(bit), root))
            mutants.append((proof, leaf, root.flippingBit(bit)))
            for position in proof.hashes.indices {
                var hashes = proof.hashes
                hashes[position] = hashes[position].flippingBit(bit)
                mutants.append((proof.with(hashes: hashes), leaf, root))
            }
        }
        for bit in 0..<64 { mutants.append((proof.with(index: proof.index ^ 1 << UInt64(bit)), leaf, root)) }
        for (mutant, leaf, root) in mutants {
            #expect(throws: ProofError.self) { try mutant.verify(leafHash: leaf, root: root) }
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `no inclusion proof is accepted with hashes missing, added or swapped`(seed: UInt64) throws {
        let grown = GrownTree(seed: seed)
        let proof = try InclusionProof(index: 0, treeSize: UInt64(grown.size), reading: grown.shelf.read)
        var lists = proof.hashes.indices.map { Array(proof.hashes[..<$0] + proof.hashes[($0 + 1)...]) }
        lists += (0...proof.hashes.count).map {
            Array(proof.hashes[..<$0] + [grown.reference.root] + proof.hashes[$0...])
        }
        if proof.hashes.count > 1 { lists.append(proof.hashes.reversed()) }
        for hashes in lists {
            #expect(throws: ProofError.self) {
                try proof.with(hashes: hashes).verify(
                    leafHash: grown.reference.leafHashes[0], root: grown.reference.root)
            }
        }
    }

    /// Tree sizes whose right edge is the same below the leaf's peak give one and the same proof, so a changed size alone
    /// need not fail: the checkpoint binds size and root. Where it verifies, the RFC's own algorithm must agree.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `a changed tree size is accepted only where the path has the same shape`(seed: UInt64) throws {
        let grown = GrownTree(seed: seed)
        var random = SeededGenerator(seed: seed)
        let index = Int.random(in: 0..<grown.size, using: &random)
        let proof = try InclusionProof(index: UInt64(index), treeSize: UInt64(grown.size), reading: grown.shelf.read)
        for size in 1..<2 * grown.size where size != grown.size {
            let mutant = InclusionProof(index: proof.index, treeSize: UInt64(size), hashes: proof.hashes)
            let isAccepted =
                (try? mutant.verify(leafHash: grown.reference.leafHashes[index], root: grown.reference.root)) != nil
            #expect(isAccepted == (PathShape(index, size) == PathShape(index, grown.size)), "size \(size)")
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `no single changed bit of a consistency proof is accepted`(seed: UInt64) throws {
        let grown = GrownTree(seed: seed)
        let old = UInt64(max(1, grown.size * 2 / 3))
        let proof = try ConsistencyProof(oldSize: old, newSize: UInt64(grown.size), reading: grown.shelf.read)
        let (oldRoot, newRoot) = (grown.reference.root(of: 0..<Int(old)), grown.reference.root)
        for bit in 0..<256 {
            #expect(throws: ProofError.self) { try proof.verify(oldRoot: oldRoot.flippingBit(bit), newRoot: newRoot) }
            #expect(throws: ProofError.self) { try proof.verify(oldRoot: oldRoot, newRoot: newRoot.flippingBit(bit)) }
            for position in proof.hashes.indices {
                var hashes = proof.hashes
                hashes[position] = hashes[position].flippingBit(bit)
                let mutant = ConsistencyProof(oldSize: old, newSize: proof.newSize, hashes: hashes)
                #expect(throws: ProofError.self) { try mutant.verify(oldRoot: oldRoot, newRoot: newRoot) }
            }
        }
    }

    @Test func `the empty tree proves nothing`() {
        let proof = ConsistencyProof(oldSize: 0, newSize: 0, hashes: [])
        #expect(throws: ProofError.sizesOutOfOrder(old: 0, new: 0)) {
            try proof.verify(oldRoot: MerkleHash.empty, newRoot: MerkleHash.empty)
        }
        #expect(throws: ProofError.sizesOutOfOrder(old: 0, new: 5)) {
            try ConsistencyProof.plan(oldSize: 0, newSize: 5)
        }
        #expect(throws: ProofError.indexOutOfRange(index: 0, size: 0)) {
            try InclusionProof(index: 0, treeSize: 0, hashes: []).verify(leafHash: .sha256([]), root: MerkleHash.empty)
        }
        #expect(throws: ProofError.sizesOutOfOrder(old: 0, new: 0)) { try ProofPlan.root(ofFirst: 0, treeSize: 0) }
    }

    @Test func `a tree and itself are consistent by an empty proof only`() throws {
        let root = Digest.sha256([1])
        try ConsistencyProof(oldSize: 7, newSize: 7, hashes: []).verify(oldRoot: root, newRoot: root)
        #expect(throws: ProofError.wrongLength(actual: 1)) {
            try ConsistencyProof(oldSize: 7, newSize: 7, hashes: [root]).verify(oldRoot: root, newRoot: root)
        }
        #expect(throws: ProofError.rootMismatch) {
            try ConsistencyProof(oldSize: 7, newSize: 7, hashes: []).verify(oldRoot: root, newRoot: .sha256([2]))
        }
    }

    @Test func `the largest sizes do not overflow`() throws {
        let largest = MerkleTree.maximumSize
        let hashes = [Digest](repeating: .sha256([]), count: 63)
        let last = InclusionProof(index: largest - 1, treeSize: largest, hashes: Array(hashes.prefix(62)))
        _ = try last.root(leafHash: .sha256([]))
        let first = InclusionProof(index: 0, treeSize: largest, hashes: hashes)
        _ = try first.root(leafHash: .sha256([]))
        #expect(try InclusionProof.plan(index: 0, treeSize: largest).tiles.isEmpty == false)
        #expect(try ConsistencyProof.plan(oldSize: largest - 1, newSize: largest).tiles.isEmpty == false)
        #expect(throws: ProofError.treeTooLarge(size: largest + 1)) {
            try InclusionProof(index: 0, treeSize: largest + 1, hashes: hashes).root(leafHash: .sha256([]))
        }
        #expect(throws: ProofError.treeTooLarge(size: .max)) {
            try ConsistencyProof(oldSize: 1, newSize: .max, hashes: hashes).verify(
                oldRoot: .sha256([]), newRoot: .sha256([]))
        }
        #expect(throws: ProofError.treeTooLarge(size: .max)) {
            try SubtreeConsistencyProof(start: 0, end: .max, treeSize: .max, hashes: [])
                .verify(subtreeRoot: .sha256([]), treeRoot: .sha256([]))
        }
    }

    @Test func `a proof longer than the protocol allows is refused, not computed forever`() {
        let hashes = [Digest](repeating: .sha256([]), count: 100_000)
        #expect(throws: ProofError.wrongLength(actual: 100_000)) {
            try InclusionProof(index: 3, treeSize: 10, hashes: hashes).root(leafHash: .sha256([]))
        }
        #expect(throws: ProofError.wrongLength(actual: 100_000)) {
            try ConsistencyProof(oldSize: 3, newSize: 10, hashes: hashes).verify(
                oldRoot: .sha256([]), newRoot: .sha256([]))
        }
    }

    @Test func `a missing or short tile is named`() throws {
        let plan = try InclusionProof.plan(index: 3, treeSize: 300)
        #expect(throws: ProofError.missingTile(path: "tile/0/000")) { try plan.hashes { _ in nil } }
        #expect(throws: ProofError.shortTile(path: "tile/0/000", expected: 8192, actual: 32)) {
            try plan.hashes { _ in [UInt8](repeating: 0, count: 32) }
        }
    }
}

/// A random tree, grown in random steps, and the same leaves for the reference.
private struct GrownTree {
    let reference: ReferenceTree
    var shelf = TileShelf()
    var size: Int { reference.leafHashes.count }

    init(seed: UInt64, largest: Int = 300) {
        var random = SeededGenerator(seed: seed)
        reference = ReferenceTree(size: Int.random(in: 2...largest, using: &random), seed: seed)
        var tree = TiledTree()
        var rest = reference.leafHashes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...100, using: &random)
            shelf.store(tree.append(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
    }
}

/// The turns on the way from a leaf to the root: which side each sibling stands on.
private struct PathShape: Equatable {
    let siblingsOnTheLeft: [Bool]

    init?(_ index: Int, _ size: Int) {
        guard index < size else { return nil }
        var turns: [Bool] = []
        var (start, count) = (0, size)
        while count > 1 {
            var split = 1
            while split * 2 < count { split *= 2 }
            turns.append(index >= start + split)
            (start, count) = index < start + split ? (start, split) : (start + split, count - split)
        }
        siblingsOnTheLeft = turns.reversed()
    }
}

extension InclusionProof {
    fileprivate func with(index: UInt64) -> Self { Self(index: index, treeSize: treeSize, hashes: hashes) }
    fileprivate func with(hashes: [Digest]) -> Self { Self(index: index, treeSize: treeSize, hashes: hashes) }
}

extension Digest {
    func flippingBit(_ bit: Int) -> Digest {
        var bytes = bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return Digest(bytes: bytes) ?? self
    }
}
