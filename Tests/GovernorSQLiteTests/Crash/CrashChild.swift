import Foundation
import GovernorCore
import GovernorLedger

/// What a child process had been told by its ledger when it died.
struct CrashReport: Sendable {
    var acknowledged: [(id: UUIDv7, index: UInt64, sequence: UInt64)] = []
    var erased: [UUIDv7] = []
    var signed: [SignedCheckpoint] = []
    var failures: [String] = []
    var wasKilled = false

    /// Runs the child until it dies.
    ///
    /// - Parameters:
    ///   - step: The step at which it kills itself; nil to kill it from here.
    ///   - count: How many times the step comes, or after how many lines of output to kill it.
    static func run(
        _ folder: String, step: LedgerStep?, count: Int, erases: Bool = false
    ) async throws -> CrashReport {
        // Waiting for a process blocks a thread, and must not block one that all tests share.
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { try runBlocking(folder, step: step, count: count, erases: erases) })
            }
        }
    }

    private static func runBlocking(
        _ folder: String, step: LedgerStep?, count: Int, erases: Bool
    ) throws -> CrashReport {
        let process = Process()
        process.executableURL = try executable()
        process.arguments = [folder, step?.rawValue ?? "none", String(count)] + (erases ? ["erase"] : [])
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        var text = Data()
        while true {
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { break }
            text += data
            if step == nil, text.count(where: { $0 == 0x0A }) >= count { kill(process.processIdentifier, SIGKILL) }
        }
        process.waitUntilExit()
        var report = CrashReport()
        report.wasKilled = process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
        // The last line may be half written; it then ends without a newline.
        let complete = text.prefix(through: text.lastIndex(of: 0x0A) ?? text.startIndex - 1)
        for line in String(decoding: complete, as: UTF8.self).split(separator: "\n") { report.read(line) }
        return report
    }

    private mutating func read(_ line: Substring) {
        let words = line.split(separator: " ").map(String.init)
        switch words.first {
        case "ack":
            guard words.count == 4, let id = UUIDv7(words[1]), let index = UInt64(words[2]),
                let sequence = UInt64(words[3])
            else { return failures.append(String(line)) }
            acknowledged.append((id, index, sequence))
        case "erased":
            guard words.count == 2, let id = UUIDv7(words[1]) else { return failures.append(String(line)) }
            erased.append(id)
        case "signed":
            guard words.count == 2, let bytes = Base64.decode(words[1]),
                let checkpoint = try? SignedCheckpoint(parsing: bytes)
            else { return failures.append(String(line)) }
            signed.append(checkpoint)
        default: failures.append(String(line))
        }
    }

    /// The child is built beside the test bundle.
    private static func executable() throws -> URL {
        let beside = [Bundle.main.executableURL, URL(filePath: CommandLine.arguments[0])].compactMap { $0 }
        for url in beside {
            let child = url.deletingLastPathComponent().appending(path: "ledger-crash-child")
            if FileManager.default.isExecutableFile(atPath: child.path()) { return child }
        }
        throw CocoaError(.fileNoSuchFile)
    }
}
