import GovernorCore
import GovernorTesting
import HTTPTypes
import Logging
import Synchronization
import Testing

@testable import GovernorServer

@Suite struct LogTests {
    @Test func `a request leaves one line with route and status, and no word of the caller`() async throws {
        let log = CollectedLog()
        let service = try await TestService()
        try await service.run(logger: log.logger) { caller in
            let evidence: JSONValue = ["artifactType": "a", "modelVersion": "s3cret", "metadata": ["s3cret": "s3cret"]]
            let named: HTTPFields = [.userAgent: "s3cret"]
            #expect(try await caller.send(.post, "/evidence", evidence, headers: named).status == 201)
            _ = try await caller.send(.post, "/evidence", ["s3cret": "s3cret"])
            _ = try await caller.send(.post, "/evidence", text: "{s3cret", headers: [.contentType: "application/json"])
            _ = try await caller.send(.post, "/incident", ["severity": "low", "description": "s3cret"])
            _ = try await caller.send(.get, "/s3cret?s3cret=s3cret")
            _ = try await caller.send(.get, "/evidence/s3cret")
            _ = try await caller.send(.get, "/risk/snapshot?model=s3cret")
            _ = try await caller.send(.get, "/evidence", as: nil, headers: [.authorization: "Bearer s3cret"])
        }
        let lines = log.lines
        #expect(lines.count { $0.hasPrefix("debug Answered") } == 8)
        #expect(lines.contains { $0.contains("route=/evidence") && $0.contains("status=201") })
        for line in lines { #expect(!line.contains("s3cret"), "\(line)") }
        for key in service.keys.values { #expect(!lines.contains { $0.contains(key) }) }
    }

    @Test func `a failure of the ledger names its cause in the log only`() async throws {
        struct DiskOnFire: Error {}
        let isBroken = Mutex(false)
        let anchor = InMemoryAnchor { if isBroken.withLock({ $0 }) { throw DiskOnFire() } }
        let log = CollectedLog()
        let service = try await TestService(bench: LedgerBench(anchor: anchor))
        try await service.run(logger: log.logger) { caller in
            isBroken.withLock { $0 = true }
            let reply = try await caller.send(.post, "/evidence", ["artifactType": "a", "modelVersion": "m"])
            #expect(reply.code == "ledger.failed")
            #expect(!reply.text.contains("DiskOnFire"))
        }
        #expect(log.lines.contains { $0.hasPrefix("error Answering failed") && $0.contains("cause=DiskOnFire") })
    }

    @Test func `work that takes too long is cancelled and answered with 503`() async throws {
        let problem = await #expect(throws: Problem.self) {
            try await withDeadline(.milliseconds(1), on: DeadlineTimer(ContinuousClock())) {
                try await Task.sleep(for: .seconds(3600))
            }
        }
        #expect(problem?.status == .serviceUnavailable)
        #expect(problem?.code == "server.timeout")
    }

    @Test func `work that ends well in spite of its deadline has its answer`() async throws {
        let answer = try await withDeadline(.milliseconds(1), on: DeadlineTimer(ContinuousClock())) {
            // As an append does: it cannot be called back once it is queued.
            try? await Task.sleep(for: .seconds(3600))
            return "durable"
        }
        #expect(answer == "durable")
    }
}

/// What a service has logged, as lines of level, message and metadata.
private final class CollectedLog: Sendable {
    private let collected = Mutex<[String]>([])

    var lines: [String] { collected.withLock { $0 } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(log: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let log: CollectedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
            let pairs = all.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
            log.collected.withLock { $0.append("\(event.level) \(event.message) \(pairs)") }
        }
    }
}
