import Crypto
import GovernorAudit
import GovernorCore
import GovernorPostgres
import Synchronization

/// A table of a database, counted there.
struct AuditDatabase {
    /// How many bytes of the result are read at once at least.
    private static let blockSize = 1 << 16

    private let connection: PostgresConnection
    private let query: CountQuery
    private let table: String

    /// Connects.
    ///
    /// - Throws: ``PostgresError``.
    init(_ address: String, table: String, _ query: CountQuery) throws {
        connection = try PostgresConnection(address)
        self.query = query
        self.table = table
    }

    /// Where the table is, without user and password.
    var displayName: String { "\(connection.place) \(table)" }

    /// Counts the table into a cube.
    ///
    /// - Returns: The cube, and the SHA-256 of the query's result as CSV.
    func cube() async throws -> (cube: CountCube, sha256: String) {
        try connection.begin(query.text(in: .postgres))
        let hash = Mutex(SHA256())
        let connection = connection
        do {
            let cube = try await CubeReader.read(query.mapping, workers: 1) {
                var block: [UInt8] = []
                while block.count < Self.blockSize, let part = try connection.nextPart() { block += part }
                hash.withLock { $0.update(data: block) }
                return block.isEmpty ? nil : block
            }
            return (cube, hash.withLock { Hex.encode(Array($0.finalize())) })
        } catch let error as AuditError {
            throw CommandError.invalid(path: displayName, problem: error.message, hint: error.hint)
        }
    }
}
