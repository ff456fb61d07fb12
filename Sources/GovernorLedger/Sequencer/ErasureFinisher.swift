/// Does the last steps of erasures: keys are destroyed, journals wiped, and the storage's records of them forgotten.
struct ErasureFinisher: Sendable {
    let storage: any LedgerStorage
    let vault: PayloadVault
    var observe: LedgerStepObserver = { _ in }

    /// Finishes erasures under the checkpoint that is stored. Doing it again does no harm.
    ///
    /// - Returns: Whether they are finished; false while a journal is being read, which is no reason to stop.
    func finish(_ erasures: [UnfinishedErasure], under checkpoint: SignedCheckpoint) async throws -> Bool {
        guard !erasures.isEmpty else { return true }
        do {
            try await vault.destroy(erasures.flatMap(\.keys))
            observe(.keysDestroyed)
            var batch = LedgerBatch(checkpoint: checkpoint.encoded)
            batch.finishedErasures = erasures.map(\.index)
            try await storage.commit(batch, expecting: checkpoint.encoded)
            return true
        } catch LedgerStorageError.busy {
            return false
        }
    }
}
