import GovernorCore

/// Checks that the secrets at hand are the ones that a database was written with.
///
/// Under another pseudonym key an erasure would look for a data subject under a name that nothing has, and say that it is
/// done. Without their wrapping keys payloads would look erased.
struct SecretsCheck: Sendable {
    let storage: any LedgerStorage
    let wrappingKeys: any WrappingKeyStore
    let pseudonyms: PseudonymKey

    /// Checks the secrets, and tells the database its pseudonym key if it does not know it.
    ///
    /// - Parameter checkpoint: The stored one, under which a database that does not know its key yet is told.
    /// - Throws: ``LedgerError/otherPseudonymKey``, ``LedgerError/wrappingKeyMissing(entry:)``.
    func run(under checkpoint: SignedCheckpoint) async throws {
        let known = try await storage.pseudonymCheck()
        guard known == nil || known == pseudonyms.checkValue else { throw LedgerError.otherPseudonymKey }
        try await storage.checkWrappingKeys { [wrappingKeys] in try await wrappingKeys.existing($0) }
        // A database of before there was a check value takes the first key that it is opened with for its own.
        guard known == nil else { return }
        var batch = LedgerBatch(checkpoint: checkpoint.encoded)
        batch.pseudonymCheck = pseudonyms.checkValue
        try await storage.commit(batch, expecting: checkpoint.encoded)
    }
}

extension LedgerStorage {
    /// Checks that every payload's wrapping key is there.
    ///
    /// - Parameter existing: Those of some keys that are.
    /// - Throws: ``LedgerError/wrappingKeyMissing(entry:)``.
    package func checkWrappingKeys(
        _ existing: ([WrappingKeyID]) async throws -> Set<WrappingKeyID>
    ) async throws {
        // A few hundred kilobytes of keys at a time.
        let pageLimit = 4096
        var last: WrappingKeyID?
        repeat {
            let needed = try await wrappingKeys(after: last, limit: pageLimit)
            let found = needed.isEmpty ? [] : try await existing(needed)
            if let missing = needed.first(where: { !found.contains($0) }) {
                throw LedgerError.wrappingKeyMissing(entry: try await indexes(under: [missing]).first ?? 0)
            }
            last = needed.count == pageLimit ? needed.last : nil
        } while last != nil
    }
}
