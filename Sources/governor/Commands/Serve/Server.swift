import Foundation
import GovernorCore
import GovernorGateway
import GovernorLedger
import GovernorPolicy
import GovernorSQLite
import GovernorServer
import Logging
import ServiceLifecycle
import UnixSignals

/// Governor's two listeners over one ledger.
struct Server {
    /// What callers outside need to know once both listeners are there.
    struct Running: Sendable {
        let policy: PolicyReference
        let gatewayURL: String
        let evidenceURL: String
        /// The secret of the first key, if this start made one.
        let firstKey: String?
        /// What the gateway answers with.
        let pipelines: GatewayPipelines
    }

    let source: ConfigurationSource
    let configuration: ServeConfiguration

    /// - Parameter source: Where the configuration comes from.
    /// - Throws: ``ConfigurationLoader``'s errors.
    init(_ source: ConfigurationSource) throws {
        self.source = source
        configuration = try source.configuration()
    }

    /// Runs until SIGTERM or SIGINT, then ends in order: listeners, then the ledger. SIGHUP and changed files make it read
    /// its configuration anew.
    ///
    /// - Parameter onReady: Called once when both listeners accept connections.
    func run(onReady: @escaping @Sendable (Running) async throws -> Void) async throws {
        let connections = try shareOfConnections()
        var plan = try ServerPlan(configuration)
        plan.gateway.limits.connections = connections.gateway
        plan.evidence.connectionLimit = connections.evidence
        try checkListening(plan)
        let metrics = MetricsRegistry()
        let traces = try configuration.telemetry.exporter(
            metrics: metrics, logger: configuration.log.logger("governor.telemetry"))
        let folder = try await LedgerFolder.open(path: configuration.data, createIfMissing: true)
        do {
            let holds = try await HoldRegister.open(folder.ledger, configuration.gateway.holds.settings)
            let stops = try await SystemStops.open(folder.ledger.reader)
            let pipelines = try pipelines(plan, folder, holds, stops, metrics, traces)
            try await group(plan, folder, holds, stops, pipelines, traces, onReady).run()
            try await folder.close()
        } catch {
            // The first error says what went wrong; one of closing after it would only hide that.
            try? await folder.close()
            throw error
        }
    }

    /// Refuses addresses that cannot be listened on: a start that fails leaves no new ledger behind.
    private func checkListening(_ plan: ServerPlan) throws {
        let (gateway, evidence) = (plan.gateway, plan.evidence)
        let listening = ListenerCheck()
        if let reason = listening.problem(host: gateway.host, port: gateway.port) {
            throw GatewayError.cannotListen(host: gateway.host, port: gateway.port, reason: reason)
        }
        if let reason = listening.problem(host: evidence.host, port: evidence.port) {
            throw EvidenceServiceError.cannotListen(host: evidence.host, port: evidence.port, reason: reason)
        }
    }

    /// What keeps the counters of budgets, with what was spent before where there are any.
    private func counters(of pipeline: GatewayPipeline, _ plan: ServerPlan, _ logger: Logger) async throws
        -> CounterKeeper
    {
        let keeper = CounterKeeper(
            pipeline.limiter, store: DurableFile(path: configuration.data + "/counters.json"),
            metrics: pipeline.metrics, logger: logger)
        if plan.gateway.quotas.hasBudget { try await keeper.load() }
        return keeper
    }

    /// The pipeline of the start.
    private func pipelines(
        _ plan: ServerPlan, _ folder: LedgerFolder, _ holds: HoldRegister, _ stops: SystemStops,
        _ registry: MetricsRegistry, _ traces: TraceExporter?
    ) throws -> GatewayPipelines {
        let pseudonyms = folder.pseudonyms
        var configured = plan.gateway
        let options = configuration.gateway.holds
        configured.stops = stops
        configured.holding = Holding(
            store: holds, streamsWait: options.streams == .wait ? options.waitAtMost : nil)
        let metrics = GatewayMetrics(registry)
        metrics.reloads.started(at: .now())
        return GatewayPipelines(
            try GatewayPipeline(
                policy: plan.policy, configuration: configured, sink: folder.ledger,
                environment: GatewayEnvironment(
                    digest: Digest.sha256,
                    pseudonyms: { pseudonyms.pseudonym(of: String(decoding: $0, as: UTF8.self), as: .redactedValue) },
                    tracer: traces.map { Tracer(sink: $0, ratio: configuration.telemetry.ratio) }),
                metrics: metrics, logger: configuration.log.logger("governor.gateway")))
    }

    /// Records which policy decides from now on. A ledger that takes no facts now may do so later: until then, all is denied.
    private func recordStart(_ pipelines: GatewayPipelines, _ logger: Logger) async {
        do { try await pipelines.recordStart() } catch { logger.error("the start is not recorded", error: error) }
    }

    private func group(
        _ plan: ServerPlan, _ folder: LedgerFolder, _ holds: HoldRegister, _ stops: SystemStops,
        _ pipelines: GatewayPipelines, _ traces: TraceExporter?,
        _ onReady: @escaping @Sendable (Running) async throws -> Void
    ) async throws -> ServiceGroup {
        let ports = BoundPorts()
        let log = configuration.log.logger("governor.gateway")
        await recordStart(pipelines, log)
        let (keyring, policy) = (Current(plan.keyring), Current(plan.policy))
        let gateway = try GatewayServer(pipelines: pipelines, configuration: plan.gateway, logger: log) {
            ports.bind(.gateway, to: $0)
        }
        let evidence = try EvidenceService(
            configuration: plan.evidence, ledger: folder.ledger, holds: holds, stops: stops,
            keyring: configuration.evidence.auth == .keys ? keyring : nil, policy: policy,
            metrics: MetricsRegistry(), logger: configuration.log.logger("governor.evidence")
        ) { ports.bind(.evidence, to: $0) }
        let greeter = Greeter(ports: ports) { [configuration] ports in
            try await onReady(
                Running(
                    policy: plan.policy.reference, gatewayURL: Self.url(configuration.gateway.host, ports[.gateway]),
                    evidenceURL: Self.url(configuration.evidence.host, ports[.evidence]), firstKey: plan.firstKey,
                    pipelines: pipelines))
            // Only now that it was shown: a start that fails must leave the first key to the next one.
            if plan.firstKey != nil { try KeyringFile(path: configuration.keyringPath).add(plan.keyring.all) }
        }
        let counters = try await counters(of: pipelines.current, plan, log)
        var logger = configuration.log.logger("governor")
        let reloader = Reloader(
            reload: Reload(
                source, plan, pipelines: pipelines, keyring: keyring, policy: policy, counters: counters, logger: logger
            ),
            // From here on SIGHUP does not end the process.
            signals: await UnixSignalsSequence(trapping: .sighup))
        // Below that, a group writes down the services themselves.
        logger.logLevel = max(logger.logLevel, .info)
        return ServiceGroup(
            configuration: .init(
                // They end in the opposite order: traces and counters when nobody makes spans or counts any more.
                services: (traces.map { [.init(service: $0)] } ?? []) + [
                    .init(service: counters),
                    .init(service: HoldExpiry(holds: holds, logger: logger)),
                    .init(service: Listeners(all: [gateway, evidence])),
                    .init(service: reloader),
                    .init(service: greeter, successTerminationBehavior: .ignore),
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    }

    /// How many connections the listeners get of those that are configured, after the system's limit was raised.
    private func shareOfConnections() throws -> ConnectionShare {
        let (gateway, evidence) = (configuration.gateway.limits.connections, configuration.evidence.limits.connections)
        let descriptors = DescriptorLimit.raise()
        let share = try ConnectionShare(
            gateway: gateway, evidence: evidence, descriptors: descriptors,
            threads: ProcessInfo.processInfo.activeProcessorCount)
        if share.gateway < gateway || share.evidence < evidence {
            configuration.log.logger("governor").warning(
                "fewer connections than configured: raise the limit of open files",
                metadata: [
                    "limit": "\(descriptors)", "gateway": "\(share.gateway)", "evidence": "\(share.evidence)",
                ])
        }
        return share
    }

    private static func url(_ host: String, _ port: Int?) -> String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return "http://\(name):\(port ?? 0)"
    }
}
