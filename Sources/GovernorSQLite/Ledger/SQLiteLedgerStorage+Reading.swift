import Foundation
import GRDB
package import GovernorCore
package import GovernorLedger

extension SQLiteLedgerStorage {
    package func checkpoint() async throws -> [UInt8]? {
        try await database.read { database in
            try Row.fetchOne(database, sql: "SELECT checkpoint FROM log").map { $0.bytes(0) }
        }
    }

    package func pseudonymCheck() async throws -> Digest? {
        try await database.read { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT check_value FROM pseudonym_key") else { return nil }
            guard let check = Digest(bytes: row.bytes(0)) else {
                throw LedgerStorageError.corrupt(detail: "the check value of the pseudonym key is not a digest")
            }
            return check
        }
    }

    package func leaves(_ range: Range<UInt64>) async throws -> [StoredLeaf] {
        try await database.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT idx, leaf FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx")
            let rows = try Row.fetchCursor(
                statement, arguments: [range.lowerBound.stored, range.upperBound.stored])
            return try Array(rows.map { StoredLeaf(index: $0.index(0), bytes: $0.bytes(1)) })
        }
    }

    package func index(of id: UUIDv7) async throws -> UInt64? {
        try await database.read { database in
            let statement = try database.cachedStatement(sql: "SELECT idx FROM entries WHERE id = ?")
            return try Int64.fetchOne(statement, arguments: [id.bytes.stored]).map { UInt64(stored: $0) }
        }
    }

    package func heads(of streams: [StreamName]) async throws -> [StreamName: StreamHead] {
        try await database.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT seq, idx FROM streams WHERE stream = (SELECT id FROM names WHERE text = ?)")
            var heads: [StreamName: StreamHead] = [:]
            for stream in streams {
                guard let row = try Row.fetchOne(statement, arguments: [stream.text]) else { continue }
                heads[stream] = StreamHead(sequence: row.index(0), index: row.index(1))
            }
            return heads
        }
    }

    package func indexes(ofIdempotencyKeys keys: [Digest]) async throws -> [Digest: UInt64] {
        try await database.read { database in
            let statement = try database.cachedStatement(sql: "SELECT idx FROM idempotency WHERE key = ?")
            var indexes: [Digest: UInt64] = [:]
            for key in keys {
                indexes[key] = try Int64.fetchOne(statement, arguments: [key.stored]).map { UInt64(stored: $0) }
            }
            return indexes
        }
    }

    package func tiles(_ addresses: [TileAddress]) async throws -> [TileAddress: [UInt8]] {
        try await database.read { database in
            let statement = try database.cachedStatement(sql: "SELECT hashes FROM tiles WHERE place = ?")
            var tiles: [TileAddress: [UInt8]] = [:]
            for address in addresses {
                tiles[address] = try Row.fetchOne(statement, arguments: [address.place]).map { $0.bytes(0) }
            }
            return tiles
        }
    }

    package func payloads(at indexes: [UInt64]) async throws -> [UInt64: SealedPayload] {
        try await database.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT wrapping_key, wrapped, sealed FROM payloads
                    WHERE idx = ? AND wrapping_key <> zeroblob(16)
                    """)
            var payloads: [UInt64: SealedPayload] = [:]
            for index in indexes {
                guard let row = try Row.fetchOne(statement, arguments: [index.stored]) else { continue }
                guard let key = WrappingKeyID(row.bytes(0)) else {
                    throw LedgerStorageError.corrupt(detail: "the payload of entry \(index) names no key")
                }
                payloads[index] = SealedPayload(
                    wrappingKeyID: key, wrappedKey: row.bytes(1), ciphertext: row.bytes(2))
            }
            return payloads
        }
    }

    package func indexes(under keys: [WrappingKeyID]) async throws -> [UInt64] {
        try await database.read { database in
            let statement = try database.cachedStatement(sql: "SELECT idx FROM payloads WHERE wrapping_key = ?")
            return try keys.flatMap { key in
                try Int64.fetchAll(statement, arguments: [key.bytes.stored]).map { UInt64(stored: $0) }
            }.sorted()
        }
    }

    package func wrappingKeys(after key: WrappingKeyID?, limit: Int) async throws -> [WrappingKeyID] {
        try await database.read { database in
            // From one key to the next by the index, however many payloads each has; those erased are under the zero key.
            let statement = try database.cachedStatement(
                sql: """
                    WITH RECURSIVE keys (id) AS (
                        SELECT min(wrapping_key) FROM payloads WHERE wrapping_key > ?
                        UNION ALL
                        SELECT (SELECT min(wrapping_key) FROM payloads WHERE wrapping_key > keys.id) FROM keys
                        WHERE keys.id IS NOT NULL
                    )
                    SELECT id FROM keys WHERE id IS NOT NULL LIMIT ?
                    """)
            let start = key?.bytes ?? [UInt8](repeating: 0, count: WrappingKeyID.byteCount)
            let rows = try Row.fetchCursor(statement, arguments: [start.stored, limit])
            return try Array(rows.compactMap { WrappingKeyID($0.bytes(0)) })
        }
    }

    package func unfinishedErasures() async throws -> [UnfinishedErasure] {
        try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT idx, wrapping_keys FROM unfinished_erasures ORDER BY idx").map {
                let bytes = $0.bytes(1)
                let keys = stride(from: 0, to: bytes.count, by: WrappingKeyID.byteCount).compactMap {
                    WrappingKeyID(bytes[$0...].prefix(WrappingKeyID.byteCount))
                }
                return UnfinishedErasure(index: $0.index(0), keys: keys)
            }
        }
    }

    package func indexed(_ range: Range<UInt64>) async throws -> [IndexedEntry] {
        try await database.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT e.idx, e.id, t.text, s.text, e.seq, p.text, e.time FROM entries e
                    JOIN names t ON t.id = e.type JOIN names s ON s.id = e.stream LEFT JOIN names p ON p.id = e.policy
                    WHERE e.idx >= ? AND e.idx < ? ORDER BY e.idx
                    """)
            let rows = try Row.fetchCursor(
                statement, arguments: [range.lowerBound.stored, range.upperBound.stored])
            return try Array(rows.compactMap(Self.indexedEntry))
        }
    }

    package func entryCount() async throws -> UInt64 {
        try await database.read { database in
            let last = try Int64.fetchOne(database, sql: "SELECT max(idx) FROM entries")
            return last.map { UInt64(stored: $0) + 1 } ?? 0
        }
    }

    package func structuralDamage() async throws -> [String] {
        try await database.read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        }
    }

    private static func indexedEntry(_ row: Row) -> IndexedEntry? {
        guard let id = UUIDv7(storedBytes: row.bytes(1)), let type = FactType(row[2]), let stream = StreamName(row[3])
        else { return nil }
        return IndexedEntry(
            index: row.index(0), id: id, type: type, stream: stream, sequence: row.index(4), policyID: row[5],
            time: Timestamp(millisecondsSince1970: row[6]))
    }
}

extension UUIDv7 {
    /// Restores an identifier from its 16 bytes.
    fileprivate init?(storedBytes bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        let digits = Hex.encode(bytes)
        var text = ""
        for (offset, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(offset) { text.append("-") }
            text.append(digit)
        }
        self.init(text)
    }
}
