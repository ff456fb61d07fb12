import GovernorCore
package import GovernorDialects

/// A model that clients may ask for, and the servers that answer for it.
package struct ModelRoute: Sendable {
    /// The model's name for clients; with a `*` at its end, every name that begins so.
    package let name: String
    /// The servers; at least one. Each request belongs to one of them, the others take over when it fails.
    package let targets: [ModelTarget]
    /// The names of models that are asked when no target answers, in order.
    package let fallbacks: [String]
    /// Whether an answer of another model tells the client its name.
    package let revealsFallback: Bool
    /// How often a target is asked again.
    package let retries: RetryPolicy
    /// When a target is left alone for a while.
    package let circuit: CircuitLimits
    /// What may pass uninspected, in requests for it and in their answers, whoever gives them.
    package let unread: UnreadContent

    /// Creates a route; see the properties.
    package init(
        name: String, targets: [ModelTarget], fallbacks: [String] = [], revealsFallback: Bool = false,
        retries: RetryPolicy = .none, circuit: CircuitLimits = .server, unread: UnreadContent = UnreadContent()
    ) {
        precondition(!targets.isEmpty, "a model needs a server")
        self.name = name
        self.targets = targets
        self.fallbacks = fallbacks
        self.revealsFallback = revealsFallback
        self.retries = retries
        self.circuit = circuit
        self.unread = unread
    }

    /// Creates a route to one server, which has the route's name.
    package init(
        name: String, upstream: any Upstream, paths: [Dialect: String], headers: HeaderFields = [],
        servedName: String? = nil
    ) {
        let target = ModelTarget(
            name: name, upstream: upstream, paths: paths, headers: headers, servedName: servedName)
        self.init(name: name, targets: [target])
    }
}

/// The models that clients may ask for.
package struct ModelRoutes: Sendable {
    let routes: [ModelRoute]

    /// Creates a list; of two routes that serve a name, the first does.
    package init(_ routes: [ModelRoute] = []) { self.routes = routes }

    /// The names that clients may ask for, as far as they are known: those that stand for others are not.
    var names: [String] { routes.map(\.name).filter { $0.utf8.last != UInt8(ascii: "*") } }

    /// The route of a model; nil where none serves it.
    package func route(of model: String) -> ModelRoute? { place(of: model).map { routes[$0] } }

    /// The routes that stand in for one, each with the name under which it is asked: its fallbacks, and after each of them
    /// that one's own. No route comes twice.
    func fallbacks(of model: String) -> [(route: ModelRoute, model: String)] {
        guard let start = place(of: model) else { return [] }
        var seen: Set<Int> = [start]
        var found: [(route: ModelRoute, model: String)] = []
        func follow(_ route: ModelRoute) {
            for name in route.fallbacks {
                guard let place = place(of: name), seen.insert(place).inserted else { continue }
                found.append((routes[place], name))
                follow(routes[place])
            }
        }
        follow(routes[start])
        return found
    }

    private func place(of model: String) -> Int? {
        routes.firstIndex { NamePattern.matches(model, $0.name) }
    }
}
