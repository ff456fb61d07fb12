import GovernorCore
import Synchronization

/// The span of a request that is being answered, from when it was complete until its answer is.
final class RequestTrace: Sendable {
    private struct State {
        var action: Action?
        var rules: [String] = []
        var hasEnded = false
    }

    let tracer: Tracer
    let context: TraceContext
    let state: TraceState
    private let parent: TraceContext?
    private let method: String
    private let route: GatewayRoute
    private let start: UInt64
    private let noted = Mutex(State())

    /// Begins a span, in the trace that the caller is in, if it says so.
    init(_ request: GatewayRequest, on route: GatewayRoute, _ tracer: Tracer) {
        self.tracer = tracer
        self.route = route
        method = route.methods.contains(request.method) ? request.method : "_OTHER"
        parent = request.trace
        state = request.trace == nil ? TraceState() : request.traceState
        context = tracer.context(after: request.trace)
        start = tracer.clock()
    }

    /// Takes note of a decision: the strongest counts, and the rules of all.
    func note(_ decision: Decision) {
        guard context.isSampled else { return }
        noted.withLock { noted in
            noted.action = max(noted.action ?? decision.action, decision.action)
            for match in decision.verdict.matches
            where match.enforcement != .shadow && !noted.rules.contains(match.ruleID) {
                noted.rules.append(match.ruleID)
            }
        }
    }

    /// Ends the span; only the first word counts.
    ///
    /// - Parameters:
    ///   - status: The status that the caller was answered with.
    ///   - outcome: What became of the request, as the metrics call it.
    func end(status: Int, outcome: String) {
        guard context.isSampled else { return }
        let noted = noted.withLock { noted in
            defer { noted.hasEnded = true }
            return noted
        }
        guard !noted.hasEnded else { return }
        var attributes: [Span.Attribute] = [
            .init("http.request.method", .text(method)), .init("http.route", .text(route.rawValue)),
            .init("http.response.status_code", .number(status)), .init("governor.outcome", .text(outcome)),
        ]
        if let action = noted.action { attributes.append(.init("governor.decision", .text(action.rawValue))) }
        if !noted.rules.isEmpty { attributes.append(.init("governor.rules", .texts(noted.rules))) }
        // A refusal is what the caller is owed, and no failure of the gateway's (semantic conventions of HTTP).
        let failure = status >= 500 ? String(status) : nil
        if let failure { attributes.append(.init("error.type", .text(failure))) }
        tracer.sink.take(
            Span(
                context: context, parent: parent?.spanID, state: state, name: "\(method) \(route.rawValue)",
                kind: .server, start: start, end: max(start, tracer.clock()), attributes: attributes, failure: failure))
    }
}
