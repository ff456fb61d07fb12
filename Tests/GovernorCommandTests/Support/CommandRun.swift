import Foundation

/// A run of a command as a process of its own.
struct CommandRun: Sendable {
    let status: Int32
    let output: String
    let diagnostics: String

    /// Both streams, for what must be in neither.
    var everything: String { output + diagnostics }

    /// Runs the built `governor`.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - folder: Where it runs.
    ///   - input: What it reads from standard input.
    ///   - environment: All of its environment but `PATH` and `HOME`; nothing of the test's leaks in.
    static func governor(
        _ arguments: [String], in folder: WorkFolder, input: String = "", environment: [String: String] = [:]
    ) async throws -> CommandRun {
        try await run(
            BuiltProducts.governor.path, arguments, in: folder, input: input, environment: environment)
    }

    /// Runs a shell script that may call `governor`.
    static func shell(
        _ script: String, in folder: WorkFolder, environment: [String: String] = [:], shell: String = "/bin/sh"
    ) async throws -> CommandRun {
        try await run(shell, ["-c", script], in: folder, input: "", environment: environment)
    }

    private static func run(
        _ executable: String, _ arguments: [String], in folder: WorkFolder, input: String,
        environment: [String: String]
    ) async throws -> CommandRun {
        // Files, not pipes: a command that writes more than a pipe holds would wait for a reader for ever.
        let scratch = try WorkFolder()
        let files = try ["in", "out", "err"].map { name in
            let file = scratch.url.appending(path: name)
            try Data(name == "in" ? Array(input.utf8) : []).write(to: file)
            return file
        }
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.environment = [
            "PATH": "\(BuiltProducts.folder.path):/usr/bin:/bin", "HOME": scratch.url.path,
        ].merging(environment) { _, given in given }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        return CommandRun(
            status: process.terminationStatus, output: try String(contentsOf: files[1], encoding: .utf8),
            diagnostics: try String(contentsOf: files[2], encoding: .utf8))
    }
}
