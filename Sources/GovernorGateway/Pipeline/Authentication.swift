import GovernorCore

/// Finds out who makes a request and whether they may.
struct Authentication: Sendable {
    private let mode: GatewayConfiguration.Authentication

    /// Whether callers need a key.
    var isGuarded: Bool { if case .keys = mode { true } else { false } }

    init(_ mode: GatewayConfiguration.Authentication) { self.mode = mode }

    /// Who makes the request; nil for an anonymous caller of a route that is open.
    ///
    /// A bad key is refused even where none is needed: the caller believes it is somebody.
    func principal(of request: GatewayRequest, on route: GatewayRoute) throws(RequestProblem) -> Principal? {
        guard case .keys(let keyring) = mode else {
            // A page in a browser on this machine could call here under a name of its own that it points at 127.0.0.1.
            guard request.host.map(LoopbackAddress.matches(authority:)) ?? true else { throw .foreignHost }
            return .local
        }
        let needsKey = route.permission != nil || (route == .metrics && !request.isLocal)
        guard let field = request.authorization else {
            if needsKey { throw .missingKey }
            return nil
        }
        guard let secret = Self.bearer(field), let principal = keyring.principal(bearing: secret) else {
            throw .unknownKey
        }
        if let permission = route.permission, !principal.may(permission) { throw .forbidden(permission) }
        return principal
    }

    /// The secret of `Bearer SECRET`; the scheme in any case, RFC 9110 section 11.1.
    private static func bearer(_ field: String) -> Substring? {
        let scheme = field.utf8.prefix { $0 != UInt8(ascii: " ") }
        guard Substring(scheme).isField("bearer") else { return nil }
        let secret = field.utf8[scheme.endIndex...].drop { $0 == UInt8(ascii: " ") }
        return secret.isEmpty ? nil : Substring(secret)
    }
}
