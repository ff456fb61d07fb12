import GovernorCore
import Hummingbird

/// A request of a known caller whose parameters and body have the documented form.
struct CheckedRequest: Sendable {
    /// Who asks.
    let principal: Principal
    /// The path as it was asked for.
    let path: String
    /// The parameters by name; those left out are absent.
    let parameters: [String: JSONValue]
    /// The JSON body; null for a route without one.
    let body: JSONValue

    /// A text parameter.
    func text(_ name: String) -> String? { parameters[name]?.string }

    /// The fact that the path names.
    func identifier() throws(Problem) -> UUIDv7 {
        guard let id = text("id").flatMap({ UUIDv7($0) }) else { throw .unknownFact }
        return id
    }

    /// The caller's idempotency key in the caller's own name space, so that two callers never share one.
    func idempotencyKey(for operation: String) -> String? {
        text("Idempotency-Key").map { "\(operation) \(principal.id) \($0)" }
    }
}
