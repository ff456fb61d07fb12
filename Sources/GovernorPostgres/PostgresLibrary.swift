#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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

    /// The names under which systems know the library.
    private static let names: [String] = ["libpq.so.5", "libpq.5.dylib", "libpq.dylib"]

    /// The library, which stays loaded; nil where there is none.
    static let standard: PostgresLibrary? =
        names.lazy.compactMap { dlopen($0, RTLD_NOW | RTLD_LOCAL) }.first.flatMap { PostgresLibrary($0) }

    private init?(_ library: UnsafeMutableRawPointer) {
        func function<Function>(_ name: String, as type: Function.Type = Function.self) -> Function? {
            dlsym(library, name).map { unsafeBitCast($0, to: Function.self) }
        }
        guard
            let parse: @convention(c) (Text, UnsafeMutablePointer<Buffer?>) -> OpaquePointer? = function(
                "PQconninfoParse"),
            let freeOptions: @convention(c) (OpaquePointer) -> Void = function("PQconninfoFree"),
            let connect: @convention(c) (Text) -> OpaquePointer? = function("PQconnectdb"),
            let status: @convention(c) (OpaquePointer) -> Int32 = function("PQstatus"),
            let errorMessage: @convention(c) (OpaquePointer) -> Text? = function("PQerrorMessage"),
            let execute: @convention(c) (OpaquePointer, Text) -> OpaquePointer? = function("PQexec"),
            let nextResult: @convention(c) (OpaquePointer) -> OpaquePointer? = function("PQgetResult"),
            let outcome: @convention(c) (OpaquePointer) -> Int32 = function("PQresultStatus"),
            let clear: @convention(c) (OpaquePointer) -> Void = function("PQclear"),
            let copyData: @convention(c) (OpaquePointer, UnsafeMutablePointer<Buffer?>, Int32) -> Int32 = function(
                "PQgetCopyData"),
            let freeMemory: @convention(c) (UnsafeMutableRawPointer?) -> Void = function("PQfreemem"),
            let finish: @convention(c) (OpaquePointer) -> Void = function("PQfinish"),
            let host: @convention(c) (OpaquePointer) -> Text? = function("PQhost"),
            let database: @convention(c) (OpaquePointer) -> Text? = function("PQdb")
        else { return nil }
        (self.parse, self.freeOptions, self.connect, self.status) = (parse, freeOptions, connect, status)
        (self.errorMessage, self.execute, self.nextResult) = (errorMessage, execute, nextResult)
        (self.outcome, self.clear, self.copyData) = (outcome, clear, copyData)
        (self.freeMemory, self.finish, self.host, self.database) = (freeMemory, finish, host, database)
    }
}
