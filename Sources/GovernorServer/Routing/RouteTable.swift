import GovernorCore
import HTTPTypes
import Hummingbird

/// All routes of the service. The router, the OpenAPI document and the answers to wrong methods are made from it.
struct RouteTable: Sendable {
    let routes: [Route]

    /// Registers every path of every route.
    func register(
        on router: Router<ServiceContext>, guardedBy checker: RequestChecker, within limit: Duration,
        on timer: DeadlineTimer
    ) {
        for route in routes {
            for path in route.paths {
                router.on(RouterPath(path), method: route.method) { request, context in
                    try await withDeadline(limit, on: timer) {
                        try await route.respond(try await checker.check(request, context, for: route))
                    }
                }
            }
        }
    }

    /// The methods that a path has; empty when there is nothing at the path.
    func methods(at path: String) -> [String] {
        let methods = routes.filter { route in route.paths.contains { Self.matches($0, path) } }.map(\.method)
        let all = methods.contains(.get) ? methods + [.head] : methods
        return Set(all.map(\.rawValue)).sorted()
    }

    /// Whether some route has the method: others may be any text.
    func isKnown(_ method: HTTPRequest.Method) -> Bool { routes.contains { $0.method == method } }

    private static func matches(_ template: String, _ path: String) -> Bool {
        let parts = template.split(separator: "/")
        let segments = path.split(separator: "/")
        let isOpen = parts.last == "**"
        guard isOpen ? segments.count >= parts.count : segments.count == parts.count else { return false }
        return zip(parts, segments).allSatisfy { part, segment in
            part == "**" || part.utf8.first == UInt8(ascii: "{") || part == segment
        }
    }
}
