import Foundation
import GovernorCore
import GovernorDialects
import GovernorGateway
import GovernorPolicy

/// A server that answers for a model, and what it is told.
struct ServerOptions: Sendable, Equatable {
    /// What the server speaks.
    enum API: String, Sendable, CaseIterable {
        case openai
        case anthropic
        /// The reference system's form.
        case reference
        /// No server: the built-in model, which repeats what it is asked.
        case demo

        /// The dialects, each with what follows the address.
        var paths: [Dialect: String] {
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

    var api: API
    var url: String?
    var servedName: String?
    var apiKeyFile: String?
    var certificateAuthorityFile: String?
    var version: String?
    var onVersionMismatch: VersionPin.Mismatch

    /// What is wrong with the keys together.
    var problem: (message: String, hint: String)? {
        if api == .demo {
            return url.map { _ in ("the demo model has no address", "remove 'url:', or choose another api") }
        }
        guard let url else { return ("a model needs the address of its server", "add 'url:'") }
        guard let address = Address(url) else {
            return (
                "this is no address of a server",
                "write http://host:port or https://host/path, without user, password, query and fragment"
            )
        }
        guard apiKeyFile == nil || address.isTLS || LoopbackAddress.matches(host: address.host) else {
            return ("the key would go over the network unencrypted", "use https, or remove 'api_key_file:'")
        }
        return nil
    }
}

extension ServerOptions {
    static let api: Field<API> = .required("api", .word, apiSentence)
    static let url: Field<String?> = .optional(
        "url", .nonEmptyString,
        "Its address: for openai what comes before /chat/completions, such as https://host/v1; for anthropic what comes before "
            + "/v1/messages; for reference what comes before /completion.")
    static let servedName: Field<String?> = .optional(
        "served_name", .nonEmptyString, "The model's name for the server; the client's if left out.")
    static let apiKeyFile: Field<String?> = .optional(
        "api_key_file", .nonEmptyString,
        "The file of the key to send, if it needs one; only over https, or to this machine.")
    static let certificateAuthorityFile: Field<String?> = .optional(
        "ca_file", .nonEmptyString, "The PEM file of certificates to trust instead of the system's.")
    static let version: Field<String?> = .optional(
        "version", .identifier,
        "The version that must answer, exactly as the server names it in its answers, such as gpt-4o-2024-08-06.")
    static let onVersionMismatch: Field<VersionPin.Mismatch> = .defaulted(
        "on_version_mismatch", .word, to: .refuse,
        "What happens to an answer of another version. refuse: it does not leave. record: it leaves, and the record and the metrics say so."
    )
    static let apiSentence = "What the server speaks; demo is a built-in model that repeats what it is asked."
}

/// The connections to servers: models on the same server, with the same patience, share them.
struct UpstreamServers: Sendable {
    private struct Key: Hashable {
        let target: UpstreamTarget
        let timeouts: UpstreamTimeouts
        /// Which certificates are trusted: new ones in the same file make another server of it.
        let authorities: FileVersion?
    }

    private var servers: [Key: HTTPUpstream] = [:]
    /// Those that were there before.
    private var known: [Key: HTTPUpstream]

    init(reusing known: UpstreamServers? = nil) { self.known = known?.servers ?? [:] }

    /// Lets go of those that no model needs any more.
    mutating func forgetOthers() { known = [:] }

    /// What sends to a server, where it serves what, and what it wants to see besides.
    ///
    /// - Throws: ``CommandError`` for a key that cannot be read, `UpstreamFailure` for certificates that cannot be used.
    mutating func reach(
        _ options: ServerOptions, within timeouts: UpstreamTimeouts
    ) throws -> (upstream: any Upstream, paths: [Dialect: String], headers: HeaderFields) {
        guard let address = options.url.flatMap(Address.init) else { return (DemoUpstream(), DemoUpstream.paths, []) }
        let key = Key(
            target: address.target(trusting: options.certificateAuthorityFile), timeouts: timeouts,
            authorities: options.certificateAuthorityFile.map(FileVersion.init))
        let server = try servers[key] ?? known[key] ?? HTTPUpstream(key.target, timeouts: timeouts)
        servers[key] = server
        return (
            server, options.api.paths.mapValues { address.path + $0 },
            options.api.headers(key: try options.apiKeyFile.map { try APIKeyFile.key(in: $0) })
        )
    }
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
        UpstreamTarget(host: host, port: port, tls: isTLS ? UpstreamTarget.TLS(certificateAuthorityFile: file) : nil)
    }
}
