import Foundation
import GRDB
import GovernorCore
import GovernorLedger

/// Writes one batch inside a transaction.
struct LedgerBatchWriter {
    private let database: Database
    private let names: NameCache

    init(_ database: Database, _ names: NameCache) {
        self.database = database
        self.names = names
    }

    /// Writes everything or throws.
    func write(_ batch: LedgerBatch, expecting expected: [UInt8]?) throws {
        try compare(with: expected)
        try writeEntries(batch.entries)
        try writeStreams(batch.entries)
        try writeTiles(batch.tiles)
        try erase(batch)
        if let check = batch.pseudonymCheck {
            try run("INSERT OR REPLACE INTO pseudonym_key (only, check_value) VALUES (1, ?)", [check.stored])
        }
        try run("INSERT OR REPLACE INTO log (only, checkpoint) VALUES (1, ?)", [batch.checkpoint.stored])
    }

    private func compare(with expected: [UInt8]?) throws {
        let statement = try database.cachedStatement(sql: "SELECT checkpoint FROM log")
        let found = try Row.fetchOne(statement).map { $0.bytes(0) }
        guard found == expected else { throw LedgerStorageError.conflict }
    }

    private func writeEntries(_ entries: [LedgerBatch.Entry]) throws {
        for entry in entries {
            let indexed = entry.indexed
            do {
                try run(
                    "INSERT INTO entries (idx, id, type, stream, seq, policy, time, leaf) VALUES (?,?,?,?,?,?,?,?)",
                    [
                        indexed.index.stored, indexed.id.bytes.stored, try number(of: indexed.type.text),
                        try number(of: indexed.stream.text), indexed.sequence.stored,
                        try indexed.policyID.map(number(of:)), indexed.time.millisecondsSince1970, entry.leaf.stored,
                    ])
            } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
                throw LedgerStorageError.duplicateFact(indexed.id)
            }
            try run(
                "INSERT INTO payloads (idx, wrapping_key, wrapped, sealed) VALUES (?,?,?,?)",
                [
                    indexed.index.stored, entry.payload.wrappingKeyID.bytes.stored, entry.payload.wrappedKey.stored,
                    entry.payload.ciphertext.stored,
                ])
            if let key = entry.idempotencyKey {
                try run("INSERT INTO idempotency (key, idx) VALUES (?,?)", [key.stored, indexed.index.stored])
            }
        }
    }

    private func writeStreams(_ entries: [LedgerBatch.Entry]) throws {
        var last: [StreamName: IndexedEntry] = [:]
        for entry in entries { last[entry.indexed.stream] = entry.indexed }
        for (stream, entry) in last {
            try run(
                "INSERT OR REPLACE INTO streams (stream, seq, idx) VALUES (?,?,?)",
                [try number(of: stream.text), entry.sequence.stored, entry.index.stored])
        }
    }

    private func writeTiles(_ tiles: [TileContent]) throws {
        for content in tiles {
            try run(
                "INSERT OR REPLACE INTO tiles (place, hashes) VALUES (?,?)",
                [TileAddress(content.tile).place, content.bytes.stored])
        }
    }

    private func erase(_ batch: LedgerBatch) throws {
        // Overwritten, not deleted: when rows leave, SQLite moves their neighbours to other pages, and the copies that stay
        // behind in free space are of rows that may be erased later.
        for index in batch.erasedPayloads {
            try run(
                """
                UPDATE payloads SET wrapping_key = zeroblob(16), wrapped = zeroblob(length(wrapped)),
                    sealed = zeroblob(length(sealed)) WHERE idx = ?
                """, [index.stored])
        }
        if let erasure = batch.begunErasure {
            try run(
                "INSERT INTO unfinished_erasures (idx, wrapping_keys) VALUES (?,?)",
                [erasure.index.stored, erasure.keys.flatMap(\.bytes).stored])
        }
        for index in batch.finishedErasures {
            try run("DELETE FROM unfinished_erasures WHERE idx = ?", [index.stored])
        }
    }

    private func number(of name: String) throws -> Int64 {
        try names.number(of: name) {
            if let known = try Int64.fetchOne(database, sql: "SELECT id FROM names WHERE text = ?", arguments: [name]) {
                return known
            }
            try database.execute(sql: "INSERT INTO names (text) VALUES (?)", arguments: [name])
            return database.lastInsertedRowID
        }
    }

    private func run(_ sql: String, _ values: [(any DatabaseValueConvertible)?]) throws {
        let statement = try database.cachedStatement(sql: sql)
        try statement.execute(arguments: StatementArguments(values))
    }
}

extension TileAddress {
    /// The row of the tile: the level above 56 bits of the number. A tree of 2^63 leaves has 2^55 tiles of level 0.
    var place: Int64 { Int64(level) << 56 | Int64(index) }
}
