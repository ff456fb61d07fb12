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
        let pipeline: GatewayPipeline
    }

    let configuration: ServeConfiguration

    /// Runs until SIGTERM or SIGINT, then ends in order: listeners, then the ledger.
    ///
    /// - Parameter onReady: Called once when both listeners accept connections.
    func run(onReady: @escaping @Sendable (Running) async throws -> Void) async throws {
        guard let path = configuration.policy else { throw ServeError.noPolicy }
        let connections = try shareOfConnections()
        let policy = try PolicyFile.policy(InputFile(path, "policy").bytes(), name: path)
        let (keyring, firstKey) = try loadKeys()
        var gateway = try configuration.gateway.configuration(keyring: keyring)
        gateway.limits.connections = connections.gateway
        var evidence = configuration.evidence.configuration
        evidence.connectionLimit = connections.evidence
        let plan = Plan(policy: policy, keyring: keyring, firstKey: firstKey, gateway: gateway, evidence: evidence)
        try check(plan)
        let folder = try await LedgerFolder.open(path: configuration.data, createIfMissing: true)
        do {
            let holds = try await HoldRegister.open(folder.ledger, configuration.gateway.holds.settings)
            let stops = try await SystemStops.open(folder.ledger.reader)
            try await group(plan, folder, holds, stops, onReady).run()
            try await folder.close()
        } catch {
            // The first error says what went wrong; one of closing after it would only hide that.
            try? await folder.close()
            throw error
        }
    }

    /// What a start has read and checked before anything is made.
    private struct Plan {
        let policy: Policy
        let keyring: APIKeyring
        /// The secret of the key that this start makes, if it makes one.
        let firstKey: String?
        let gateway: GatewayConfiguration
        let evidence: EvidenceServiceConfiguration
    }

    /// Refuses what the listeners would refuse: a start that fails leaves no new ledger behind.
    private func check(_ plan: Plan) throws {
        let (gateway, evidence) = (plan.gateway, plan.evidence)
        try checkKeys(plan)
        try GatewayServer.check(gateway)
        try EvidenceService.check(evidence, hasKeys: configuration.evidence.auth == .keys)
        let listening = ListenerCheck()
        if let reason = listening.problem(host: gateway.host, port: gateway.port) {
            throw GatewayError.cannotListen(host: gateway.host, port: gateway.port, reason: reason)
        }
        if let reason = listening.problem(host: evidence.host, port: evidence.port) {
            throw EvidenceServiceError.cannotListen(host: evidence.host, port: evidence.port, reason: reason)
        }
    }

    /// Refuses an entry for a key that nobody bears: its limits would hold for nobody.
    private func checkKeys(_ plan: Plan) throws(ServeError) {
        let ids = plan.gateway.principals
        for key in plan.gateway.quotas.keys where !ids.contains(where: key.isMeant) && !key.id.hasSuffix("*") {
            throw .unknownKey(id: key.id, nearest: nearestName(to: key.id, among: ids))
        }
    }

    /// What keeps the counters of budgets, where there are any, with what was spent before.
    private func counters(of pipeline: GatewayPipeline, _ plan: Plan, _ logger: Logger) async throws -> CounterKeeper? {
        guard plan.gateway.quotas.hasBudget else { return nil }
        let keeper = CounterKeeper(
            pipeline.limiter, store: DurableFile(path: configuration.data + "/counters.json"),
            metrics: pipeline.metrics, logger: logger)
        try await keeper.load()
        return keeper
    }

    private func group(
        _ plan: Plan, _ folder: LedgerFolder, _ holds: HoldRegister, _ stops: SystemStops,
        _ onReady: @escaping @Sendable (Running) async throws -> Void
    ) async throws -> ServiceGroup {
        let ports = BoundPorts()
        let log = configuration.log.logger("governor.gateway")
        let pseudonyms = folder.pseudonyms
        var configured = plan.gateway
        let options = configuration.gateway.holds
        configured.stops = stops
        configured.holding = Holding(
            store: holds, streamsWait: options.streams == .wait ? options.waitAtMost : nil)
        let pipeline = try GatewayPipeline(
            policy: plan.policy, configuration: configured, sink: folder.ledger,
            environment: GatewayEnvironment(
                digest: Digest.sha256,
                pseudonyms: { pseudonyms.pseudonym(of: String(decoding: $0, as: UTF8.self), as: .redactedValue) }),
            metrics: GatewayMetrics(MetricsRegistry(), policy: plan.policy.reference), logger: log)
        let gateway = try GatewayServer(pipeline: pipeline, configuration: plan.gateway, logger: log) {
            ports.bind(.gateway, to: $0)
        }
        let evidence = try EvidenceService(
            configuration: plan.evidence, ledger: folder.ledger, holds: holds, stops: stops,
            keyring: configuration.evidence.auth == .keys ? plan.keyring : nil, policy: plan.policy,
            metrics: MetricsRegistry(), logger: configuration.log.logger("governor.evidence")
        ) { ports.bind(.evidence, to: $0) }
        let greeter = Greeter(ports: ports) { [configuration] ports in
            try await onReady(
                Running(
                    policy: plan.policy.reference, gatewayURL: Self.url(configuration.gateway.host, ports[.gateway]),
                    evidenceURL: Self.url(configuration.evidence.host, ports[.evidence]), firstKey: plan.firstKey,
                    pipeline: pipeline))
            // Only now that it was shown: a start that fails must leave the first key to the next one.
            if plan.firstKey != nil { try KeyringFile(path: configuration.keyringPath).add(plan.keyring.all) }
        }
        let counters = try await counters(of: pipeline, plan, log)
        var logger = configuration.log.logger("governor")
        // Below that, a group writes down the services themselves.
        logger.logLevel = max(logger.logLevel, .info)
        return ServiceGroup(
            configuration: .init(
                // They end in the opposite order: the counters when nobody counts any more.
                services: (counters.map { [.init(service: $0)] } ?? []) + [
                    .init(service: HoldExpiry(holds: holds, logger: logger)),
                    .init(service: Listeners(all: [gateway, evidence])),
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

    /// The keys, and the secret of the one that the first start makes for an administrator; it is not saved yet.
    private func loadKeys() throws -> (APIKeyring, firstKey: String?) {
        if let keyring = try KeyringFile(path: configuration.keyringPath).load() { return (keyring, nil) }
        var keyring = APIKeyring(digest: Digest.sha256)
        guard configuration.gateway.auth == .keys || configuration.evidence.auth == .keys else { return (keyring, nil) }
        let secret = KeyringFile.addKey(id: "admin", role: .admin, to: &keyring)
        return (keyring, secret)
    }

    private static func url(_ host: String, _ port: Int?) -> String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return "http://\(name):\(port ?? 0)"
    }
}

extension GatewayOptions {
    fileprivate func configuration(keyring: APIKeyring) throws -> GatewayConfiguration {
        var values = GatewayLimits()
        values.bodyBytes = min(limits.bodyBytes, limits.totalBodyBytes)
        values.totalBodyBytes = limits.totalBodyBytes
        values.headerBytes = limits.headerBytes
        values.idleTimeout = limits.idleTimeout
        values.bodyTimeout = limits.bodyTimeout
        values.requestTimeout = limits.requestTimeout
        values.shutdownTimeout = limits.shutdownTimeout
        var configuration = try GatewayConfiguration(
            host: host, port: port, authentication: auth == .keys ? .keys(keyring) : .none, stream: stream,
            recordsContent: recordsContent, corpus: corpus.map { try CorpusFile($0).index() },
            secondOpinions: secondOpinions.map { try $0.opinion() }, models: ModelOptions.routes(models),
            limits: values)
        configuration.quotas = quotas
        configuration.queryWatch = queryWatch
        configuration.substitutes = substitutes
        return configuration
    }
}

extension EvidenceOptions {
    fileprivate var configuration: EvidenceServiceConfiguration {
        var configuration = EvidenceServiceConfiguration()
        configuration.host = host
        configuration.port = port
        configuration.bodyLimit = limits.bodyBytes
        configuration.idleTimeout = limits.idleTimeout
        configuration.requestTimeout = limits.requestTimeout
        configuration.shutdownTimeout = limits.shutdownTimeout
        configuration.isLogPublic = publicLog
        return configuration
    }
}
