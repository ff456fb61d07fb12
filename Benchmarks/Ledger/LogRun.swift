import GovernorCore
import GovernorLedger
import GovernorSQLite

/// A log of many entries: proofs, receipts, and checking it as a whole.
struct LogRun {
    /// The receipts that are made and verified, spread over the log.
    private static let samples = 1000

    let folder: String
    let entries: Int

    func run() async throws {
        let path = "\(folder)/log-\(UInt32.random(in: 0..<UInt32.max))"
        let opened = try await LedgerFolder.open(path: path, createIfMissing: true)
        let ids = try await fill(opened.ledger)
        try await receipts(of: ids, opened.ledger)
        try await check(opened.ledger, payloads: false)
        try await check(opened.ledger, payloads: true)
        try await opened.close()
    }

    /// Appends from many writers at once; returns the ids of the facts.
    private func fill(_ ledger: Ledger) async throws -> [UUIDv7] {
        let writers = 256
        let start = ContinuousClock.now
        let ids = try await withThrowingTaskGroup(of: [UUIDv7].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var maker = BenchmarkFacts(writer: writer)
                    var ids: [UUIDv7] = []
                    for _ in 0..<entries / writers { ids.append(try await ledger.append(maker.next()).id) }
                    return ids
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let elapsed = ContinuousClock.now - start
        print("log of \(ids.count) entries filled by \(writers) writers: \(rate(ids.count, elapsed))/s")
        return ids
    }

    private func receipts(of ids: [UUIDv7], _ ledger: Ledger) async throws {
        var receipts: [Receipt] = []
        var start = ContinuousClock.now
        for sample in 0..<Self.samples {
            guard case .ready(let receipt) = try await ledger.receipt(for: ids[sample * ids.count / Self.samples])
            else {
                continue
            }
            receipts.append(receipt)
        }
        print("receipt made: \(microseconds((ContinuousClock.now - start) / receipts.count)) each")
        let texts = receipts.map(\.encoded)
        let verifier = EvidenceVerifier(trusting: [ledger.verifierKey])
        start = ContinuousClock.now
        let valid = texts.count { verifier.verify($0).outcome == .valid }
        let each = (ContinuousClock.now - start) / texts.count
        print("receipt verified: \(microseconds(each)) each, \(valid) of \(texts.count) valid, \(texts[0].count) bytes")
    }

    private func check(_ ledger: Ledger, payloads: Bool) async throws {
        let start = ContinuousClock.now
        let report = try await ledger.reader.check(payloads: payloads)
        let elapsed = ContinuousClock.now - start
        print(
            "log checked \(payloads ? "with" : "without") payloads: \(milliseconds(elapsed)), "
                + "\(rate(Int(report.entries), elapsed)) entries/s, \(report.isSound ? "sound" : "NOT SOUND")")
    }

    private func rate(_ count: Int, _ elapsed: Duration) -> Int { Int(Double(count) / (elapsed / .seconds(1))) }

    private func microseconds(_ duration: Duration) -> String { "\(Int(duration / .microseconds(1))) µs" }
}
