import Foundation
import GovernorCore
import GovernorGateway
import GovernorLedger
import GovernorPolicy
import Logging
import Synchronization
import Testing

@testable import governor

/// What becomes of a change, with a ledger that fails when told to.
@Suite(.timeLimit(.minutes(5))) struct ReloadOutcomeTests {
    private static func policy(_ version: String) -> String {
        "meta: {policy_id: changing, version: \(version), effective_date: 2026-01-01}\n"
            + "rules:\n  - {id: all, when: text_bytes > 0, action: block, message: version \(version)}\n"
    }

    /// A server's reloading without its listeners.
    private struct Bench {
        let folder: WorkFolder
        let sink = FlakySink()
        let reload: Reload
        let pipelines: GatewayPipelines
        let policy: Current<Policy>

        init() async throws {
            let folder = try WorkFolder()
            self.folder = folder
            try folder.write(ReloadOutcomeTests.policy("1.0.0"), to: "policy.yaml")
            let text = "{policy: \(folder.url.path)/policy.yaml, data: \(folder.url.path)/d, gateway: {auth: none}, "
            try folder.write(text + "evidence: {auth: none}}\n", to: "governor.yaml")
            let file = folder.url.appending(path: "governor.yaml").path
            let source = ConfigurationSource(file: file) {
                try ConfigurationLoader(environment: Environment([:])).load(file: file)
            }
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let plan = try ServerPlan(source.configuration())
            policy = Current(plan.policy)
            pipelines = GatewayPipelines(
                try GatewayPipeline(
                    policy: plan.policy, configuration: plan.gateway, sink: sink,
                    environment: GatewayEnvironment(digest: Digest.sha256), metrics: GatewayMetrics(MetricsRegistry()),
                    logger: logger))
            let counters = CounterKeeper(
                pipelines.current.limiter, store: NoStore(), metrics: pipelines.current.metrics, logger: logger)
            reload = Reload(
                source, plan, pipelines: pipelines, keyring: Current(plan.keyring), policy: policy, counters: counters,
                logger: logger)
        }

        var status: ReloadStatus { pipelines.current.metrics.reloads }
        var version: String { policy.value.reference.version }

        /// What the gateway says of a prompt.
        func reasons() async -> String {
            let request = GatewayRequest(
                method: "POST", target: "/filter/prompt", contentType: "application/json",
                body: Array(#"{"prompt":"Hi"}"#.utf8))
            return String(decoding: await pipelines.current.response(to: request).body, as: UTF8.self)
        }

        func count(_ outcome: String) async -> String? {
            let request = GatewayRequest(method: "GET", target: "/metrics")
            let text = String(decoding: await pipelines.current.response(to: request).body, as: UTF8.self)
            return text.split(separator: "\n").first {
                $0.hasPrefix("governor_config_reloads_total{outcome=\"\(outcome)\"}")
            }
            .flatMap { $0.split(separator: " ").last }.map(String.init)
        }
    }

    @Test func `what could not be recorded comes into force as soon as the ledger takes facts again`() async throws {
        let bench = try await Bench()
        try bench.folder.write(Self.policy("2.0.0"), to: "policy.yaml")
        bench.sink.isFailing.withLock { $0 = true }
        await bench.reload.take(.signal)
        for _ in 1...3 { await bench.reload.look() }
        #expect(bench.status.isStale && bench.version == "1.0.0")
        // Tried again and again, told once.
        #expect(await bench.count("failed") == "1")
        bench.sink.isFailing.withLock { $0 = false }
        await bench.reload.look()
        #expect(!bench.status.isStale && bench.version == "2.0.0")
        #expect(await bench.reasons().contains("version 2.0.0"))
        #expect(await bench.count("ok") == "1")
    }

    @Test func `a changed comment changes nothing and is not counted, unless somebody asks`() async throws {
        let bench = try await Bench()
        try bench.folder.write("# A comment.\n" + Self.policy("1.0.0"), to: "policy.yaml")
        for _ in 1...3 { await bench.reload.look() }
        #expect(await bench.count("ok") == "0")
        await bench.reload.take(.signal)
        #expect(await bench.count("ok") == "1")
        #expect(bench.sink.types.withLock { $0 }.isEmpty)
    }

    @Test func `keys that are gone are no reason to make new ones`() async throws {
        let folder = try WorkFolder()
        try folder.write(Self.policy("1.0.0"), to: "policy.yaml")
        var configuration = ServeConfiguration.defaults
        configuration.policy = folder.url.appending(path: "policy.yaml").path
        configuration.data = folder.url.appending(path: "d").path
        let start = try ServerPlan(configuration)
        #expect(start.firstKey != nil && start.keyring.all.map(\.id) == ["admin"])
        let error = #expect(throws: CommandError.self) { try ServerPlan(configuration, after: start) }
        #expect(error == .missing(path: configuration.keyringPath, what: "file of API keys"))
    }

    /// Takes facts unless it is told to fail.
    private final class FlakySink: EvidenceSink {
        struct Unavailable: Error {}

        let isFailing = Mutex(false)
        let types = Mutex<[FactType]>([])

        func probe() async throws { if isFailing.withLock({ $0 }) { throw Unavailable() } }

        func append(_ fact: Fact, idempotencyKey: String?) async throws -> AppendedFact {
            try await probe()
            let count = types.withLock { types in
                types.append(fact.type)
                return UInt64(types.count)
            }
            return AppendedFact(id: fact.id, index: count - 1, sequence: count)
        }
    }

    /// There are no budgets to store.
    private struct NoStore: CounterStore {
        let name = "nowhere"

        func read() async throws -> [UInt8]? { nil }
        func write(_ bytes: [UInt8]) async throws {}
    }
}
