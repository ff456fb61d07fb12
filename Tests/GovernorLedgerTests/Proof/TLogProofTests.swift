import Foundation
import GovernorCore
import GovernorLedger
import Testing

@Suite struct TLogProofTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let proof: String
        let leafData: String?

        var testDescription: String { id }
    }

    private struct File: Decodable {
        let vkey: String
        let malformed: [Vector]
        let cases: [Vector]
    }

    private static let file: File = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/ledger/tlog-proof.json")
        guard let data = try? Data(contentsOf: path), let file = try? JSONDecoder().decode(File.self, from: data) else {
            return File(vkey: "", malformed: [], cases: [])
        }
        return file
    }()

    @Test func `the published vectors are there`() {
        #expect(Self.file.cases.count == 4)
        #expect(Self.file.malformed.count == 4)
    }

    @Test(arguments: file.cases)
    func `a published proof verifies and is written as it was read`(vector: Vector) throws {
        let proof = try TLogProof(parsing: Array(vector.proof.utf8))
        try proof.checkpoint.verified(by: [try VerifierKey(parsing: Self.file.vkey)], origin: nil)
        let leaf = MerkleHash.leaf(Array((vector.leafData ?? "").utf8))
        try proof.inclusion.verify(leafHash: leaf, root: proof.checkpoint.checkpoint.root)
        #expect(String(decoding: proof.encoded, as: UTF8.self) == vector.proof)
    }

    @Test(arguments: file.cases)
    func `a published proof of another leaf does not verify`(vector: Vector) throws {
        let proof = try TLogProof(parsing: Array(vector.proof.utf8))
        #expect(throws: ProofError.self) {
            try proof.inclusion.verify(leafHash: MerkleHash.leaf([0x78]), root: proof.checkpoint.checkpoint.root)
        }
    }

    @Test(arguments: file.malformed)
    func `a malformed proof is refused`(vector: Vector) {
        #expect(throws: TLogProofError.self) { try TLogProof(parsing: Array(vector.proof.utf8)) }
    }

    @Test func `a proof without a leaf is no receipt`() throws {
        let vector = try #require(Self.file.cases.first)
        #expect(throws: TLogProofError.missingLeaf) { try Receipt(parsing: Array(vector.proof.utf8)) }
    }
}
