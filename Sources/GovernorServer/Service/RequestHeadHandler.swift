import NIOCore
import NIOHTTP1

/// Holds the heads of requests to what is lost when they become requests of `HTTPTypes`: their version, and how many `Host`
/// fields they have.
///
/// A request with another number of them than one (RFC 9112, section 3.2) ends the connection like bytes that are no HTTP. One
/// that leaves the connection to be closed (section 9.3), and any of HTTP/1.0, is the last: its answer says so, and nothing
/// after it is read.
final class RequestHeadHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Reading { case requests, last, nothing }

    private var reading = Reading.requests
    /// Whether each request that waits for its answer is the last, the oldest first.
    private var isLast = CircularBuffer<Bool>()

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

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data), head.status.code >= 200, isLast.popFirst() == true else {
            return context.write(data, promise: promise)
        }
        head.headers.replaceOrAdd(name: "connection", value: "close")
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let isOld = head.version != .http1_1
        let hosts = head.headers["host"].count
        guard hosts == 1 || (isOld && hosts == 0) else {
            reading = .nothing
            return context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
        }
        var head = head
        if isOld || !head.isKeepAlive {
            reading = .last
            // The server above knows this one spelling.
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        isLast.append(reading == .last)
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
