import Foundation

/// A PostgreSQL server of a test's own: a new cluster in a temporary folder, reached by a socket there.
final class PostgresServer: Sendable {
    /// Where Debian and others put the programs, beside `PATH`.
    private static let folders: [String] = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let debian = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        return path.split(separator: ":").map(String.init) + debian.sorted().map { "/usr/lib/postgresql/\($0)/bin" }
    }()

    static let isInstalled = program("initdb") != nil && program("psql") != nil

    /// Where the server is, as libpq takes it.
    let address: String
    private let folder: URL
    private let server: Process

    /// Starts a server and has it run statements; on a thread of its own, as it waits.
    static func running(_ statements: String) async throws -> PostgresServer {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try PostgresServer(statements) }) }
        }
    }

    private init(_ statements: String) throws {
        // Where every user may go, and with a path that is short enough for a socket.
        folder = URL(filePath: "/tmp/governor-pg-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // The server refuses to run as root.
        let isRoot = getuid() == 0
        if isRoot { try Self.run("/usr/bin/chown", ["postgres", folder.path()]) }
        let data = folder.appending(path: "data").path()
        try Self.run("initdb", ["-D", data, "-A", "trust", "-U", "tester", "-E", "UTF8", "--no-sync"], asServer: true)
        server = try Self.process(
            "postgres", ["-D", data, "-k", folder.path(), "-c", "listen_addresses=", "-c", "fsync=off"], asServer: true)
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle.nullDevice
        try server.run()
        let host = folder.path().replacing("/", with: "%2F")
        address = "postgres://tester@\(host)/postgres"
        let file = folder.appending(path: "statements.sql")
        try Data(statements.utf8).write(to: file)
        // It takes a moment to listen; on a busy machine, minutes.
        var failure: (any Error)?
        for _ in 1...3000 where server.isRunning {
            do {
                try Self.run("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-f", file.path(), address])
                return
            } catch { failure = error }
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw failure ?? Failure(description: "the server has ended")
    }

    deinit {
        server.interrupt()
        server.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }

    private static func program(_ name: String) -> String? {
        name.hasPrefix("/")
            ? name : folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func process(_ name: String, _ arguments: [String], asServer: Bool) throws -> Process {
        guard let program = program(name) else { throw Failure(description: "\(name) is not installed") }
        let process = Process()
        let isOther = asServer && getuid() == 0
        let other = ["--reuid=postgres", "--regid=postgres", "--clear-groups", program]
        process.executableURL = URL(filePath: isOther ? "/usr/bin/setpriv" : program)
        process.arguments = (isOther ? other : []) + arguments
        process.currentDirectoryURL = URL(filePath: "/")
        return process
    }

    private static func run(_ name: String, _ arguments: [String], asServer: Bool = false) throws {
        let process = try process(name, arguments, asServer: asServer)
        let said = Pipe()
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, said)
        try process.run()
        let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "\(name): \(text)") }
    }
}
