import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client goes on sending a request that is answered already.
///
/// A refusal may leave before the body has arrived: for a missing key, a wrong type, too many bytes. The server then reads
/// on to find the next request, without a limit of time, and a client that sends slowly would keep the connection.
final class UnreadRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limit: TimeAmount
    private var requestsRead = 0
    private var answersWritten = 0
    private var closing: Scheduled<Void>?

    /// - Parameter limit: How long the rest of a request may take after its answer.
    init(limit: TimeAmount) { self.limit = limit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = unwrapInboundIn(data) {
            requestsRead += 1
            if requestsRead >= answersWritten { stopClosing() }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            answersWritten += 1
            if answersWritten > requestsRead { startClosing(context) }
        }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopClosing()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopClosing() }

    private func startClosing(_ context: ChannelHandlerContext) {
        stopClosing()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        closing = context.eventLoop.scheduleTask(in: limit) { bound.value.close(promise: nil) }
    }

    private func stopClosing() {
        closing?.cancel()
        closing = nil
    }
}
