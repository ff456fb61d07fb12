import GRDB
import GovernorCore
package import GovernorLedger

extension SQLiteLedgerStorage {
    package func search(
        _ query: FactQuery, after cursor: UInt64?, size: UInt64, limit: Int
    ) async throws -> [StoredLeaf] {
        try await database.read { database in
            let search = EntrySearch(query, after: cursor, size: size)
            let sql = """
                SELECT idx, leaf FROM entries WHERE \(search.conditions.joined(separator: " AND "))
                ORDER BY idx \(query.order == .oldestFirst ? "ASC" : "DESC") LIMIT ?
                """
            let statement = try database.cachedStatement(sql: sql)
            let arguments = StatementArguments(search.arguments + [limit])
            return try Array(
                Row.fetchCursor(statement, arguments: arguments).map {
                    StoredLeaf(index: $0.index(0), bytes: $0.bytes(1))
                })
        }
    }
}

/// The `WHERE` of a query and what its question marks stand for.
private struct EntrySearch {
    private(set) var conditions = ["idx < ?"]
    private(set) var arguments: [any DatabaseValueConvertible]

    init(_ query: FactQuery, after cursor: UInt64?, size: UInt64) {
        arguments = [size.stored]
        if let cursor { add(query.order == .oldestFirst ? "idx > ?" : "idx < ?", cursor.stored) }
        if !query.types.isEmpty {
            conditions.append("type IN (SELECT id FROM names WHERE text IN (\(placeholders(query.types.count))))")
            arguments += query.types.map { $0.text as any DatabaseValueConvertible }
        }
        if let prefix = query.typePrefix {
            add("type IN (SELECT id FROM names WHERE substr(text, 1, \(prefix.unicodeScalars.count)) = ?)", prefix)
        }
        if let stream = query.stream { add("stream = (SELECT id FROM names WHERE text = ?)", stream.text) }
        if let policy = query.policyID { add("policy = (SELECT id FROM names WHERE text = ?)", policy) }
        if let from = query.from { add("time >= ?", from.millisecondsSince1970) }
        if let until = query.until { add("time < ?", until.millisecondsSince1970) }
    }

    private mutating func add(_ condition: String, _ argument: any DatabaseValueConvertible) {
        conditions.append(condition)
        arguments.append(argument)
    }
}
