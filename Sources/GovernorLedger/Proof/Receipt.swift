/// A fact's receipt: a ``TLogProof`` that carries the leaf in its `extra` line.
///
/// The leaf is safe there although `extra` itself is not authenticated: its hash must lead to the signed root.
public struct Receipt: Sendable, Equatable {
    /// The canonical bytes of the leaf.
    public let leaf: [UInt8]
    /// Where the leaf is, and how its hash leads to the root.
    public let proof: InclusionProof
    /// What the log signed.
    public let checkpoint: SignedCheckpoint

    /// Puts a receipt together.
    public init(leaf: [UInt8], proof: InclusionProof, checkpoint: SignedCheckpoint) {
        self.leaf = leaf
        self.proof = proof
        self.checkpoint = checkpoint
    }

    /// Reads a `.tlog-proof` text; nothing in it is trusted yet.
    ///
    /// - Throws: ``TLogProofError``.
    public init(parsing bytes: [UInt8]) throws(TLogProofError) {
        let proof = try TLogProof(parsing: bytes)
        guard let leaf = proof.extra else { throw .missingLeaf }
        self.init(leaf: leaf, proof: proof.inclusion, checkpoint: proof.checkpoint)
    }

    /// The log index of the leaf, from 0.
    public var index: UInt64 { proof.index }

    /// The `.tlog-proof` text.
    public var encoded: [UInt8] { TLogProof(extra: leaf, inclusion: proof, checkpoint: checkpoint).encoded }
}
