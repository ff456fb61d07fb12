import Foundation
import GovernorCore
import GovernorDialects
import GovernorGateway
import GovernorPolicy

/// A model that clients may ask for, and the server it is on.
struct ModelOptions: Sendable, Equatable {
    /// What the server speaks.
    enum API: String, Sendable, CaseIterable {
        case openai
        case anthropic
        /// The reference system's form.
        case reference
        /// No server: the built-in model, which repeats what it is asked.
        case demo

        /// The dialects, each with what follows the address.
        fileprivate var paths: [Dialect: String] {
            switch self {
            case .openai:
                [
                    .chat: "/chat/completions", .completions: "/completions", .embeddings: "/embeddings",
                    .responses: "/responses",
                ]
            case .anthropic: [.messages: "/v1/messages", .countTokens: "/v1/messages/count_tokens"]
            case .reference: [.reference: "/completion"]
            case .demo: DemoUpstream.paths
            }
        }

        /// The fields that carry a key, and what every request must say.
        fileprivate func headers(key: String?) -> [(name: String, value: String)] {
            switch self {
            case .openai, .reference: key.map { [("authorization", "Bearer \($0)")] } ?? []
            case .anthropic: [("anthropic-version", "2023-06-01")] + (key.map { [("x-api-key", $0)] } ?? [])
            case .demo: []
            }
        }
    }

    let name: String
    let api: API
    let url: String?
    let servedName: String?
    let apiKeyFile: String?
    let certificateAuthorityFile: String?
}

extension ModelOptions {
    static let shape: Shape<ModelOptions> = Shape.object(
        "A model that clients may ask for, and the server it is on.",
        .required(
            "name", .nonEmptyString,
            "The model's name for clients; with a * at its end, all that begin so. Of several that fit, the first counts."
        ),
        .required("api", .word, "What the server speaks; demo is a built-in model that repeats what it is asked."),
        .optional(
            "url", .nonEmptyString,
            "Its address: for openai what comes before /chat/completions, such as https://host/v1; for anthropic what comes before "
                + "/v1/messages; for reference what comes before /completion."),
        .optional("served_name", .nonEmptyString, "The model's name for the server; the client's if left out."),
        .optional("api_key_file", .nonEmptyString, "The file of the key to send, if it needs one."),
        .optional(
            "ca_file", .nonEmptyString, "The PEM file of certificates to trust instead of the system's."),
        make: ModelOptions.init
    ).refusing("configuration.model") { model in
        if model.api == .demo {
            return model.url.map { _ in ("the demo model has no address", "remove 'url:', or choose another api") }
        }
        guard let url = model.url else { return ("a model needs the address of its server", "add 'url:'") }
        return Address(url) == nil
            ? (
                "this is no address of a server",
                "write http://host:port or https://host/path, without user, password, query and fragment"
            ) : nil
    }

    /// The routes of models; those on one server share its connections.
    ///
    /// - Throws: ``CommandError`` for a key that cannot be read, `UpstreamFailure` for certificates that cannot be used.
    static func routes(_ models: [ModelOptions]) throws -> ModelRoutes {
        var servers: [UpstreamTarget: HTTPUpstream] = [:]
        return ModelRoutes(
            try models.map { model in
                guard let address = model.url.flatMap(Address.init) else {
                    return ModelRoute(name: model.name, upstream: DemoUpstream(), paths: DemoUpstream.paths)
                }
                let target = address.target(trusting: model.certificateAuthorityFile)
                let server = try servers[target] ?? HTTPUpstream(target)
                servers[target] = server
                return ModelRoute(
                    name: model.name, upstream: server, paths: model.api.paths.mapValues { address.path + $0 },
                    headers: model.api.headers(key: try model.apiKeyFile.map { try APIKeyFile.key(in: $0) }),
                    servedName: model.servedName)
            })
    }

    /// The parts of a server's address that count.
    private struct Address {
        let host: String
        let port: Int
        let isTLS: Bool
        /// Without a slash at its end.
        let path: String

        init?(_ text: String) {
            guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
                ["http", "https"].contains(scheme), let host = url.host, !host.isEmpty, url.user == nil,
                url.password == nil, url.query == nil, url.fragment == nil
            else { return nil }
            isTLS = scheme == "https"
            self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
            port = url.port ?? (isTLS ? 443 : 80)
            path =
                url.percentEncodedPath.hasSuffix("/")
                ? String(url.percentEncodedPath.dropLast()) : url.percentEncodedPath
        }

        func target(trusting file: String?) -> UpstreamTarget {
            UpstreamTarget(
                host: host, port: port, tls: isTLS ? UpstreamTarget.TLS(certificateAuthorityFile: file) : nil)
        }
    }
}
