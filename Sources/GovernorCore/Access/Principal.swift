/// Who makes a request.
public struct Principal: Sendable, Hashable {
    /// A stable name: the id of an API key, or `local` for a caller without one.
    public let id: String
    /// What the principal may do.
    public let role: Role

    /// Creates a principal.
    public init(id: String, role: Role) {
        self.id = id
        self.role = role
    }

    /// The caller of a listener that was told to trust its loopback interface.
    public static let local = Principal(id: "local", role: .admin)

    /// Whether the principal's role includes a permission.
    public func may(_ permission: Permission) -> Bool { role.permissions.contains(permission) }
}
