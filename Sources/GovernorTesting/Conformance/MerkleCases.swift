import GovernorCore
import GovernorLedger

/// Verification of single proofs: `wantErr` says that the verifier must refuse.
enum MerkleCases {
    static func inclusion(_ element: JSONValue) throws {
        try expectVerdict(valid: !element.flag("wantErr")) {
            let proof = InclusionProof(
                index: try element.number("leafIdx"), treeSize: try element.number("treeSize"),
                hashes: try hashes(element))
            try proof.verify(leafHash: try element.digest("leafHash"), root: try element.digest("root"))
        }
    }

    static func subtreeInclusion(_ element: JSONValue) throws {
        try expectVerdict(valid: !element.flag("wantErr")) {
            let proof = SubtreeInclusionProof(
                index: try element.number("leafIdx"), start: try element.number("start"),
                end: try element.number("end"), hashes: try hashes(element))
            try proof.verify(leafHash: try element.digest("leafHash"), subtreeRoot: try element.digest("root"))
        }
    }

    static func consistency(_ element: JSONValue) throws {
        try expectVerdict(valid: !element.flag("wantErr")) {
            let proof = ConsistencyProof(
                oldSize: try element.number("size1"), newSize: try element.number("size2"),
                hashes: try hashes(element))
            try proof.verify(oldRoot: try element.digest("root1"), newRoot: try element.digest("root2"))
        }
    }

    static func subtreeConsistency(_ element: JSONValue) throws {
        try expectVerdict(valid: !element.flag("wantErr")) {
            let proof = SubtreeConsistencyProof(
                start: try element.number("start"), end: try element.number("end"),
                treeSize: try element.number("size"), hashes: try hashes(element))
            try proof.verify(subtreeRoot: try element.digest("root1"), treeRoot: try element.digest("root2"))
        }
    }

    private static func hashes(_ element: JSONValue) throws -> [Digest] {
        try element.list("proof").map { try $0.digest() }
    }
}

/// A small tree given in full: leaf inputs, all nodes by level, and the root of each size.
enum SmallTreeCases {
    static func run(_ document: JSONValue, _ run: inout CaseRun) {
        run.check("nodes") {
            let leaves = try document.list("leafInputsHex").map { MerkleHash.leaf(try $0.hexBytes()) }
            var level = leaves
            for (number, row) in try document.list("nodeHashesHex").enumerated() {
                try expectEqual(level, try (row.array ?? []).map { try $0.digest() }, "level \(number)")
                level = (0..<level.count / 2).map { MerkleHash.node(level[2 * $0], level[2 * $0 + 1]) }
            }
        }
        for (size, root) in (document["rootsBySizeHex"]?.array ?? []).enumerated() {
            run.check("root-of-\(size)") {
                var tree = MerkleTree()
                for input in try document.list("leafInputsHex").prefix(size) {
                    tree.append(leafHash: MerkleHash.leaf(try input.hexBytes()))
                }
                try expectEqual(tree.root, try root.digest(), "the root")
            }
        }
    }
}
