import GovernorCore
import GovernorLedger
import GovernorSQLite

/// Measures a ledger on the disk of a folder: `swift run -c release ledger-benchmark FOLDER [seconds] [log entries]`.
@main
struct Benchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let folder = arguments.first else {
            print("usage: ledger-benchmark FOLDER [seconds] [log entries]")
            return
        }
        let seconds = arguments.count > 1 ? Double(arguments[1]) ?? 5 : 5
        let entries = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 100_000
        try DiskSync.measure(folder)
        for writers in [1, 16, 64] { try await AppendRun(folder: folder, writers: writers, seconds: seconds).run() }
        if entries > 0 { try await LogRun(folder: folder, entries: entries).run() }
    }
}
