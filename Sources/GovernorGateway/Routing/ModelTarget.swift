import GovernorCore
package import GovernorDialects

/// One server that a model's requests may go to.
package struct ModelTarget: Sendable {
    /// What metrics, records and operators call it; unique among all targets.
    package let name: String
    /// The server.
    package let upstream: any Upstream
    /// The dialects that the server speaks, each with its path there.
    package let paths: [Dialect: String]
    /// What the server wants to see besides, such as a key.
    package let headers: HeaderFields
    /// The model's name for the server; nil for the client's.
    package let servedName: String?
    /// The part of the traffic that it belongs to, such as `stable` or `canary`; a word of the configuration.
    package let cohort: String
    /// How much of the traffic it gets, in relation to the other targets of its model.
    package let weight: Int
    /// The version that must answer, if it is pinned.
    package let pin: VersionPin?

    /// The cohort of a target that nobody said otherwise of.
    package static let stable = "stable"

    /// Creates a target; see the properties.
    package init(
        name: String, upstream: any Upstream, paths: [Dialect: String], headers: HeaderFields = [],
        servedName: String? = nil, cohort: String = Self.stable, weight: Int = 1, pin: VersionPin? = nil
    ) {
        self.name = name
        self.upstream = upstream
        self.paths = paths
        self.headers = headers
        self.servedName = servedName
        self.cohort = cohort
        self.weight = weight
        self.pin = pin
    }

    /// What lets clients of a dialect use a server that does not speak it; nil where it does, or where nothing helps.
    func translation(of dialect: Dialect) -> Translation? {
        guard paths[dialect] == nil else { return nil }
        return paths.keys.lazy.compactMap { Translation(client: dialect, server: $0) }.first
    }

    /// The dialect in which it is sent requests of clients of a dialect; nil where it cannot answer them.
    func dialect(for client: Dialect) -> Dialect? {
        paths[client] != nil ? client : translation(of: client)?.server
    }
}

/// The version of a model that must answer.
package struct VersionPin: Sendable, Hashable {
    /// What happens to an answer of another version, or of none that the server names.
    package enum Mismatch: String, Sendable, Hashable, CaseIterable {
        /// It does not leave.
        case refuse
        /// It leaves, and the record and the metrics say so.
        case record
    }

    /// What the server must say, exactly.
    package let version: String
    /// What happens otherwise.
    package let onMismatch: Mismatch

    /// Creates a pin.
    package init(version: String, onMismatch: Mismatch = .refuse) {
        self.version = version
        self.onMismatch = onMismatch
    }
}
