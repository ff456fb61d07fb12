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
        let policy = try Policy(InputFile(path, "policy").bytes(), name: path, digest: Digest.sha256)
        let folder = try await LedgerFolder.open(path: configuration.data, createIfMissing: true)
        do {
            try await group(policy, folder, connections, onReady).run()
            try await folder.close()
        } catch {
            // The first error says what went wrong; one of closing after it would only hide that.
            try? await folder.close()
            throw error
        }
    }

    private func group(
        _ policy: Policy, _ folder: LedgerFolder, _ connections: ConnectionShare,
        _ onReady: @escaping @Sendable (Running) async throws -> Void
    ) throws -> ServiceGroup {
        let (keyring, firstKey) = try loadKeys()
        let ports = BoundPorts()
        var gatewayConfiguration = try configuration.gateway.configuration(keyring: keyring)
        gatewayConfiguration.limits.connections = connections.gateway
        var evidenceConfiguration = configuration.evidence.configuration
        evidenceConfiguration.connectionLimit = connections.evidence
        let log = configuration.log.logger("governor.gateway")
        let pipeline = GatewayPipeline(
            policy: policy, configuration: gatewayConfiguration, sink: folder.ledger,
            environment: GatewayEnvironment(digest: Digest.sha256),
            metrics: GatewayMetrics(MetricsRegistry(), policy: policy.reference), logger: log)
        let gateway = try GatewayServer(pipeline: pipeline, configuration: gatewayConfiguration, logger: log) {
            ports.bind(.gateway, to: $0)
        }
        let evidence = try EvidenceService(
            configuration: evidenceConfiguration, ledger: folder.ledger,
            keyring: configuration.evidence.auth == .keys ? keyring : nil, policy: policy, metrics: MetricsRegistry(),
            logger: configuration.log.logger("governor.evidence")
        ) { ports.bind(.evidence, to: $0) }
        let greeter = Greeter(ports: ports) { [configuration] ports in
            // Only now: a start that fails must leave the first key to the next one, which can still show it.
            if firstKey != nil { try KeyringFile(path: configuration.keyringPath).save(keyring) }
            try await onReady(
                Running(
                    policy: policy.reference, gatewayURL: Self.url(configuration.gateway.host, ports[.gateway]),
                    evidenceURL: Self.url(configuration.evidence.host, ports[.evidence]), firstKey: firstKey,
                    pipeline: pipeline))
        }
        return ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: evidence), .init(service: gateway),
                    .init(service: greeter, successTerminationBehavior: .ignore),
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: configuration.log.logger("governor")))
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
        return try GatewayConfiguration(
            host: host, port: port, authentication: auth == .keys ? .keys(keyring) : .none, stream: stream,
            recordsContent: recordsContent, corpus: corpus.map { try CorpusFile($0).index() }, limits: values)
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
