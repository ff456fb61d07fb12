import GovernorCore
import HTTPTypes
import Hummingbird

/// Finds out who asks, and whether the caller may.
struct Authenticator: Sendable {
    /// The keys that are accepted; nil when every caller is trusted, which only a loopback listener may do.
    let keyring: Current<APIKeyring>?

    /// A bad key is refused even where none is needed: the caller believes it is somebody.
    ///
    /// - Throws: ``Problem`` 401 without a known key where one is needed, 403 when the key's role lacks the permission, and where no keys are
    ///   needed 403 for a caller that names another host than this machine: a page in a browser could call under a name of
    ///   its own that it points at 127.0.0.1.
    func admit(_ request: Request, to route: Route) throws(Problem) -> Principal {
        guard let keyring else {
            guard request.head.authority.map(LoopbackAddress.matches(authority:)) ?? true else { throw .foreignHost }
            return .local
        }
        guard let field = request.headers[.authorization] else {
            guard case .open = route.access else { throw .unauthenticated }
            return .local
        }
        guard let principal = Self.secret(in: field).flatMap({ keyring.value.principal(bearing: $0) }) else {
            throw .unknownKey
        }
        guard case .anyOf(let permissions) = route.access else { return principal }
        guard permissions.contains(where: principal.may) else { throw .forbidden(permissions, role: principal.role) }
        return principal
    }

    /// The secret of `Bearer SECRET`; the scheme in any case, RFC 9110 section 11.1.
    private static func secret(in field: String) -> Substring? {
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1]
    }
}
