import NIOCore
import NIOHTTP1
import NIOTLS

/// One connection to an upstream, behind NIO's HTTP codec: sends a request, gives its answer to the exchange, and goes back
/// to the pool.
///
/// All decisions are those of ``UpstreamConnectionState``. The channel reads when it is told to: while an exchange takes
/// what comes, and while idle, so that an upstream's closing is seen at once.
final class UpstreamConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let timeouts: UpstreamTimeouts
    private let limits: UpstreamLimits
    private weak var pool: UpstreamPool?
    private weak var unparsed: UnparsedBytes?
    private var state: UpstreamConnectionState
    private var context: ChannelHandlerContext?
    private var deadline: MovingDeadline?
    private var exchange: UpstreamExchange?
    /// What to send as soon as the handshake is over.
    private var request: PreparedRequest?

    /// - Parameters:
    ///   - pool: Where to go between two exchanges.
    ///   - needsHandshake: Whether TLS comes first.
    ///   - timeouts: How long the upstream may take.
    ///   - limits: What an answer's head may hold, how far to read ahead, and how long to stay idle.
    init(of pool: UpstreamPool, needsHandshake: Bool, timeouts: UpstreamTimeouts, limits: UpstreamLimits) {
        self.pool = pool
        self.timeouts = timeouts
        self.limits = limits
        state = UpstreamConnectionState(needsHandshake: needsHandshake)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        deadline = MovingDeadline(on: context.eventLoop.assumeIsolated()) { [weak self] in self?.missDeadline() }
        unparsed = try? context.pipeline.syncOperations.handler(type: UnparsedBytes.self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        deadline?.cancel()
    }

    // MARK: What the pool and the exchange say

    /// Sends a request, after the handshake if there is one, and gives the answer to the exchange.
    ///
    /// - Parameter handshakeDeadline: When the handshake must be over.
    func carry(_ request: PreparedRequest, for exchange: UpstreamExchange, handshakeDeadline: NIODeadline? = nil) {
        guard let context else { return exchange.fail(.closedEarly(answerBegan: false, reusedConnection: true)) }
        self.exchange = exchange
        guard exchange.begin(on: NIOLoopBound(self, eventLoop: context.eventLoop)) else { return close(.cancelled) }
        if state.phase == .handshaking {
            self.request = request
            deadline?.move(to: handshakeDeadline)
            context.read()
        } else {
            send(request, context)
        }
    }

    /// The exchange has room again.
    func resume(_ exchange: UpstreamExchange) {
        guard exchange === self.exchange else { return }
        readOn()
    }

    /// Nobody wants the exchange's answer any more.
    func abandon(_ exchange: UpstreamExchange) {
        guard exchange === self.exchange else { return }
        close(.cancelled)
    }

    /// Ends the connection, and what it carries.
    ///
    /// - Parameter cause: What happened, when that says more than that it ended.
    func close(_ cause: UpstreamFailure? = nil) {
        let failure = state.close(cause)
        // Closing the channel comes last: it may call back, and would then find another reason.
        if let failure { exchange?.fail(failure) } else { exchange?.complete() }
        exchange = nil
        deadline?.cancel()
        pool?.forget(self)
        context?.close(promise: nil)
    }

    // MARK: What the channel says

    /// Bytes have come; whether to parse them.
    func receiveBytes() -> Bool {
        if state.receiveBytes() == .parse { return true }
        close()
        return false
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): receive(head)
        case .body(let bytes): exchange?.give(bytes)
        case .end: state.receiveEnd()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard let exchange else { return }
        if case .answered = state.phase { return finish(exchange) }
        if exchange.offer() { readOn() } else { deadline?.move(to: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted = event, let request else {
            return context.fireUserInboundEventTriggered(event)
        }
        self.request = nil
        state.endHandshake()
        send(request, context)
    }

    func channelInactive(context: ChannelHandlerContext) { close() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow: close(.tooLarge(limit: limits.headerBytes))
        case HTTPParserError.invalidEOFState: close()
        case is HTTPParserError, is NIOHTTPDecoderError: close(.malformed)
        default: close(state.phase == .handshaking ? .tls(UpstreamFailure.TLSProblem(error)) : nil)
        }
    }

    // MARK: One exchange

    private func send(_ request: PreparedRequest, _ context: ChannelHandlerContext) {
        state.beginRequest()
        let isSent = context.eventLoop.makePromise(of: Void.self)
        isSent.futureResult.assumeIsolated().whenSuccess { [weak self] in self?.state.endRequest() }
        if request.body.readableBytes == 0 {
            context.write(wrapOutboundOut(.head(request.head)), promise: isSent)
        } else {
            context.write(wrapOutboundOut(.head(request.head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(request.body))), promise: isSent)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        readOn()
    }

    private func receive(_ head: HTTPResponseHead) {
        switch state.receiveHead(status: Int(head.status.code), keepsAlive: head.isKeepAlive) {
        case .give: exchange?.give(head)
        case .waitOn: break
        case .fail(let failure): close(failure)
        }
    }

    /// The answer is complete. The connection is in the pool before the task learns of it: its next request finds it there.
    private func finish(_ exchange: UpstreamExchange) {
        self.exchange = nil
        unparsed?.expectNone()
        if state.endExchange(), pool?.keep(self) ?? false { readOn() } else { close() }
        exchange.complete()
    }

    private func readOn() {
        deadline?.move(to: .now() + TimeAmount(state.patience(timeouts, limits)))
        context?.read()
    }

    private func missDeadline() { close(state.overdue(timeouts)) }
}
