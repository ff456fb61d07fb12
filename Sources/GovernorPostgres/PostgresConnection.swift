import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A connection to a database that speaks PostgreSQL's protocol, for reading. Its calls wait for the server.
public final class PostgresConnection: Sendable {
    /// How long a server may take to answer at first, in seconds, unless address or `PGCONNECT_TIMEOUT` say otherwise.
    private static let connectTimeout = 10

    private let library: PostgresLibrary
    /// The connection, used by one caller at a time.
    private let handle: Mutex<Handle>

    private struct Handle: @unchecked Sendable {
        let connection: OpaquePointer
    }

    /// Connects.
    ///
    /// - Parameter address: `postgres://USER@HOST:PORT/DATABASE` or `postgresql://…`, with libpq's parameters.
    /// - Throws: ``PostgresError``.
    public init(_ address: String) throws(PostgresError) {
        guard address.hasPrefix("postgres://") || address.hasPrefix("postgresql://"), !address.utf8.contains(0) else {
            throw .invalidAddress
        }
        guard let library = PostgresLibrary.standard else { throw .noLibrary }
        // What is wrong with an address may repeat a part of it, so that nothing of that is passed on.
        var problem: PostgresLibrary.Buffer?
        let options = library.parse(address, &problem)
        library.freeMemory(problem)
        guard let options else { throw .invalidAddress }
        library.freeOptions(options)
        guard let connection = library.connect(Self.limited(address)) else {
            throw .unreachable(reason: "there is no memory")
        }
        guard library.status(connection) == 0 else {
            let reason = Self.reason(library, connection)
            library.finish(connection)
            throw .unreachable(reason: reason)
        }
        self.library = library
        handle = Mutex(Handle(connection: connection))
    }

    deinit { handle.withLock { library.finish($0.connection) } }

    /// Where the database is, without user and password.
    public var place: String {
        handle.withLock { handle in
            let (host, database) = (library.host(handle.connection), library.database(handle.connection))
            return "postgres://\(host.map { String(cString: $0) } ?? "")/\(database.map { String(cString: $0) } ?? "")"
        }
    }

    /// Runs a query that changes nothing; ``nextPart()`` gives its result as CSV with a header, in UTF-8.
    ///
    /// - Parameter query: One statement without a semicolon. Where it would change something the server refuses it.
    /// - Throws: ``PostgresError/failed(reason:)``.
    public func begin(_ query: String) throws(PostgresError) {
        try run("SET client_encoding = 'UTF8'", until: .commandDone)
        try run("BEGIN TRANSACTION READ ONLY", until: .commandDone)
        try run("COPY (\(query)) TO STDOUT WITH (FORMAT csv, HEADER)", until: .copyOut)
    }

    /// The next bytes of the result; nil when it is complete.
    ///
    /// - Throws: ``PostgresError/failed(reason:)`` where it breaks off.
    public func nextPart() throws(PostgresError) -> [UInt8]? {
        let part = handle.withLock { handle -> Result<[UInt8]?, PostgresError> in
            var buffer: PostgresLibrary.Buffer?
            let count = library.copyData(handle.connection, &buffer, 0)
            defer { library.freeMemory(buffer) }
            if count > 0, let buffer {
                return .success(Array(UnsafeRawBufferPointer(start: buffer, count: Int(count))))
            }
            guard count == -1, let result = library.nextResult(handle.connection) else {
                return .failure(.failed(reason: Self.reason(library, handle.connection)))
            }
            defer { library.clear(result) }
            return library.outcome(result) == PostgresLibrary.Outcome.commandDone.rawValue
                ? .success(nil) : .failure(.failed(reason: Self.reason(library, handle.connection)))
        }
        return try part.get()
    }

    private func run(_ statement: String, until outcome: PostgresLibrary.Outcome) throws(PostgresError) {
        let result = handle.withLock { handle -> Result<Void, PostgresError> in
            let result = library.execute(handle.connection, statement)
            defer { if let result { library.clear(result) } }
            guard let result, library.outcome(result) == outcome.rawValue else {
                return .failure(.failed(reason: Self.reason(library, handle.connection)))
            }
            return .success(())
        }
        try result.get()
    }

    /// The address with a limit of time.
    private static func limited(_ address: String) -> String {
        guard !address.contains("connect_timeout="), getenv("PGCONNECT_TIMEOUT") == nil else { return address }
        return address + (address.contains("?") ? "&" : "?") + "connect_timeout=\(connectTimeout)"
    }

    /// What the library says was wrong last, in one line.
    private static func reason(_ library: PostgresLibrary, _ connection: OpaquePointer) -> String {
        let text = library.errorMessage(connection).map { String(cString: $0) } ?? ""
        let lines = text.split(separator: "\n").filter { !$0.isEmpty }
        return lines.first.map(String.init) ?? "nothing"
    }
}
