import Foundation
import GovernorCore
import GovernorLedger
import GovernorSQLite

/// Writers that each append one fact after the other for some seconds.
struct AppendRun {
    let folder: String
    let writers: Int
    let seconds: Double

    func run() async throws {
        let path = "\(folder)/append-\(writers)-\(UInt32.random(in: 0..<UInt32.max))"
        let opened = try await LedgerFolder.open(path: path, createIfMissing: true)
        let ledger = opened.ledger
        let clock = ContinuousClock()
        let start = clock.now
        let busy = Self.processorSeconds
        let end = start + .milliseconds(Int(seconds * 1000))
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var maker = BenchmarkFacts(writer: writer)
                    var times: [Duration] = []
                    while clock.now < end {
                        let fact = maker.next()
                        let before = clock.now
                        _ = try await ledger.append(fact)
                        times.append(clock.now - before)
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }.sorted()
        }
        let elapsed = clock.now - start
        let cores = (Self.processorSeconds - busy) / (elapsed / .seconds(1))
        try await opened.close()
        let rate = Int(Double(times.count) / (elapsed / .seconds(1)))
        print(
            "append, \(writers) writers: \(rate)/s, p50 \(milliseconds(times[times.count / 2])), "
                + "p99 \(milliseconds(times[times.count * 99 / 100])), \(times.count) facts, "
                + "\((cores * 100).rounded() / 100) of \(ProcessInfo.processInfo.activeProcessorCount) cores busy")
    }

    /// What the process has used so far, the system's work for it included.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Decisions of about 700 bytes of payload, as a gateway records them.
struct BenchmarkFacts {
    private let writer: Int
    private var number = 0
    private var generator = SystemRandomNumberGenerator()

    init(writer: Int) { self.writer = writer }

    mutating func next() -> Fact {
        number += 1
        let now = Timestamp.now()
        return Fact(
            id: UUIDv7(at: now, using: &generator), type: "decision.prompt", time: now, stream: "gateway",
            actor: "app-\(writer)",
            policy: Self.policy,
            payload: [
                "action": "block", "allowed": false, "latency_ms": 3, "model": "example-model-2026-01",
                "reasons": [
                    ["rule": "pii-without-lawful-basis", "message": "PII without lawful basis", "action": "block"],
                    ["rule": "log-everything", "message": "keep a record of every prompt", "action": "log_only"],
                ],
                "request_id": .string("req-\(writer)-\(number)"), "text": .string(Self.text),
            ])
    }

    private static let text = String(repeating: "please summarise the attached report for the board ", count: 7)
    private static let policy = PolicyReference(
        id: "adr-006.embedded-governance", version: "1.0.0", digest: .sha256(Array("policy".utf8)))
}
