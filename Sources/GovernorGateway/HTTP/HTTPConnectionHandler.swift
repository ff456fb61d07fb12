import GovernorCore
import NIOCore
import NIOHTTP1

/// Joins the parts of a request into one value, and writes one value as the parts of an answer.
///
/// It stands behind NIO's `HTTPServerPipelineHandler`, which lets one request through at a time. All decisions are those
/// of ``ConnectionState``.
final class HTTPConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = GatewayRequest
    typealias OutboundIn = ResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: GatewayLimits
    private let budget: BodyBudget
    private let metrics: GatewayMetrics
    private let readsBody: @Sendable (GatewayRequest) -> Bool
    private let refusal: @Sendable (RequestProblem, GatewayRequest?) -> GatewayResponse
    /// Whether somebody wants to know where callers stand in traces.
    private let readsTraces: Bool
    private var state: ConnectionState
    /// Whether the peer is on this machine.
    private var isLocal = false
    private var received: Received?
    private var ticks: RepeatedTask?
    /// What the client of the request that is answered speaks.
    private var version = HTTPVersion.http1_1
    /// Whether the request that is answered is for a model.
    private var asksModel = false
    /// Whether the head of an answer has been sent whose body is under way.
    private var isStreaming = false

    /// What has arrived of a request.
    private struct Received {
        let head: HTTPRequestHead
        let share: BodyBudget.Share
        var body: [UInt8] = []
    }

    /// - Parameters:
    ///   - limits: The limits of the connection.
    ///   - budget: What bodies may hold.
    ///   - metrics: Where to count refusals.
    ///   - readsBody: Whether the answer to a request, whose body has not arrived, depends on it.
    ///   - refusal: The answer to a request that is not complete and will not be; without a request where it has no head.
    ///   - readsTraces: Whether to read where callers stand in traces.
    init(
        limits: GatewayLimits, budget: BodyBudget, metrics: GatewayMetrics, readsTraces: Bool = false,
        readsBody: @escaping @Sendable (GatewayRequest) -> Bool,
        refusal: @escaping @Sendable (RequestProblem, GatewayRequest?) -> GatewayResponse
    ) {
        self.readsTraces = readsTraces
        self.limits = limits
        self.budget = budget
        self.metrics = metrics
        self.readsBody = readsBody
        self.refusal = refusal
        state = ConnectionState(limits, now: .now())
    }

    func handlerAdded(context: ChannelHandlerContext) {
        isLocal = context.remoteAddress.isLoopback
        let tick = limits.tick
        let loop = context.eventLoop
        let bound = NIOLoopBound((self, context), eventLoop: loop)
        ticks = loop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in
            let (handler, context) = bound.value
            let unsent = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
            handler.perform(handler.state.tick(unsent: unsent ?? 0, now: .now()), .timeout, context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { ticks?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        ticks?.cancel()
        received = nil
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): receive(head, context)
        case .body(let bytes): receive(bytes, context)
        case .end: receiveEnd(context)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .whole(let response):
            switch state.answer(now: .now()) {
            case .send(let closes): send(response, closes: closes, context, promise)
            case .discard: promise?.succeed()
            }
        case .head(let response): sendHead(response, context, promise)
        case .piece(let bytes):
            guard state.isBusy, isStreaming else { return promise.fail(ChannelError.ioOnClosedChannel) }
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: promise)
        case .end: sendEnd(context, promise)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        // Whoever has asked a model and hangs up does not want the answer, which costs something.
        case ChannelEvent.inputClosed where asksModel && state.isBusy: context.close(promise: nil)
        case ChannelEvent.inputClosed: perform(state.closeInput(), nil, context)
        case is ConnectionShouldEnd: perform(state.quiesce(), nil, context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
        let problem: RequestProblem =
            error == .headerOverflow ? .headersTooLarge(limit: limits.headerBytes) : .malformedHTTP
        perform(state.fail(problem, now: .now()), .protocolError, context)
    }

    // MARK: Requests

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let known = ConnectionState.Head(head)
        if !state.isBusy { version = head.version }
        let reads = known.hasBody && readsBody(GatewayRequest(head, isLocal: isLocal, on: context.eventLoop))
        switch state.receive(known, readsBody: reads, now: .now()) {
        case .collect(let sendsContinue):
            received = Received(head: head, share: budget.share())
            guard sendsContinue else { return }
            let interim = HTTPResponseHead(version: head.version, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(interim)), promise: nil)
        case .deliver:
            deliver(
                GatewayRequest(head, isLocal: isLocal, readsTrace: readsTraces, on: context.eventLoop), context)
        case .refuse(let problem): refuse(problem, of: head, .limit, context)
        case .discard: break
        }
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        switch state.receiveBody(bytes: bytes.readableBytes, now: .now()) {
        case .collect:
            guard received?.share.take(bytes.readableBytes) ?? false else {
                return perform(state.fail(.overloaded, now: .now()), .limit, context)
            }
            received?.body.append(contentsOf: bytes.readableBytesView)
        case .refuse(let problem): refuse(problem, of: received?.head, .limit, context)
        case .discard: break
        }
    }

    private func receiveEnd(_ context: ChannelHandlerContext) {
        guard state.receiveEnd() == .deliver, let received else { return }
        self.received = nil
        deliver(
            GatewayRequest(
                received.head, body: received.body, isLocal: isLocal, share: received.share, readsTrace: readsTraces,
                on: context.eventLoop),
            context)
    }

    private func deliver(_ request: GatewayRequest, _ context: ChannelHandlerContext) {
        asksModel = GatewayRoute(path: request.path)?.completion != nil
        context.fireChannelRead(wrapInboundOut(request))
        context.fireChannelReadComplete()
    }

    // MARK: Answers

    private func perform(
        _ interruption: ConnectionState.Interruption, _ reason: GatewayMetrics.Refusal?,
        _ context: ChannelHandlerContext
    ) {
        switch interruption {
        case .nothing: break
        case .close: context.close(promise: nil)
        case .refuse(let problem): refuse(problem, of: received?.head, reason ?? .protocolError, context)
        }
    }

    private func refuse(
        _ problem: RequestProblem, of head: HTTPRequestHead?, _ reason: GatewayMetrics.Refusal,
        _ context: ChannelHandlerContext
    ) {
        metrics.refused(reason)
        received = nil
        let request = head.map { GatewayRequest($0, isLocal: isLocal, on: context.eventLoop) }
        send(refusal(problem, request), closes: true, context, nil)
    }

    private func sendHead(
        _ response: GatewayResponse, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?
    ) {
        guard state.isBusy else { return promise.fail(ChannelError.ioOnClosedChannel) }
        isStreaming = true
        var fields = HTTPHeaders(response.headers.map { ($0.name, $0.value) })
        // A client of HTTP/1.0 knows no chunks: its answer ends where the connection does.
        if version == .http1_1 { fields.add(name: "transfer-encoding", value: "chunked") }
        let status = HTTPResponseStatus(statusCode: response.status)
        let head = HTTPResponseHead(version: version, status: status, headers: fields)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: promise)
    }

    private func sendEnd(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        guard isStreaming, case .send(let closes) = state.answer(now: .now()) else {
            return promise.fail(ChannelError.ioOnClosedChannel)
        }
        isStreaming = false
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
        if closes { context.close(mode: .output, promise: nil) }
    }

    private func send(
        _ response: GatewayResponse, closes: Bool, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?
    ) {
        var fields = HTTPHeaders(response.headers.map { ($0.name, $0.value) })
        fields.add(name: "content-length", value: String(response.body.count))
        if closes { fields.add(name: "connection", value: "close") }
        let status = HTTPResponseStatus(statusCode: response.status)
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !response.isHead {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
        if closes { context.close(mode: .output, promise: nil) }
    }
}

/// Tells a connection to finish what is in flight and to end.
struct ConnectionShouldEnd: Sendable {}

extension ConnectionState.Head {
    init(_ head: HTTPRequestHead) {
        method = head.method.rawValue
        targetBytes = head.uri.utf8.count
        headerBytes = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        headerCount = head.headers.count
        let transfers = head.headers["transfer-encoding"]
        isChunked = !transfers.isEmpty
        isCoded =
            isChunked && transfers.map { $0.lowercased() } != ["chunked"]
            || head.headers["content-encoding"].contains { !["", "identity"].contains($0.lowercased()) }
        declaredBodyBytes = head.headers.first(name: "content-length").flatMap { Int($0) }
        isHTTP11 = head.version == .http1_1
        hosts = head.headers["host"].count
        expectations = head.headers["expect"].map { $0.lowercased() }
        // A client of HTTP/1.0 that asks for more is answered and closed: no answer says that it may stay.
        keepsAlive = isHTTP11 && head.isKeepAlive
    }
}

extension GatewayRequest {
    fileprivate init(
        _ head: HTTPRequestHead, body: [UInt8] = [], isLocal: Bool, share: BodyBudget.Share? = nil,
        readsTrace: Bool = false, on loop: any EventLoop
    ) {
        // Clients of Anthropic's API bear their key in a field of its own.
        let keys = head.headers["authorization"] + head.headers["x-api-key"].map { "Bearer \($0)" }
        // Two parents are none, and without one there is nothing to note (W3C Trace Context, section 4.3).
        let parents = readsTrace ? head.headers["traceparent"] : []
        let parent = parents.count == 1 ? parents.first.flatMap { TraceContext(traceParent: $0) } : nil
        self.init(
            method: head.method.rawValue, target: head.uri, host: head.headers.first(name: "host"),
            // Two keys are nobody's.
            authorization: keys.count > 1 ? "" : keys.first,
            contentType: head.headers.first(name: "content-type"),
            speaksAnthropic: head.headers.contains(name: "anthropic-version"),
            betas: Self.betas(head.headers["anthropic-beta"]), trace: parent,
            traceState: parent == nil ? TraceState() : TraceState(fields: head.headers["tracestate"]), body: body,
            isLocal: isLocal,
            share: share,
            loop: loop)
    }

    /// The names of beta features, all in the form that Anthropic gives them, such as `output-128k-2025-02-19`; nil where
    /// there are none, or one has another form: it might be a text, which nobody would inspect.
    static func betas(_ fields: [String]) -> String? {
        let names: [Substring] = fields.flatMap { field in
            field.split(separator: ",").map { name in name.drop { $0 == " " } }
        }
        guard !names.isEmpty, names.count <= 16, names.allSatisfy(isBeta) else { return nil }
        return names.joined(separator: ",")
    }

    /// Whether a name is made of short words in lower case, none with more than three digits, and a date.
    private static func isBeta(_ name: Substring) -> Bool {
        let words = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
        guard name.utf8.count <= 64, words.count > 3 else { return false }
        return words.suffix(3).map(\.count) == [4, 2, 2] && words.suffix(3).joined().allSatisfy(isDigit)
            && words.dropLast(3).allSatisfy { word in
                !word.isEmpty && word.allSatisfy { isDigit($0) || (0x61...0x7A).contains($0) }
                    && word.filter(isDigit).count <= 3
            }
    }
}

extension GatewayLimits {
    /// How often deadlines are looked at: often enough that the shortest is met within a quarter of it.
    fileprivate var tick: TimeAmount {
        let shortest = min(idleTimeout, bodyTimeout, lingerTimeout, writeTimeout)
        return TimeAmount(max(.milliseconds(5), min(.seconds(1), shortest / 4)))
    }
}

extension SocketAddress? {
    /// Whether the peer is on this machine.
    fileprivate var isLoopback: Bool { self?.ipAddress.map(LoopbackAddress.matches(host:)) ?? false }
}

extension EventLoopPromise<Void>? {
    fileprivate func fail(_ error: any Error) { self?.fail(error) }
}
