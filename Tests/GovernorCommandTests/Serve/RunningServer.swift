import Foundation
import GovernorCore
import Testing

/// `governor serve` or `governor demo` as a process of its own, on ports the system chose.
final class RunningServer {
    /// Everything on standard output until the server was ready.
    let banner: String
    private let process: Process
    private let diagnosticsFile: URL

    /// Starts the server and waits until it says where it listens.
    ///
    /// - Parameter ready: The words at which it is ready.
    init(
        _ arguments: [String], in folder: WorkFolder, environment: [String: String] = [:], ready: String = "Stop with"
    ) async throws {
        process = Process()
        process.executableURL = BuiltProducts.governor
        process.arguments = arguments + ["--gateway-port", "0", "--evidence-port", "0"]
        process.currentDirectoryURL = folder.url
        process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { _, given in given }
        diagnosticsFile = folder.url.appending(path: "stderr-\(UUID().uuidString)")
        try Data().write(to: diagnosticsFile)
        process.standardError = try FileHandle(forWritingTo: diagnosticsFile)
        let output = Pipe()
        process.standardOutput = output
        let chunks = AsyncStream<Data>.makeStream()
        output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { chunks.continuation.finish() } else { chunks.continuation.yield(data) }
        }
        try process.run()
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

    /// What it wrote to standard error so far.
    var diagnostics: String { (try? String(contentsOf: diagnosticsFile, encoding: .utf8)) ?? "" }

    /// Sends a signal and waits for the end.
    func end(with signal: Int32 = SIGTERM) async -> Int32 {
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            process.terminationHandler = { _ in done.resume() }
            kill(process.processIdentifier, signal)
        }
        return process.terminationStatus
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Asks a listener with the system's curl.
    static func curl(_ arguments: [String], in folder: WorkFolder) async throws -> (status: Int, text: String) {
        let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
        let run = try await CommandRun.shell("curl -s --max-time 20 -w '\\n%{http_code}' \(quoted)", in: folder)
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.last.flatMap { Int($0) } ?? 0, lines.dropLast().joined(separator: "\n"))
    }
}
