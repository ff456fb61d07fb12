import GovernorLedger

/// What is open of a ledger's folder while somebody writes it.
struct LedgerFiles: Sendable {
    /// What a ledger is made of.
    let parts: LedgerParts
    private let storage: SQLiteLedgerStorage
    private let wrappingKeys: SQLiteWrappingKeyStore
    private let lock: LockFile

    /// Opens the files, or begins the databases of a log without entries.
    ///
    /// - Parameter acceptingNoAnchor: Whether somebody has said that a log without database and anchor has no entries.
    /// - Throws: ``FileError``, ``GovernorLedger/LedgerError``, ``GovernorLedger/LedgerStorageError``. Nothing has been created
    ///   in the place of what is lost.
    init(_ paths: LedgerPaths, acceptingNoAnchor: Bool = false) async throws {
        guard POSIXFile.exists(paths.folder) else { throw FileError.missing(path: paths.folder) }
        let keys = try LedgerKeys(reading: paths)
        lock = try LockFile(path: paths.lock, of: paths.folder)
        if !POSIXFile.exists(paths.database) {
            if POSIXFile.exists(paths.anchor) {
                guard try FileAnchor.isOfEmptyLog(paths.anchor) else {
                    throw FileError.databaseMissing(path: paths.database)
                }
            } else if !acceptingNoAnchor {
                throw LedgerError.anchorMissing(storedSize: 0)
            }
        }
        storage = try SQLiteLedgerStorage(path: paths.database)
        do {
            if !POSIXFile.exists(paths.wrappingKeys) { try await storage.checkWrappingKeys { _ in [] } }
            wrappingKeys = try SQLiteWrappingKeyStore(path: paths.wrappingKeys)
        } catch {
            try? storage.close()
            throw error
        }
        parts = LedgerParts(
            storage: storage, wrappingKeys: wrappingKeys, anchor: FileAnchor(path: paths.anchor), signer: keys.signer,
            pseudonyms: keys.pseudonyms)
    }

    /// Why there is no database to read.
    static func absence(ofDatabaseIn paths: LedgerPaths) throws -> FileError {
        let isLost = try POSIXFile.exists(paths.anchor) && !FileAnchor.isOfEmptyLog(paths.anchor)
        return isLost ? .databaseMissing(path: paths.database) : .missing(path: paths.database)
    }

    /// Closes the files when something fails.
    ///
    /// A journal that stayed behind would be taken for that of the copy that is put in the database's place.
    func closingUponFailure<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch {
            // What failed first is what has to be told.
            try? close()
            throw error
        }
    }

    /// Closes the databases and lets others write.
    func close() throws {
        defer { lock.release() }
        try storage.close()
        try wrappingKeys.close()
    }
}
