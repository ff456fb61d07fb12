import Foundation
import GRDB
import GovernorLedger

/// One SQLite file with the settings that evidence needs: WAL, `synchronous=FULL`, `secure_delete=ON`.
///
/// Work runs on GRDB's own queues and is not stopped by the cancellation of a caller's task: one write serves many callers.
struct SQLiteDatabase: Sendable {
    /// How long a connection waits for another one's lock before it gives up, in seconds.
    fileprivate static let busyTimeout: TimeInterval = 5
    /// The number of pages in the journal after which they move into the database, 16 MB: at a few kilobytes a fact the
    /// default of 1,000 would interrupt writing every few hundred facts.
    private static let journalLimit = 4096

    /// The number of bytes that a probe writes: one fact changes about ten pages of 4 KiB.
    static let probeByteCount = 256 << 10

    /// What `PRAGMA synchronous` reports for FULL: every commit is on the device before it returns.
    static let synchronousFull = 2

    private let access: any DatabaseReader & Sendable
    private let writer: DatabasePool?

    /// Opens a file, creating it if need be.
    ///
    /// - Throws: ``GovernorLedger/LedgerStorageError``.
    static func open(_ path: String, schema: SQLiteSchema) throws -> SQLiteDatabase {
        try mappingErrors {
            // SQLite would create a file that everybody may read; journals take the mode of their database.
            if !POSIXFile.exists(path) { try POSIXFile.create(path, [], mode: 0o600) }
            let pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets synchronous=NORMAL on a pool's writer after the configuration has run, which would lose
            // acknowledged facts at power loss. So it is set afterwards, read back, and nothing is written otherwise.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA wal_autocheckpoint = \(journalLimit)")
                guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == synchronousFull else {
                    throw LedgerStorageError.failed(detail: "SQLite does not accept synchronous=FULL")
                }
                try schema.migrate(database)
            }
            return SQLiteDatabase(access: pool, writer: pool)
        }
    }

    /// Opens an existing file for reading, beside the process that writes it.
    ///
    /// - Throws: ``GovernorLedger/LedgerStorageError``.
    static func openForReading(_ path: String, schema: SQLiteSchema) throws -> SQLiteDatabase {
        try mappingErrors {
            var configuration = configuration
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            _ = try queue.read(schema.check)
            return SQLiteDatabase(access: queue, writer: nil)
        }
    }

    /// Moves the journal into the file, unless somebody else reads it, and closes the file.
    ///
    /// A pool closes its reading connections last, which cannot do that.
    /// - Throws: ``GovernorLedger/LedgerStorageError``.
    func close() throws {
        try Self.mappingErrors {
            try? writer?.writeWithoutTransaction { try $0.wipeJournal() }
            try access.close()
        }
    }

    /// Runs a closure on the writing connection; it begins its own transaction.
    ///
    /// - Throws: ``GovernorLedger/LedgerStorageError/readOnly`` when opened for reading, and what the closure throws.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard let writer else { throw LedgerStorageError.readOnly }
        return try await withCheckedThrowingContinuation { continuation in
            writer.asyncWriteWithoutTransaction { database in
                continuation.resume(with: Result { try Self.mappingErrors { try body(database) } })
            }
        }
    }

    /// Writes and takes back what a batch of a few facts needs, in one transaction of its own.
    ///
    /// A single page would not do: a write that failed half-way leaves room for itself in the journal.
    /// - Throws: ``GovernorLedger/LedgerStorageError``, which is what a write would throw now.
    func probe() async throws {
        try await write { database in
            try database.waitingBriefly {
                try database.inTransaction(.immediate) {
                    try database.execute(sql: "CREATE TABLE probe (bytes BLOB)")
                    // Freed pages are overwritten, and so written: they pass through the journal like any others.
                    try database.execute(
                        sql: "INSERT INTO probe VALUES (zeroblob(?))", arguments: [Self.probeByteCount])
                    try database.execute(sql: "DROP TABLE probe")
                    return .commit
                }
            }
        }
    }

    /// Runs a closure on a reading connection, which sees one state of the database.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            access.asyncRead { result in
                continuation.resume(with: Result { try Self.mappingErrors { try body(result.get()) } })
            }
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            // Deleted bytes are overwritten: what is erased does not stay on free pages.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    private static func mappingErrors<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as DatabaseError { throw LedgerStorageError(error) }
    }
}

extension Database {
    /// How long wiping and probing wait for others, in milliseconds: long enough for those who look something up, and no
    /// more, because nothing can be written meanwhile.
    private static let briefTimeout = 50

    /// Moves the journal into the database and empties the journal's file, so that nothing deleted is left in it.
    ///
    /// - Throws: `SQLITE_BUSY` when somebody reads what the journal holds for longer than that.
    func wipeJournal() throws { _ = try waitingBriefly { try checkpoint(.truncate) } }

    /// Does something that does not wait for others for long.
    fileprivate func waitingBriefly<Value>(_ body: () throws -> Value) throws -> Value {
        try execute(sql: "PRAGMA busy_timeout = \(Self.briefTimeout)")
        let outcome = Result { try body() }
        try execute(sql: "PRAGMA busy_timeout = \(Int(SQLiteDatabase.busyTimeout * 1000))")
        return try outcome.get()
    }
}

extension LedgerStorageError {
    /// Says what a SQLite error means for a ledger.
    init(_ error: DatabaseError) {
        let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .full
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(detail: detail)
            default: .failed(detail: detail)
            }
    }
}
