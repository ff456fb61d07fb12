import GovernorCore
import GovernorGateway
import GovernorPolicy

/// A model that clients may ask for, and the servers that answer for it.
struct ModelOptions: Sendable, Equatable {
    var name: String
    /// At least one.
    var targets: [TargetOptions]
    var fallbacks: [String]
    var revealsFallback: Bool
    var timeouts: UpstreamTimeouts
    var retries: RetryPolicy
    var circuit: CircuitLimits
    /// What may pass uninspected; nil for what may anywhere.
    var unread: UnreadContent?
    var price: PriceOptions?

    /// Whether the built-in model alone answers, whose tokens cost nothing.
    var isDemo: Bool { targets.allSatisfy { $0.server.api == .demo } }

    /// What metrics, records and operators call the targets, in their order.
    var targetNames: [String] {
        targets.map { $0.name ?? (targets.count == 1 ? name : "\(name)/\($0.cohort)") }
    }
}

extension ModelOptions {
    /// The models that clients may ask for.
    static let list: Shape<[ModelOptions]> = Shape<[Located<ModelOptions>]>.list(of: shape.located, limit: 1000)
        .refusing("configuration.model", located: problem).map { $0.map(\.value) }

    private static let shape: Shape<ModelOptions> = Shape<Draft>.object(
        "A model that clients may ask for, and the servers that answer for it.",
        .required(
            "name", .nonEmptyString,
            "The model's name for clients; with a * at its end, all that begin so. Of several that fit, the first counts."
        ),
        .optional("api", .word, ServerOptions.apiSentence + " Needed, unless there are targets."),
        ServerOptions.url, ServerOptions.servedName, ServerOptions.apiKeyFile, ServerOptions.certificateAuthorityFile,
        ServerOptions.version, ServerOptions.onVersionMismatch,
        .defaulted(
            "targets", .list(of: TargetOptions.shape, limit: 16), to: [],
            "Several servers instead of one, each with a part of the traffic: a person's requests stay with one of them."
        ),
        .defaulted(
            "fallbacks", .list(of: .nonEmptyString, limit: 16), to: [],
            "The names of models that are asked when no server of this one answers, in order; after each of them its own fallbacks."
        ),
        .defaulted(
            "reveal_fallback", .bool, to: false,
            "Whether the answer of a fallback says which model has answered; else it bears the name that was asked for."
        ),
        .defaulted("timeouts", UpstreamTimeouts.shape, to: UpstreamTimeouts(), "How long its servers may take."),
        .defaulted(
            "retries", RetryPolicy.shape, to: RetryPolicy(), "How often a request is sent again to the same server."),
        .defaulted(
            "circuit", CircuitLimits.shape, to: .server, "When a server that fails is left alone for a while."),
        .optional(
            "unread", UnreadContent.shape, "What may pass uninspected; what gateway.unread says if left out."),
        .optional("price", PriceOptions.shape, "What its tokens cost, for budgets of money."),
        make: Draft.init
    ).refusing("configuration.model") { $0.problem }.map(\.options)

    /// The keys as they are written: a server's own, or those of several.
    private struct Draft: Sendable {
        let name: String
        let api: ServerOptions.API?
        let url: String?
        let servedName: String?
        let apiKeyFile: String?
        let certificateAuthorityFile: String?
        let version: String?
        let onVersionMismatch: VersionPin.Mismatch
        let targets: [TargetOptions]
        let fallbacks: [String]
        let revealsFallback: Bool
        let timeouts: UpstreamTimeouts
        let retries: RetryPolicy
        let circuit: CircuitLimits
        let unread: UnreadContent?
        let price: PriceOptions?

        var problem: (message: String, hint: String)? {
            guard let api else {
                let own = [url, servedName, apiKeyFile, certificateAuthorityFile, version].contains { $0 != nil }
                if targets.isEmpty { return ("a model needs a server", "add 'api:' and 'url:', or 'targets:'") }
                if own { return ("a model with targets has no server of its own", "move its keys to a target") }
                guard targets.contains(where: { $0.weight > 0 }) else {
                    return ("no target gets any traffic", "give one of them a weight above 0")
                }
                return nil
            }
            guard targets.isEmpty else { return ("a model has a server or targets", "remove 'api:', or 'targets:'") }
            return server(api).problem
        }

        var options: ModelOptions? {
            let single = api.map { TargetOptions(name: nil, cohort: ModelTarget.stable, weight: 1, server: server($0)) }
            return ModelOptions(
                name: name, targets: single.map { [$0] } ?? targets, fallbacks: fallbacks,
                revealsFallback: revealsFallback, timeouts: timeouts, retries: retries, circuit: circuit,
                unread: unread, price: price)
        }

        private func server(_ api: ServerOptions.API) -> ServerOptions {
            ServerOptions(
                api: api, url: url, servedName: servedName, apiKeyFile: apiKeyFile,
                certificateAuthorityFile: certificateAuthorityFile, version: version,
                onVersionMismatch: onVersionMismatch)
        }
    }

    /// The routes of models, and the connections to their servers.
    ///
    /// - Parameters:
    ///   - unread: What may pass uninspected where a model does not say.
    ///   - known: Connections that there are already, of which those to servers that stay are used again.
    /// - Throws: ``CommandError`` for a key that cannot be read, `UpstreamFailure` for certificates that cannot be used.
    static func routes(
        _ models: [ModelOptions], unread: UnreadContent = UnreadContent(), reusing known: UpstreamServers? = nil
    ) throws -> (routes: ModelRoutes, servers: UpstreamServers) {
        var servers = UpstreamServers(reusing: known)
        let routes = ModelRoutes(
            try models.map { model in
                let targets = try zip(model.targets, model.targetNames).map { target, name in
                    let (upstream, paths, headers) = try servers.reach(target.server, within: model.timeouts)
                    return ModelTarget(
                        name: name, upstream: upstream, paths: paths, headers: headers,
                        servedName: target.server.servedName, cohort: target.cohort, weight: target.weight,
                        pin: target.server.version.map {
                            VersionPin(version: $0, onMismatch: target.server.onVersionMismatch)
                        })
                }
                return ModelRoute(
                    name: model.name, targets: targets, fallbacks: model.fallbacks,
                    revealsFallback: model.revealsFallback, retries: model.retries, circuit: model.circuit,
                    unread: model.unread ?? unread)
            })
        servers.forgetOthers()
        return (routes, servers)
    }
}
