package import GovernorCore
package import GovernorLedger

/// A ledger in a folder of files: the layout that every command and server shares.
///
///     DATA/ledger.sqlite               entries, tiles, payloads
///     DATA/anchor                      the last signed checkpoint; not part of a backup of the database
///     DATA/lock                        held by the one process that writes
///     DATA/keys/ledger.key             signs checkpoints
///     DATA/keys/ledger.vkey            the public key, for verifiers
///     DATA/keys/pseudonym.key          hides names in leaves
///     DATA/keys/wrapping-keys.sqlite   keys that erasing destroys; backed up apart and for a shorter time, if at all
package final class LedgerFolder: Sendable {
    /// The open ledger.
    package let ledger: Ledger
    /// The layout.
    package let paths: LedgerPaths
    private let files: LedgerFiles

    /// The key under which names are hidden.
    package var pseudonyms: PseudonymKey { files.parts.pseudonyms }

    private init(ledger: Ledger, paths: LedgerPaths, files: LedgerFiles) {
        self.ledger = ledger
        self.paths = paths
        self.files = files
    }

    /// Opens the ledger in a folder for writing; one process at a time.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - origin: The name of the log if its keys are created here; `governor.local/` and a random name when nil.
    ///   - createIfMissing: Whether to create folder and keys if there are none.
    ///   - adjust: Changes the parts before they are put together, such as the clock.
    /// - Throws: ``FileError``, ``GovernorLedger/LedgerError``, ``GovernorLedger/LedgerStorageError``.
    package static func open(
        path: String, origin: String? = nil, createIfMissing: Bool = false,
        adjust: @Sendable (inout LedgerParts) -> Void = { _ in }
    ) async throws -> LedgerFolder {
        let paths = LedgerPaths(path)
        if createIfMissing, !POSIXFile.exists(paths.signingKey), !POSIXFile.exists(paths.database) {
            try LedgerKeys.create(paths, origin: origin)
        }
        let files = try await LedgerFiles(paths)
        return try await files.closingUponFailure {
            var parts = files.parts
            adjust(&parts)
            return LedgerFolder(ledger: try await Ledger.open(parts), paths: paths, files: files)
        }
    }

    /// Opens the ledger in a folder whose anchor is lost; see ``GovernorLedger/Ledger/reanchor(_:_:)``.
    ///
    /// - Throws: As ``open(path:origin:createIfMissing:adjust:)``.
    package static func reanchor(
        path: String, _ request: ReanchoringRequest
    ) async throws -> (folder: LedgerFolder, record: AppendedFact) {
        let paths = LedgerPaths(path)
        let files = try await LedgerFiles(paths, acceptingNoAnchor: request.acceptedSize == 0)
        return try await files.closingUponFailure {
            let (ledger, record) = try await Ledger.reanchor(files.parts, request)
            return (LedgerFolder(ledger: ledger, paths: paths, files: files), record)
        }
    }

    /// Opens the ledger in a folder for reading, also while another process writes it.
    ///
    /// - Throws: As ``open(path:origin:createIfMissing:adjust:)``.
    package static func openForReading(path: String) async throws -> LedgerReader {
        let paths = LedgerPaths(path)
        guard POSIXFile.exists(paths.database) else { throw try LedgerFiles.absence(ofDatabaseIn: paths) }
        guard POSIXFile.exists(paths.wrappingKeys) else { throw FileError.keyMissing(path: paths.wrappingKeys) }
        return try await LedgerReader.open(
            storage: try SQLiteLedgerStorage(readingFrom: paths.database),
            wrappingKeys: try SQLiteWrappingKeyStore(readingFrom: paths.wrappingKeys),
            anchor: FileAnchor(path: paths.anchor), verifierKey: try LedgerKeys.verifierKey(paths))
    }

    /// Takes no more facts, waits until those under way are durable, and the anchor too, and lets others open the ledger.
    package func close() async throws {
        try await ledger.close()
        try files.close()
    }
}

/// Where the files of a ledger's folder are.
package struct LedgerPaths: Sendable {
    /// The folder.
    package let folder: String

    /// Lays out a folder.
    package init(_ folder: String) {
        self.folder =
            folder.utf8.count > 1 && folder.utf8.last == UInt8(ascii: "/") ? String(folder.dropLast()) : folder
    }

    /// The main database.
    package var database: String { folder + "/ledger.sqlite" }
    /// The last signed checkpoint.
    package var anchor: String { folder + "/anchor" }
    /// The writer's lock.
    package var lock: String { folder + "/lock" }
    /// The folder of keys.
    package var keys: String { folder + "/keys" }
    /// The private signing key.
    package var signingKey: String { keys + "/ledger.key" }
    /// The public key.
    package var verifierKey: String { keys + "/ledger.vkey" }
    /// The pseudonym key.
    package var pseudonymKey: String { keys + "/pseudonym.key" }
    /// The database of wrapping keys.
    package var wrappingKeys: String { keys + "/wrapping-keys.sqlite" }
}
