import GovernorDialects
import NIOCore
import Synchronization

@testable import GovernorGateway

/// A model server that answers each request with the next of a list of outcomes; the last one again and again.
final class SequencedUpstream: Upstream {
    enum Outcome: Sendable {
        case status(Int, HeaderFields = [])
        case text(String)
        case failure(UpstreamFailure)
    }

    private let outcomes: [Outcome]
    private let asked = Mutex<[UpstreamRequest]>([])

    var requests: [UpstreamRequest] { asked.withLock { $0 } }

    init(_ outcomes: Outcome...) { self.outcomes = outcomes }

    func send(_ request: UpstreamRequest, on loop: any EventLoop) async throws(UpstreamFailure) -> UpstreamResponse {
        let number = asked.withLock { asked in
            asked.append(request)
            return asked.count - 1
        }
        switch outcomes[min(number, outcomes.count - 1)] {
        case .failure(let failure): throw failure
        case .status(let status, let headers):
            return UpstreamResponse(status: status, headers: headers, body: UpstreamBody(Array("{}".utf8)))
        case .text(let text):
            let body =
                #"{"id":"1","model":"served","choices":[{"index":0,"message":{"role":"assistant","content":""#
                + #"\#(text)"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"#
            return UpstreamResponse(status: 200, headers: [], body: UpstreamBody(Array(body.utf8)))
        }
    }

    /// A target that is this server.
    func target(_ name: String, cohort: String = ModelTarget.stable, weight: Int = 1, pin: VersionPin? = nil)
        -> ModelTarget
    {
        ModelTarget(
            name: name, upstream: self, paths: [.chat: "/v1/chat/completions", .reference: "/completion"],
            cohort: cohort, weight: weight, pin: pin)
    }

    /// A route to this server alone that does not wait between attempts.
    func route(_ name: String = "m", fallbacks: [String] = [], reveals: Bool = false) -> ModelRoute {
        ModelRoute(
            name: name, targets: [target(name)], fallbacks: fallbacks, revealsFallback: reveals, retries: .hasty)
    }
}

extension RetryPolicy {
    /// Two repetitions at once, as many as there are requests.
    static var hasty: RetryPolicy {
        var policy = RetryPolicy()
        (policy.firstDelay, policy.budgetPercent) = (.zero, 1000)
        return policy
    }
}
