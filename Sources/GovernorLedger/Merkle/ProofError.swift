public import GovernorCore

/// Why a Merkle proof cannot be made, or does not prove what it claims.
public enum ProofError: GovernorError, Equatable {
    /// The leaf index is not below the tree size.
    case indexOutOfRange(index: UInt64, size: UInt64)
    /// The old tree is empty or larger than the new one; an empty tree is a prefix of everything and proves nothing.
    case sizesOutOfOrder(old: UInt64, new: UInt64)
    /// The range of leaves is not a subtree of the tree: empty, past its end, or not aligned to its own size.
    case notASubtree(start: UInt64, end: UInt64, size: UInt64)
    /// The tree size is above ``MerkleTree/maximumSize``.
    case treeTooLarge(size: UInt64)
    /// The proof has too few or too many hashes for the sizes.
    case wrongLength(actual: Int)
    /// The hashes do not lead to the expected root.
    case rootMismatch
    /// A tile that the proof needs is not there.
    case missingTile(path: String)
    /// A tile holds fewer bytes than its width asks for, or a fraction of a hash.
    case shortTile(path: String, expected: Int, actual: Int)

    public var code: String {
        switch self {
        case .indexOutOfRange: "ledger.proof-index-out-of-range"
        case .sizesOutOfOrder: "ledger.proof-sizes-out-of-order"
        case .notASubtree: "ledger.proof-not-a-subtree"
        case .treeTooLarge: "ledger.tree-too-large"
        case .wrongLength: "ledger.proof-wrong-length"
        case .rootMismatch: "ledger.proof-root-mismatch"
        case .missingTile: "ledger.tile-missing"
        case .shortTile: "ledger.tile-short"
        }
    }

    public var message: String {
        switch self {
        case .indexOutOfRange(let index, let size): "leaf \(index) is not in a tree of \(size) leaves"
        case .sizesOutOfOrder(let old, let new): "a tree of \(old) leaves cannot be proven a prefix of one of \(new)"
        case .notASubtree(let start, let end, let size):
            "leaves \(start) to \(end) are not a subtree of a tree of \(size) leaves"
        case .treeTooLarge(let size): "a tree cannot have \(size) leaves"
        case .wrongLength(let actual): "a proof of \(actual) hashes does not fit the tree"
        case .rootMismatch: "the proof does not lead to the root hash of the tree"
        case .missingTile(let path): "\(path) is missing"
        case .shortTile(let path, let expected, let actual): "\(path) has \(actual) bytes instead of \(expected)"
        }
    }

    public var hint: String? {
        switch self {
        case .rootMismatch: "the entry, the proof or the tree was changed after it was signed"
        case .missingTile, .shortTile:
            "run 'governor ledger fsck', which says what is damaged, and put the newest copy of the database back"
        default: nil
        }
    }
}
