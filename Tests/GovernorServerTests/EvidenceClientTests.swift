import GovernorCore
import GovernorLedger
import GovernorPolicy
import GovernorTesting
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import GovernorServer

@Suite struct EvidenceClientTests {
    /// More time than any answer takes, on however busy a machine.
    private static let patience = Duration.seconds(600)

    private static func fact(_ payload: JSONValue) -> Fact {
        var random = SeededGenerator(seed: 3)
        return Fact(
            id: UUIDv7(at: TestService.now, using: &random), type: "gate.run", time: TestService.now, stream: "credit",
            actor: "ci", subjects: [Fact.Subject(name: "eval_quality.json", digest: TestService.sha256([1]))],
            policy: PolicyReference(id: "p", version: "1", digest: TestService.sha256([2])), payload: payload)
    }

    /// Runs a service on a port of the system's choice, and stops it in the way a process is stopped.
    private static func withService(
        _ service: TestService, _ test: @escaping @Sendable (_ url: String) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        var configuration = EvidenceServiceConfiguration.patient
        configuration.port = 0
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try EvidenceService(
            configuration: configuration, ledger: service.ledger, holds: service.holds, stops: service.stops,
            keyring: Current(service.keyring), policy: Current(try TestService.policy()), metrics: service.metrics,
            logger: logger,
            onListening: { listening.yield($0) })
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [.init(service: server)], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            do {
                try await test("http://127.0.0.1:\(port)/")
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func `a fact sent over HTTP is in the ledger, once, and can be proved`() async throws {
        let service = try await TestService()
        try await Self.withService(service) { url in
            let client = try EvidenceClient(url: url, apiKey: service.keys[.service], timeout: Self.patience)
            let first = try await client.append(Self.fact(["outcome": "PASS"]), idempotencyKey: "run-1")
            let second = try await client.append(Self.fact(["outcome": "PASS"]), idempotencyKey: "run-1")
            #expect(first == second)
            #expect(first.sequence == 1)
            let recorded = try #require(try await service.ledger.reader.fact(first.id))
            #expect(recorded.leaf.content.subjects.map(\.name) == ["eval_quality.json"])
            #expect(recorded.leaf.content.policy?.id == "p")
            #expect(recorded.leaf.content.fields.map(\.pointer.description) == ["/outcome"])
            #expect(service.ledger.reader.size == 1)
            let other = await #expect(throws: ServiceClientError.self) {
                try await client.append(Self.fact(["outcome": "FAIL"]), idempotencyKey: "run-1")
            }
            #expect(other?.code == "ledger.idempotency-conflict")
        }
    }

    @Test func `a refusal says why, in the service's words`() async throws {
        let service = try await TestService()
        try await Self.withService(service) { url in
            let auditor = try EvidenceClient(url: url, apiKey: service.keys[.auditor], timeout: Self.patience)
            let refused = await #expect(throws: ServiceClientError.self) {
                try await auditor.append(Self.fact([:]), idempotencyKey: nil)
            }
            #expect(refused?.code == "access.forbidden")
            #expect(refused?.message.contains("'evidence:write'") == true)
            let nobody = try EvidenceClient(url: url, apiKey: nil, timeout: Self.patience)
            let unknown = await #expect(throws: ServiceClientError.self) {
                try await nobody.append(Self.fact([:]), idempotencyKey: nil)
            }
            #expect(unknown?.hint == "send 'Authorization: Bearer gov_…'")
            let elsewhere = try EvidenceClient(
                url: url + "elsewhere", apiKey: service.keys[.service], timeout: Self.patience)
            let lost = await #expect(throws: ServiceClientError.self) {
                try await elsewhere.append(Self.fact([:]), idempotencyKey: nil)
            }
            #expect(lost?.code == "request.unknown-route")
        }
    }

    @Test func `nobody listening is an error that says what to check`() async throws {
        // Port 1 of this machine: nothing listens below 1024 unless it was set up to.
        let client = try EvidenceClient(url: "http://127.0.0.1:1", apiKey: nil, timeout: Self.patience)
        let error = await #expect(throws: ServiceClientError.self) {
            try await client.append(Self.fact([:]), idempotencyKey: nil)
        }
        #expect(error?.code == "client.unreachable")
        #expect(error?.hint?.contains("governor serve") == true)
    }

    @Test(arguments: [
        "", "localhost:8080", "ftp://a", "http://", "http://a b", "http://a/?x=1", "https://a#b",
        "http://a\\@localhost",
    ])
    func `what is no address is refused before anything is sent`(url: String) {
        #expect(throws: ServiceClientError.unusableURL(.evidence)) { try EvidenceClient(url: url, apiKey: nil) }
    }

    @Test(arguments: [
        "http://governor.example.com:8080", "http://10.0.0.7", "http://localhost.example.com", "http://[::2]:8080",
        "http://127.0.0.1@example.com", "http://example.com/@localhost", "http:///localhost", "http://@",
    ])
    func `another machine is not written to in the clear`(url: String) {
        let error = #expect(throws: ServiceClientError.unprotectedURL(.evidence)) {
            try EvidenceClient(url: url, apiKey: nil)
        }
        #expect(error?.hint?.contains("https://") == true)
    }

    @Test(arguments: ["http://localhost:8080/", "http://127.0.0.1", "http://[::1]:8080", "https://example.com:8080/a"])
    func `this machine and what is encrypted can be written to`(url: String) {
        #expect(throws: Never.self) { try EvidenceClient(url: url, apiKey: nil) }
    }

    @Test func `a key that a header cannot carry is refused`() {
        #expect(throws: ServiceClientError.unusableKey(.evidence)) {
            try EvidenceClient(url: "http://localhost", apiKey: "gov_\r\nx")
        }
    }
}
