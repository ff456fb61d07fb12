import Foundation
import GovernorCore
import Testing

/// `governor serve` or `governor demo` as a process of its own, on ports the system chose.
final class RunningServer {
    /// Everything on standard output until the server was ready.
    let banner: String
    private let process: Process
    private let ended = AsyncStream<Int32>.makeStream()
    private let diagnosticsFile: URL

    /// How long a server may take to be ready, and to end, before it is killed: far more than it needs on a busy machine.
    private static let patience = Duration.seconds(300)

    /// All that a server sees of an environment, beside what a test gives: answers may take longer than on any busy machine.
    private static let environment = [
        "PATH": "/usr/bin:/bin", "GOVERNOR_GATEWAY_LIMITS_REQUEST_TIMEOUT": "600s",
        "GOVERNOR_EVIDENCE_LIMITS_REQUEST_TIMEOUT": "600s",
    ]

    /// Starts the server and waits until it says where it listens.
    ///
    /// - Parameters:
    ///   - ulimit: The arguments of a `ulimit` that the server runs under.
    ///   - ready: The words at which it is ready.
    init(
        _ arguments: [String], in folder: WorkFolder, environment: [String: String] = [:], ulimit: String? = nil,
        ready: String = "Stop with"
    ) async throws {
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        let limit = ulimit.map { "ulimit \($0); " } ?? ""
        process.arguments =
            ["-c", limit + #"exec "$0" "$@""#, BuiltProducts.governor.path] + arguments
            + ["--gateway-port", "0", "--evidence-port", "0"]
        process.currentDirectoryURL = folder.url
        process.environment = Self.environment.merging(environment) { _, given in given }
        diagnosticsFile = folder.url.appending(path: "stderr-\(UUID().uuidString)")
        try Data().write(to: diagnosticsFile)
        process.standardError = try FileHandle(forWritingTo: diagnosticsFile)
        let output = Pipe()
        process.standardOutput = output
        let chunks = AsyncStream<Data>.makeStream()
        // Set before the start: a process that has ended already would never call it.
        let end = ended.continuation
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        try process.run()
        // A thread of its own, until the server ends: a handler of readability crashes now and then when its file is closed.
        let reading = output.fileHandleForReading
        Thread.detachNewThread {
            while case let data = reading.availableData, !data.isEmpty { chunks.continuation.yield(data) }
            chunks.continuation.finish()
        }
        let watchdog = Self.watchdog(over: process.processIdentifier)
        defer { watchdog.cancel() }
        var text = Data()
        for await chunk in chunks.stream {
            text += chunk
            if String(decoding: text, as: UTF8.self).contains(ready) { break }
        }
        banner = String(decoding: text, as: UTF8.self)
    }

    /// The base URL after a word of the banner.
    func url(_ name: String) throws -> String {
        let line = try #require(banner.split(separator: "\n").first { $0.contains("  \(name) ") })
        return String(try #require(line.split(separator: " ").dropFirst().first))
    }

    /// The secret in the banner.
    func secret() throws -> String {
        let line = try #require(banner.split(separator: "\n").first { $0.contains("gov_") })
        return String(try #require(line.split(separator: " ").first { $0.hasPrefix("gov_") }))
    }

    /// The process's number.
    var processIdentifier: Int32 { process.processIdentifier }

    /// What it wrote to standard error so far.
    var diagnostics: String { (try? String(contentsOf: diagnosticsFile, encoding: .utf8)) ?? "" }

    /// Sends a signal and waits for the end.
    ///
    /// - Returns: The exit code; 9 of a server that had to be killed.
    func end(with signal: Int32 = SIGTERM) async -> Int32 {
        if process.isRunning { kill(process.processIdentifier, signal) }
        let watchdog = Self.watchdog(over: process.processIdentifier)
        defer { watchdog.cancel() }
        for await status in ended.stream { return status }
        return process.terminationStatus
    }

    /// Kills a process unless it is cancelled in time.
    private static func watchdog(over process: Int32) -> Task<Void, Never> {
        Task {
            // Cancelled: nothing is left to watch.
            guard (try? await Task.sleep(for: patience)) != nil, !Task.isCancelled else { return }
            kill(process, SIGKILL)
        }
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Asks a listener with the system's curl.
    static func curl(_ arguments: [String], in folder: WorkFolder) async throws -> (status: Int, text: String) {
        let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
        let run = try await CommandRun.shell("curl -s --max-time 300 -w '\\n%{http_code}' \(quoted)", in: folder)
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.last.flatMap { Int($0) } ?? 0, lines.dropLast().joined(separator: "\n"))
    }
}
