import Foundation
import GRDB
package import GovernorCore
package import GovernorLedger

/// Keeps wrapping keys in a SQLite file of their own.
package final class SQLiteWrappingKeyStore: WrappingKeyStore {
    private let database: SQLiteDatabase

    /// Opens a file, creating it if need be.
    ///
    /// - Throws: ``GovernorLedger/LedgerStorageError``; ``FileError/tooOpen(path:mode:)`` when group or others may read it.
    package init(path: String) throws {
        if POSIXFile.exists(path) { try SecretFile.check(path) }
        database = try SQLiteDatabase.open(path, schema: .wrappingKeys)
    }

    /// Opens an existing file for reading.
    ///
    /// - Throws: ``GovernorLedger/LedgerStorageError``.
    package init(readingFrom path: String) throws {
        database = try SQLiteDatabase.openForReading(path, schema: .wrappingKeys)
    }

    /// Closes the file; see ``SQLiteDatabase/close()``.
    func close() throws { try database.close() }

    package func newestKey(ownedBy owner: Digest) async throws -> WrappingKey? {
        try await database.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT id, owner, secret FROM wrapping_keys WHERE owner = ? ORDER BY number DESC LIMIT 1")
            return try Row.fetchOne(statement, arguments: [owner.stored]).flatMap(Self.key)
        }
    }

    package func keys(_ ids: [WrappingKeyID]) async throws -> [WrappingKey] {
        try await database.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT id, owner, secret FROM wrapping_keys WHERE id = ?")
            return try ids.compactMap { id in
                try Row.fetchOne(statement, arguments: [id.bytes.stored]).flatMap(Self.key)
            }
        }
    }

    package func existing(_ ids: [WrappingKeyID]) async throws -> Set<WrappingKeyID> {
        try await database.read { database in
            // One statement for all: nine times as fast as one for each.
            let statement = try database.cachedStatement(
                sql: "SELECT id FROM wrapping_keys WHERE id IN (\(placeholders(ids.count)))")
            let rows = try Row.fetchCursor(statement, arguments: StatementArguments(ids.map(\.bytes.stored)))
            return try Set(Array(rows.compactMap { WrappingKeyID($0.bytes(0)) }))
        }
    }

    package func keyIDs(ownedBy owner: Digest) async throws -> [WrappingKeyID] {
        try await database.read { database in
            try Row.fetchAll(
                database, sql: "SELECT id FROM wrapping_keys WHERE owner = ? ORDER BY number", arguments: [owner.stored]
            ).compactMap { WrappingKeyID($0.bytes(0)) }
        }
    }

    package func save(_ keys: [WrappingKey]) async throws {
        try await database.write { database in
            try database.inTransaction(.immediate) {
                let statement = try database.cachedStatement(
                    sql: "INSERT INTO wrapping_keys (id, owner, secret) VALUES (?,?,?)")
                for key in keys {
                    try statement.execute(arguments: [key.id.bytes.stored, key.owner.stored, key.bytes.stored])
                }
                return .commit
            }
        }
    }

    package func probe() async throws { try await database.probe() }

    package func destroy(_ ids: [WrappingKeyID]) async throws {
        guard !ids.isEmpty else { return }
        try await database.write { database in
            try database.inTransaction(.immediate) {
                let statement = try database.cachedStatement(sql: "DELETE FROM wrapping_keys WHERE id = ?")
                for id in ids { try statement.execute(arguments: [id.bytes.stored]) }
                return .commit
            }
            try database.wipeJournal()
        }
    }

    private static func key(_ row: Row) -> WrappingKey? {
        guard let id = WrappingKeyID(row.bytes(0)), let owner = Digest(bytes: row.bytes(1)) else { return nil }
        return WrappingKey(id: id, owner: owner, bytes: row.bytes(2))
    }
}

extension SQLiteSchema {
    /// The table of wrapping keys.
    fileprivate static let wrappingKeys = SQLiteSchema(migrations: [
        """
        CREATE TABLE wrapping_keys (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, owner BLOB NOT NULL, secret BLOB NOT NULL
        );
        CREATE INDEX wrapping_keys_owner ON wrapping_keys (owner);
        """
    ])
}
