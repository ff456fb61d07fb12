#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The environment variables; a parameter where they matter, so that a test can set them.
struct Environment: Sendable {
    private let lookUp: @Sendable (String) -> String?

    /// Creates an environment from a table.
    init(_ table: [String: String]) { lookUp = { table[$0] } }

    private init(lookUp: @escaping @Sendable (String) -> String?) { self.lookUp = lookUp }

    /// The environment of this process.
    static let process = Environment { name in getenv(name).map { String(cString: $0) } }

    /// The variable's value; nil when it is unset or empty, which for all of ours means the same.
    subscript(name: String) -> String? { lookUp(name).flatMap { $0.isEmpty ? nil : $0 } }

    /// Who runs the command, for the pseudonym of a fact: the CI system's user, else the machine's.
    var actor: String {
        self["GITHUB_ACTOR"] ?? self["GITLAB_USER_LOGIN"] ?? self["BUILD_REQUESTEDFOR"] ?? self["USER"] ?? "local"
    }
}
