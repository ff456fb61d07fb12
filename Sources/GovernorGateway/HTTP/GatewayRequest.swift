import GovernorDialects
package import NIOCore
import NIOPosix

/// A complete request as the pipeline sees it: no sockets, no framing.
package struct GatewayRequest: Sendable {
    /// The method in upper case, such as `POST`.
    package let method: String
    /// The path and query as sent.
    package let target: String
    /// The target without its query.
    package let path: Substring
    /// The `Host` field; nil for a request that came over no network, and for HTTP/1.0, which needs none.
    package let host: String?
    /// The `Authorization` field, if there is exactly one.
    package let authorization: String?
    /// The `Content-Type` field.
    package let contentType: String?
    /// Whether the client names a version of Anthropic's API, and so speaks it.
    package let speaksAnthropic: Bool
    /// The beta features of Anthropic's API that the client asks for, if it does: words, which the server is told.
    package let betas: String?
    /// Where the caller stands in a trace; nil where it does not say so, or where nobody traces.
    package let trace: TraceContext?
    /// What others note about that trace.
    package let traceState: TraceState
    /// The whole body.
    package let body: [UInt8]
    /// Whether the peer is on this machine.
    package let isLocal: Bool
    /// The event loop of the client's connection, where what is done for it is done best.
    let loop: any EventLoop
    /// What the body holds of the listener's budget; nil for a request that came over no network.
    private let share: BodyBudget.Share?

    /// Creates a request.
    package init(
        method: String, target: String, host: String? = nil, authorization: String? = nil,
        contentType: String? = nil, speaksAnthropic: Bool = false, betas: String? = nil, trace: TraceContext? = nil,
        traceState: TraceState = TraceState(), body: [UInt8] = [], isLocal: Bool = true,
        share: BodyBudget.Share? = nil,
        loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next()
    ) {
        self.method = method
        self.target = target
        path = target[..<(target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex)]
        self.host = host
        self.authorization = authorization
        self.contentType = contentType
        self.speaksAnthropic = speaksAnthropic
        self.betas = betas
        self.trace = trace
        self.traceState = traceState
        self.body = body
        self.isLocal = isLocal
        self.share = share
        self.loop = loop
    }

    /// Gives back what the body holds of the listener's budget, when nothing more is done for the request.
    func giveBackShare() { share?.giveBack() }

    /// The form in which the client is told what is wrong: that of the path, else Anthropic's to who speaks it, else OpenAI's.
    var errorForm: Dialect {
        if let form = GatewayRoute(path: path)?.completion?.dialect { return form }
        return speaksAnthropic || path.hasPrefix(GatewayRoute.messages.rawValue + "/") ? .messages : .chat
    }
}
