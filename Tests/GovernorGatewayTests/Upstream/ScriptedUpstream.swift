import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

@testable import GovernorGateway

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An upstream that does what a test says, byte by byte, on a port that the system chose.
///
/// A script says for each request that has come whole what happens on its connection then. Connections are numbered from
/// 0 in the order in which they came; requests are numbered from 0 on each.
final class ScriptedUpstream: Sendable {
    enum Step: Sendable {
        /// Sends text as it is.
        case send(String)
        /// Sends this many bytes, as fast as the client takes them; ``ScriptedUpstream/floodedBytes`` counts them.
        case flood(Int)
        /// Does nothing until the test opens the gate.
        case wait(Gate)
        /// Tells the test that everything before has been taken by the system.
        case tell(@Sendable () -> Void)
        /// Sends nothing more, and waits for the client to close too.
        case close
        /// Closes TCP without TLS's goodbye.
        case hangUp
        /// Closes TCP with an error: the client's next read or write fails.
        case reset
    }

    struct Request: Sendable {
        let connection: Int
        let number: Int
        let method: String
        let path: String
        let headers: HeaderFields
        var body: [UInt8] = []
    }

    enum Event: Sendable, Hashable {
        case accepted(connection: Int)
        case requested(connection: Int, number: Int)
        case closed(connection: Int)
    }

    typealias Script = @Sendable (Request) -> [Step]

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var floodedBytes = 0
        var events: [Event: ContinuousClock.Instant] = [:]
        var waiters: [Int: (event: Event, continuation: CheckedContinuation<ContinuousClock.Instant, Never>)] = [:]
        var nextWaiter = 0
    }

    let port: Int
    private let state: Recorder

    /// The requests that have come, in their order.
    var requests: [Request] { state.value.withLock { $0.requests } }
    /// How many connections have come.
    var connections: Int { state.value.withLock { $0.connections } }
    /// How many bytes of floods the system has taken.
    var floodedBytes: Int { state.value.withLock { $0.floodedBytes } }

    private init(port: Int, state: Recorder) {
        self.port = port
        self.state = state
    }

    /// Runs an upstream for the duration of a closure.
    ///
    /// - Parameters:
    ///   - greeting: What happens on a connection as soon as it comes.
    ///   - tls: How to speak TLS; nil for plain HTTP.
    ///   - script: What happens after a request; nothing means that the upstream stalls.
    static func with<Result>(
        greeting: [Step] = [], tls: NIOSSLContext? = nil, _ script: @escaping Script,
        _ body: (ScriptedUpstream) async throws -> Result
    ) async throws -> Result {
        let state = Recorder()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try pipeline.addHandler(Player(state, greeting: greeting, script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let upstream = ScriptedUpstream(port: server.localAddress?.port ?? 0, state: state)
        do {
            let result = try await body(upstream)
            try await server.close()
            return result
        } catch {
            try await server.close()
            throw error
        }
    }

    /// A port where nothing listens, and that the system gives to nobody: one that was just free is another test's next.
    static let deadPort = 1

    /// Waits until something has happened, and says when that was; a test whose time is up waits no longer.
    @discardableResult func waits(for event: Event) async -> ContinuousClock.Instant {
        let waiter = state.value.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let time = state.value.withLock { state in
                    let time = state.events[event] ?? (Task.isCancelled ? ContinuousClock.now : nil)
                    if time == nil { state.waiters[waiter] = (event, continuation) }
                    return time
                }
                if let time { continuation.resume(returning: time) }
            }
        } onCancel: {
            state.value.withLock { $0.waiters.removeValue(forKey: waiter) }?.continuation.resume(returning: .now)
        }
    }

    /// Something that a test lets happen later.
    final class Gate: Sendable {
        private let promise = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)

        deinit { promise.succeed() }

        func open() { promise.succeed() }

        /// Waits until somebody has opened it.
        func isOpen() async throws { try await promise.futureResult.get() }

        fileprivate func opened(on loop: any EventLoop) -> EventLoopFuture<Void> { promise.futureResult.hop(to: loop) }
    }

    /// What all connections of one upstream report to.
    private final class Recorder: Sendable {
        let value = Mutex(State())

        func happened(_ event: Event) {
            let now = ContinuousClock.now
            let woken = value.withLock { state in
                state.events[event] = now
                let woken = state.waiters.filter { $0.value.event == event }
                for waiter in woken.keys { state.waiters[waiter] = nil }
                return woken.values
            }
            for waiter in woken { waiter.continuation.resume(returning: now) }
        }

        func connect() -> Int {
            value.withLock { state in
                state.connections += 1
                return state.connections - 1
            }
        }
    }

    /// Plays the script on one connection.
    private final class Player: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = ByteBuffer

        private let state: Recorder
        private let greeting: [Step]
        private let script: Script
        private var connection = 0
        private var number = 0
        private var request: Request?

        init(_ state: Recorder, greeting: [Step], _ script: @escaping Script) {
            self.state = state
            self.greeting = greeting
            self.script = script
        }

        func channelActive(context: ChannelHandlerContext) {
            connection = state.connect()
            state.happened(.accepted(connection: connection))
            play(greeting[...], context)
        }

        func channelInactive(context: ChannelHandlerContext) { state.happened(.closed(connection: connection)) }

        /// What is no request is none that the script knows; the test says when to close.
        func errorCaught(context: ChannelHandlerContext, error: any Error) {}

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                request = Request(
                    connection: connection, number: number, method: head.method.rawValue, path: head.uri,
                    headers: head.headers.map { ($0.name, $0.value) })
            case .body(let bytes): request?.body += bytes.readableBytesView
            case .end:
                guard let request else { return }
                number += 1
                state.value.withLock { $0.requests.append(request) }
                state.happened(.requested(connection: connection, number: request.number))
                play(script(request)[...], context)
            }
        }

        private func play(_ steps: ArraySlice<Step>, _ context: ChannelHandlerContext) {
            guard let step = steps.first else { return }
            let done: EventLoopFuture<Void>
            switch step {
            case .send(let text): done = context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)))
            case .flood(let count): done = flood(count, context)
            case .wait(let gate): done = gate.opened(on: context.eventLoop)
            case .tell(let body):
                body()
                done = context.eventLoop.makeSucceededVoidFuture()
            case .close: done = context.close(mode: .output)
            case .hangUp: done = hangUp(context)
            case .reset:
                let discards = (context.channel as? any SocketOptionProvider)?.setSoLinger(
                    linger(l_onoff: 1, l_linger: 0))
                done = (discards ?? context.eventLoop.makeSucceededVoidFuture())
                    .assumeIsolated().flatMap { self.hangUp(context) }.nonisolated()
            }
            done.assumeIsolated().whenSuccess { self.play(steps.dropFirst(), context) }
        }

        private func hangUp(_ context: ChannelHandlerContext) -> EventLoopFuture<Void> {
            let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
            return (tls ?? context).close()
        }

        private func flood(_ count: Int, _ context: ChannelHandlerContext) -> EventLoopFuture<Void> {
            guard count > 0 else { return context.eventLoop.makeSucceededVoidFuture() }
            let piece = ByteBuffer(repeating: 0x61, count: min(count, 64 << 10))
            return context.writeAndFlush(wrapOutboundOut(piece)).assumeIsolated().flatMap {
                self.state.value.withLock { $0.floodedBytes += piece.readableBytes }
                return self.flood(count - piece.readableBytes, context)
            }.nonisolated()
        }
    }
}

extension ScriptedUpstream.Step {
    /// A whole answer with a length.
    static func answer(_ body: String, status: String = "200 OK", headers: String = "") -> Self {
        .send("HTTP/1.1 \(status)\r\n\(headers)content-length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// The head of an answer in chunks.
    static let chunkedHead = Self.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")

    /// One chunk.
    static func chunk(_ text: String) -> Self { .send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n") }

    /// The end of an answer in chunks.
    static let lastChunk = Self.send("0\r\n\r\n")
}
