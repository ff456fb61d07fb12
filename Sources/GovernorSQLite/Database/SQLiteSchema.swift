import GRDB
import GovernorLedger

/// The versions of a database's tables; each migration leads from one version to the next.
///
/// The version is the file's `user_version`. A file of a later version is refused: this program does not know what it
/// would destroy.
struct SQLiteSchema: Sendable {
    /// SQL scripts; the n-th leads from version n to n + 1.
    let migrations: [String]

    /// The version that this program writes.
    var version: Int { migrations.count }

    /// Brings a database up to the current version.
    func migrate(_ database: Database) throws {
        let found = try check(database)
        for (offset, script) in migrations.enumerated().dropFirst(found) {
            try database.inTransaction(.immediate) {
                try database.execute(sql: script)
                try database.execute(sql: "PRAGMA user_version = \(offset + 1)")
                return .commit
            }
        }
    }

    /// The version of a database.
    ///
    /// - Throws: ``GovernorLedger/LedgerStorageError/newerSchema(found:supported:)``.
    @discardableResult
    func check(_ database: Database) throws -> Int {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw LedgerStorageError.newerSchema(found: found, supported: version) }
        return found
    }
}
