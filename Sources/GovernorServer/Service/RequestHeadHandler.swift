import GovernorCore
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Holds requests to what is lost when they become requests of `HTTPTypes`, and answers what is no request.
///
/// Every request has one `Host` field (RFC 9112, section 3.2) and a target of limited length, and expects nothing but
/// `100-continue`; others end the connection like bytes that are no HTTP. The server above answers those with a bare 400,
/// which becomes a ``Problem`` here. A request that leaves the connection to be closed (section 9.3), and any of HTTP/1.0,
/// is the last: its answer says so, and nothing after it is read.
final class RequestHeadHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Says that a request's body is wanted, for a client that waits to be told (RFC 9110, section 10.1.1).
    struct BodyWanted: Sendable {}

    private enum Reading { case requests, last, nothing }

    private let headerLimit: Int
    private let targetLimit: Int
    private var reading = Reading.requests
    /// Whether each request that waits for its answer is the last, the oldest first.
    private var isLast = CircularBuffer<Bool>()
    /// Why nothing more is read.
    private var problem: Problem?

    /// - Parameters:
    ///   - headerLimit: The most bytes of all header fields.
    ///   - targetLimit: The most bytes of a target.
    init(headerLimit: Int, targetLimit: Int) {
        self.headerLimit = headerLimit
        self.targetLimit = targetLimit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard reading != .nothing else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): receive(head, context)
        case .end where reading == .last:
            reading = .nothing
            context.fireChannelRead(data)
        case .body, .end: context.fireChannelRead(data)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if problem == nil, let error = error as? HTTPParserError {
            problem = error == .headerOverflow ? .headersTooLarge(limit: headerLimit) : .malformedHTTP
        }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(let head) = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        if let problem, head.isBareRefusal { return write(problem, context, promise) }
        guard head.status.code >= 200, isLast.popFirst() == true else { return context.write(data, promise: promise) }
        var last = head
        last.headers.replaceOrAdd(name: "connection", value: "close")
        context.write(wrapOutboundOut(.head(last)), promise: promise)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyWanted else { return context.triggerUserOutboundEvent(event, promise: promise) }
        let interim = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(interim)), promise: promise)
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if let problem = problem(of: head) {
            reading = .nothing
            self.problem = problem
            return context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
        }
        var head = head
        if head.version != .http1_1 || !head.isKeepAlive {
            reading = .last
            // The server above knows this one spelling.
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        isLast.append(reading == .last)
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    private func problem(of head: HTTPRequestHead) -> Problem? {
        let hosts = head.headers["host"].count
        guard hosts == 1 || (head.version != .http1_1 && hosts == 0) else { return .malformedHTTP }
        guard head.uri.utf8.count <= targetLimit else { return .targetTooLong(limit: targetLimit) }
        guard head.headers["expect"].allSatisfy({ $0.lowercased() == "100-continue" }) else {
            return .unknownExpectation
        }
        return nil
    }

    private func write(_ problem: Problem, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        let body = ByteBuffer(string: problem.json.compactText)
        let head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: problem.status.code),
            headers: [
                "content-type": Problem.mediaType, "cache-control": "no-store", "connection": "close",
                "content-length": String(body.readableBytes),
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: promise)
    }
}

extension HTTPResponseHead {
    /// Whether the server above has met bytes that are no HTTP: a problem of a route has a body.
    fileprivate var isBareRefusal: Bool { status == .badRequest && headers.first(name: "content-length") == "0" }
}
