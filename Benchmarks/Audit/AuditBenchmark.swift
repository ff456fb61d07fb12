import Foundation
import GovernorAudit
import GovernorCore

/// Counts a CSV table into a cube and makes the whole fairness report of it, several times over.
@main struct AuditBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard 3...4 ~= arguments.count, let workers = Int(arguments[2]) else {
            print("usage: audit-benchmark TABLE.csv WORKERS [SCORE-COLUMN]")
            exit(64)
        }
        var mapping = ColumnMapping(attributes: ["sex", "race", "age"])
        (mapping.label, mapping.prediction) = ("y_true", "y_pred")
        mapping.score = arguments.dropFirst(3).first
        for _ in 1...5 {
            let start = Moment()
            let file = try FileHandle(forReadingFrom: URL(filePath: arguments[1]))
            let cube = try await CubeReader.read(mapping, workers: workers) {
                try file.read(upToCount: 1 << 16).map { [UInt8]($0) }
            }
            let counted = Moment()
            let report = try FairnessAudit().report(of: cube).json.compactText
            let reported = Moment()
            let size = "\(cube.total) rows, \(cube.groups.count) groups, \(report.utf8.count) bytes"
            print("count \(counted.text(since: start)), report \(reported.text(since: counted)); \(size)")
        }
    }
}

/// A point in time, and what the process has used until then.
private struct Moment {
    private let time = ContinuousClock.now
    private let busy = Self.processorSeconds

    /// How long it took since an earlier one.
    func text(since start: Self) -> String {
        let wall = (time - start.time) / .milliseconds(1)
        return "\(Int(wall)) ms (\(Int((busy - start.busy) * 1000)) ms of processor)"
    }

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
