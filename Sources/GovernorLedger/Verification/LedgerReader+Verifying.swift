extension LedgerReader {
    /// Checks a receipt or a pack against this ledger: its key, and its one history.
    ///
    /// - Throws: What the storage throws; what is wrong with the evidence is in the result.
    public func verify(_ bytes: [UInt8]) async throws -> Verification {
        var result = EvidenceVerifier(trusting: [verifierKey]).verify(bytes)
        let now = checkpoint.checkpoint
        for tree in Set(result.trees) where tree.size > 0 {
            let place = "the tree of \(tree.size) entries"
            guard tree.size <= now.size else {
                result.fail(place, "it was signed, and this ledger ends at entry \(now.size)")
                continue
            }
            let proof = try await consistencyProof(from: tree.size, to: now.size)
            do throws(ProofError) { try proof.verify(oldRoot: tree.root, newRoot: now.root) } catch {
                result.fail(place, "it was signed, and this ledger has another history: \(error.message)")
            }
        }
        return result
    }
}
