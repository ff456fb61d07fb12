public import GovernorCore

/// Why a database cannot be asked.
public enum PostgresError: GovernorError, Equatable {
    /// PostgreSQL's own client library is not on this machine.
    case noLibrary
    /// An address that is not one of PostgreSQL. What it says is not repeated: it may hold a password.
    case invalidAddress
    /// No connection; `reason` is what the library says, which holds no password.
    case unreachable(reason: String)
    /// The server has refused a statement, or its answer has broken off.
    case failed(reason: String)

    public var code: String {
        switch self {
        case .noLibrary: "postgres.no-library"
        case .invalidAddress: "postgres.invalid-address"
        case .unreachable: "postgres.unreachable"
        case .failed: "postgres.failed"
        }
    }

    public var message: String {
        switch self {
        case .noLibrary: "the client library of PostgreSQL (libpq) is not installed"
        case .invalidAddress: "the address of the database is not one of PostgreSQL"
        case .unreachable(let reason): "the database cannot be reached: \(reason)"
        case .failed(let reason): "the database says: \(reason)"
        }
    }

    public var hint: String? {
        switch self {
        case .noLibrary: "apt-get install libpq5"
        case .invalidAddress: "write postgres://USER@HOST:PORT/DATABASE; a password belongs in PGPASSWORD or ~/.pgpass"
        case .unreachable: "check host, port, user and database; a password belongs in PGPASSWORD or ~/.pgpass"
        case .failed: nil
        }
    }
}
