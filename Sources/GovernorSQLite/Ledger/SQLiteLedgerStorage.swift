import Foundation
import GRDB
import GovernorCore
package import GovernorLedger
import Synchronization

/// Keeps a ledger in one SQLite file.
package final class SQLiteLedgerStorage: LedgerStorage {
    let database: SQLiteDatabase
    private let names = NameCache()

    /// Opens a file, creating it if need be.
    ///
    /// - Throws: ``GovernorLedger/LedgerStorageError``.
    package init(path: String) throws {
        database = try SQLiteDatabase.open(path, schema: .ledger)
    }

    /// Opens an existing file for reading, beside the process that writes it.
    ///
    /// - Throws: ``GovernorLedger/LedgerStorageError``.
    package init(readingFrom path: String) throws {
        database = try SQLiteDatabase.openForReading(path, schema: .ledger)
    }

    /// Closes the file; see ``SQLiteDatabase/close()``.
    func close() throws { try database.close() }

    package func commit(_ batch: LedgerBatch, expecting expected: [UInt8]?) async throws {
        try await database.write { [names] database in
            // Journals are wiped before the record of the erasure goes, so that a failure leaves it to be done again.
            if !batch.finishedErasures.isEmpty { try database.wipeJournal() }
            do {
                try database.inTransaction(.immediate) {
                    try LedgerBatchWriter(database, names).write(batch, expecting: expected)
                    return .commit
                }
            } catch {
                // Numbers given to names in a transaction that was rolled back mean nothing.
                names.forget()
                throw error
            }
        }
    }

    package func probe() async throws { try await database.probe() }
}

/// The numbers of names; the writing connection alone uses it.
final class NameCache: Sendable {
    private let numbers = Mutex([ExactString: Int64]())

    func number(of name: String, _ look: () throws -> Int64) rethrows -> Int64 {
        let name = ExactString(name)
        return try numbers.withLock { numbers in
            if let known = numbers[name] { return known }
            if numbers.count >= Self.limit { numbers = [:] }
            let number = try look()
            numbers[name] = number
            return number
        }
    }

    func forget() { numbers.withLock { $0 = [:] } }

    /// The most names in memory; about 10 MB.
    private static let limit = 65_536
}
