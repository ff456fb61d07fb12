import GovernorCore

/// libpq, the client library of PostgreSQL, loaded when it is first needed: who asks no database needs none.
///
/// - SeeAlso: PostgreSQL's documentation, part IV, "libpq – C Library".
struct PostgresLibrary: Sendable {
    typealias Text = UnsafePointer<CChar>
    typealias Buffer = UnsafeMutablePointer<CChar>

    /// Enough of `ExecStatusType`.
    enum Outcome: Int32 {
        case commandDone = 1
        case copyOut = 3
    }

    let parse: @convention(c) (Text, UnsafeMutablePointer<Buffer?>) -> OpaquePointer?
    let freeOptions: @convention(c) (OpaquePointer) -> Void
    let connect: @convention(c) (Text) -> OpaquePointer?
    /// 0 for a connection that is there.
    let status: @convention(c) (OpaquePointer) -> Int32
    let errorMessage: @convention(c) (OpaquePointer) -> Text?
    let execute: @convention(c) (OpaquePointer, Text) -> OpaquePointer?
    let nextResult: @convention(c) (OpaquePointer) -> OpaquePointer?
    let outcome: @convention(c) (OpaquePointer) -> Int32
    let clear: @convention(c) (OpaquePointer) -> Void
    let copyData: @convention(c) (OpaquePointer, UnsafeMutablePointer<Buffer?>, Int32) -> Int32
    let freeMemory: @convention(c) (UnsafeMutableRawPointer?) -> Void
    let finish: @convention(c) (OpaquePointer) -> Void
    let host: @convention(c) (OpaquePointer) -> Text?
    let database: @convention(c) (OpaquePointer) -> Text?

    /// The library; nil where there is none.
    static let standard = LoadedLibrary(["libpq.so.5", "libpq.5.dylib", "libpq.dylib"]).flatMap { PostgresLibrary($0) }

    private init?(_ library: LoadedLibrary) {
        guard
            let parse: @convention(c) (Text, UnsafeMutablePointer<Buffer?>) -> OpaquePointer? = library.function(
                "PQconninfoParse"),
            let freeOptions: @convention(c) (OpaquePointer) -> Void = library.function("PQconninfoFree"),
            let connect: @convention(c) (Text) -> OpaquePointer? = library.function("PQconnectdb"),
            let status: @convention(c) (OpaquePointer) -> Int32 = library.function("PQstatus"),
            let errorMessage: @convention(c) (OpaquePointer) -> Text? = library.function("PQerrorMessage"),
            let execute: @convention(c) (OpaquePointer, Text) -> OpaquePointer? = library.function("PQexec"),
            let nextResult: @convention(c) (OpaquePointer) -> OpaquePointer? = library.function("PQgetResult"),
            let outcome: @convention(c) (OpaquePointer) -> Int32 = library.function("PQresultStatus"),
            let clear: @convention(c) (OpaquePointer) -> Void = library.function("PQclear"),
            let copyData: @convention(c) (OpaquePointer, UnsafeMutablePointer<Buffer?>, Int32) -> Int32 =
                library.function(
                    "PQgetCopyData"),
            let freeMemory: @convention(c) (UnsafeMutableRawPointer?) -> Void = library.function("PQfreemem"),
            let finish: @convention(c) (OpaquePointer) -> Void = library.function("PQfinish"),
            let host: @convention(c) (OpaquePointer) -> Text? = library.function("PQhost"),
            let database: @convention(c) (OpaquePointer) -> Text? = library.function("PQdb")
        else { return nil }
        (self.parse, self.freeOptions, self.connect, self.status) = (parse, freeOptions, connect, status)
        (self.errorMessage, self.execute, self.nextResult) = (errorMessage, execute, nextResult)
        (self.outcome, self.clear, self.copyData) = (outcome, clear, copyData)
        (self.freeMemory, self.finish, self.host, self.database) = (freeMemory, finish, host, database)
    }
}
