import GovernorCore
import GovernorLedger
import GovernorSQLite

/// A log of many entries: proofs, receipts, and checking it as a whole.
struct LogRun {
    let folder: String
    let entries: Int

    func run() async throws {
        let path = "\(folder)/log-\(UInt32.random(in: 0..<UInt32.max))"
        let opened = try await LedgerFolder.open(path: path, createIfMissing: true)
        try await fill(opened.ledger)
        try await opened.close()
    }

    private func fill(_ ledger: Ledger) async throws {
        let writers = 256
        let clock = ContinuousClock()
        let elapsed = try await clock.measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        var maker = BenchmarkFacts(writer: writer)
                        for _ in 0..<entries / writers { _ = try await ledger.append(maker.next()) }
                    }
                }
                try await group.waitForAll()
            }
        }
        print("filled a log with \(entries) entries, \(writers) writers: \(milliseconds(elapsed))")
    }
}
