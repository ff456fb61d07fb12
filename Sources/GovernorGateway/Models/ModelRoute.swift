import GovernorCore
package import GovernorDialects

/// Where requests for a model go.
package struct ModelRoute: Sendable {
    /// The model's name for clients; with a `*` at its end, every name that begins so.
    package let name: String
    /// The server.
    package let upstream: any Upstream
    /// The dialects that the server speaks, each with its path there.
    package let paths: [Dialect: String]
    /// What the server wants to see besides, such as a key.
    package let headers: HeaderFields
    /// The model's name for the server; nil for the client's.
    package let servedName: String?

    /// Creates a route; see the properties.
    package init(
        name: String, upstream: any Upstream, paths: [Dialect: String], headers: HeaderFields = [],
        servedName: String? = nil
    ) {
        self.name = name
        self.upstream = upstream
        self.paths = paths
        self.headers = headers
        self.servedName = servedName
    }

    /// Whether a client means this model.
    func serves(_ model: String) -> Bool {
        guard name.utf8.last == UInt8(ascii: "*") else { return name.isExactly(model) }
        return model.utf8.starts(with: name.utf8.dropLast())
    }
}

/// The models that clients may ask for.
package struct ModelRoutes: Sendable {
    private let routes: [ModelRoute]

    /// Creates a list; of two routes that serve a name, the first does.
    package init(_ routes: [ModelRoute] = []) { self.routes = routes }

    func route(of model: String) -> ModelRoute? { routes.first { $0.serves(model) } }
}
