import GovernorCore
import GovernorLedger
import Testing

@Suite struct MerkleHashTests {
    @Test func `a leaf and a node over the same bytes have different hashes`() {
        let (left, right) = (Digest.sha256([1]), Digest.sha256([2]))
        #expect(MerkleHash.leaf(left.bytes + right.bytes) != MerkleHash.node(left, right))
        #expect(MerkleHash.node(left, right) == .sha256([1] + left.bytes + right.bytes))
        #expect(MerkleHash.node(left, right) != MerkleHash.node(right, left))
        #expect(MerkleHash.leaf([7]) == .sha256([0, 7]))
    }

    @Test func `bytes that are not in one piece hash and compare alike`() {
        let pieces = (0..<32).lazy.map { UInt8($0) }
        #expect(MerkleHash.leaf(pieces) == MerkleHash.leaf(Array(pieces)))
        #expect(Digest(bytes: pieces) == Digest(bytes: Array(pieces)))
        #expect(Digest(bytes: pieces)?.bytes == Array(pieces))
    }
}
