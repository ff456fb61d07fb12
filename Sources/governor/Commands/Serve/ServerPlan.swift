import GovernorCore
import GovernorGateway
import GovernorInspect
import GovernorLedger
import GovernorPolicy
import GovernorServer

/// What a start or a reload has read and checked, before anything is made of it.
struct ServerPlan: Sendable {
    let configuration: ServeConfiguration
    let policy: Policy
    let keyring: APIKeyring
    /// The secret of the key that this start makes, if it makes one.
    let firstKey: String?
    var gateway: GatewayConfiguration
    var evidence: EvidenceServiceConfiguration
    /// The connections to the models' servers.
    private let servers: UpstreamServers
    /// What the other files held.
    private let files: [String: FileVersion]

    /// Reads everything that a configuration names.
    ///
    /// - Parameter predecessor: What is in force, where the server runs already. What did not change is used again.
    /// - Throws: ``ServeError``, ``CommandError``, `DocumentErrors` and others that say what has to be mended.
    init(_ configuration: ServeConfiguration, after predecessor: ServerPlan? = nil) throws {
        guard let path = configuration.policy else { throw ServeError.noPolicy }
        let fixed = predecessor?.configuration.fixedKeys(changedIn: configuration) ?? []
        guard fixed.isEmpty else { throw ServeError.needsRestart(keys: fixed) }
        self.configuration = configuration
        let options = configuration.gateway
        files = Dictionary(
            options.partFiles.map { ($0, FileVersion($0)) }, uniquingKeysWith: { first, _ in first })
        let file = InputFile(path, "policy")
        if let predecessor, file.isStandardInput {
            policy = predecessor.policy
        } else {
            policy = try PolicyFile.policy(file.bytes(), name: path)
        }
        (keyring, firstKey) = try Self.keys(configuration, isStart: predecessor == nil)
        let known = Known(predecessor, files)
        gateway = try GatewayConfiguration(
            host: options.host, port: options.port, authentication: options.auth == .keys ? .keys(keyring) : .none,
            stream: options.stream, recordsContent: options.recordsContent,
            corpus: known.corpus(of: options) ?? options.corpus.map { try CorpusFile($0).index() },
            secondOpinions: known.opinions(of: options) ?? options.secondOpinions.map { try $0.opinion() },
            limits: options.limits.limits)
        (gateway.models, servers) = try ModelOptions.routes(
            options.models, unread: options.unread, reusing: predecessor?.servers)
        gateway.quotas = options.quotas
        gateway.queryWatch = options.queryWatch
        gateway.substitutes = options.substitutes
        evidence = configuration.evidence.configuration
        try check()
    }

    /// Whether nothing would change with it.
    func isSame(as other: ServerPlan) -> Bool {
        configuration == other.configuration && policy.reference == other.policy.reference
            && keyring.all == other.keyring.all && files == other.files
    }

    /// Refuses what the listeners would refuse, and an entry for a key that nobody bears: its limits would hold for nobody.
    private func check() throws {
        let ids = gateway.principals
        for key in gateway.quotas.keys where !ids.contains(where: key.isMeant) && !key.id.hasSuffix("*") {
            throw ServeError.unknownKey(id: key.id, nearest: nearestName(to: key.id, among: ids))
        }
        try GatewayServer.check(gateway)
        try EvidenceService.check(evidence, hasKeys: configuration.evidence.auth == .keys)
    }

    /// The keys, and the secret of the one that the first start makes for an administrator; it is not saved yet.
    private static func keys(
        _ configuration: ServeConfiguration, isStart: Bool
    ) throws -> (APIKeyring, firstKey: String?) {
        if let keyring = try KeyringFile(path: configuration.keyringPath).load() { return (keyring, nil) }
        var keyring = APIKeyring(digest: Digest.sha256)
        guard configuration.gateway.auth == .keys || configuration.evidence.auth == .keys else { return (keyring, nil) }
        // A file that has gone while the server runs is a mistake, and no reason to make somebody an administrator.
        guard isStart else { throw CommandError.missing(path: configuration.keyringPath, what: "file of API keys") }
        let secret = KeyringFile.addKey(id: "admin", role: .admin, to: &keyring)
        return (keyring, secret)
    }

    /// What was read before and has not changed since.
    private struct Known {
        private let predecessor: ServerPlan?
        private let files: [String: FileVersion]

        init(_ predecessor: ServerPlan?, _ files: [String: FileVersion]) {
            self.predecessor = predecessor
            self.files = files
        }

        func corpus(of options: GatewayOptions) -> CorpusIndex? {
            guard let predecessor, let path = options.corpus, predecessor.configuration.gateway.corpus == path,
                isSame(path)
            else { return nil }
            return predecessor.gateway.corpus
        }

        func opinions(of options: GatewayOptions) -> [SecondOpinion]? {
            guard let predecessor, predecessor.configuration.gateway.secondOpinions == options.secondOpinions,
                options.secondOpinions.flatMap(\.files).allSatisfy(isSame)
            else { return nil }
            return predecessor.gateway.secondOpinions
        }

        private func isSame(_ path: String) -> Bool { predecessor?.files[path] == files[path] }
    }
}

extension GatewayLimitOptions {
    fileprivate var limits: GatewayLimits {
        var values = GatewayLimits()
        values.bodyBytes = min(bodyBytes, totalBodyBytes)
        values.totalBodyBytes = totalBodyBytes
        values.headerBytes = headerBytes
        values.idleTimeout = idleTimeout
        values.bodyTimeout = bodyTimeout
        values.requestTimeout = requestTimeout
        values.shutdownTimeout = shutdownTimeout
        values.farewell = min(values.farewell, shutdownTimeout / 2)
        return values
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
