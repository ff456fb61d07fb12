import GovernorCore
import HTTPTypes
import Hummingbird

/// Finds out who asks, and whether the caller may.
struct Authenticator: Sendable {
    /// The keys that are accepted; nil when every caller is trusted, which only a loopback listener may do.
    let keyring: APIKeyring?

    /// - Throws: ``Problem`` 401 without a known key, 403 when the key's role lacks the permission, and where no keys are
    ///   needed 403 for a caller that names another host than this machine: a page in a browser could call under a name of
    ///   its own that it points at 127.0.0.1.
    func admit(_ request: Request, to route: Route) throws(Problem) -> Principal {
        guard let keyring else {
            guard request.head.authority.map(LoopbackAddress.matches(authority:)) ?? true else { throw .foreignHost }
            return .local
        }
        guard case .anyOf(let permissions) = route.access else { return .local }
        guard let secret = Self.secret(in: request.headers[.authorization]) else { throw .unauthenticated }
        guard let principal = keyring.principal(bearing: secret) else { throw .unknownKey }
        guard permissions.contains(where: principal.may) else { throw .forbidden(permissions, role: principal.role) }
        return principal
    }

    private static func secret(in header: String?) -> Substring? {
        guard let parts = header?.split(separator: " ", omittingEmptySubsequences: true), parts.count == 2,
            parts[0].lowercased() == "bearer"
        else { return nil }
        return parts[1]
    }
}
