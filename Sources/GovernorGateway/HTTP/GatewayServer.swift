import GovernorCore
package import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The gateway's listener: accepts connections, hands requests to the pipeline, writes its answers.
///
/// A graceful shutdown stops accepting, lets requests in flight finish, tells those that do not that it ends, then closes.
/// The listener has ended when every decision is recorded, also those whose callers did not wait for it.
package struct GatewayServer: Service, CustomStringConvertible {
    private typealias Connection = NIOAsyncChannel<GatewayRequest, ResponsePart>

    private let pipelines: GatewayPipelines
    private let configuration: GatewayConfiguration
    private let logger: Logger
    private let onBound: @Sendable (_ port: Int) -> Void

    /// Creates the listener.
    ///
    /// - Parameters:
    ///   - pipelines: What answers requests, each by the one in force when it is complete.
    ///   - configuration: Where to listen, and the limits.
    ///   - logger: Where to log.
    ///   - onBound: Called once with the port, which the system may have chosen.
    /// - Throws: ``GatewayError/openToOthers(host:)`` when anybody could call from elsewhere.
    package init(
        pipelines: GatewayPipelines, configuration: GatewayConfiguration, logger: Logger,
        onBound: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) throws(GatewayError) {
        try Self.check(configuration)
        self.pipelines = pipelines
        self.configuration = configuration
        self.logger = logger
        self.onBound = onBound
    }

    /// Refuses a configuration that no listener may have.
    ///
    /// - Throws: ``GatewayError/openToOthers(host:)``.
    package static func check(_ configuration: GatewayConfiguration) throws(GatewayError) {
        if case .none = configuration.authentication, !LoopbackAddress.matches(host: configuration.host) {
            throw .openToOthers(host: configuration.host)
        }
    }

    /// Names the listener and shows nothing of policy and keys.
    package var description: String { "gateway" }

    /// Listens until the task is cancelled or a graceful shutdown begins.
    package func run() async throws {
        do {
            try await listen()
        } catch {
            await pipelines.finish()
            throw error
        }
        await pipelines.finish()
    }

    private func listen() async throws {
        let open = OpenConnections()
        let server = try await bind(open)
        onBound(server.channel.localAddress?.port ?? configuration.port)
        let limits = configuration.limits
        try await withGracefulShutdownHandler {
            try await server.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        group.addTask { await serve(connection) }
                    }
                }
            }
        } onGracefulShutdown: {
            server.channel.close(promise: nil)
            open.end(
                within: TimeAmount(limits.shutdownTimeout), farewell: TimeAmount(limits.farewell),
                interrupting: pipelines.shutDown)
        }
    }

    private func bind(_ open: OpenConnections) async throws -> NIOAsyncChannel<Connection, Never> {
        let limits = configuration.limits
        let budget = BodyBudget(limit: limits.totalBodyBytes)
        let (pipelines, metrics) = (pipelines, pipelines.current.metrics)
        let readsTraces = pipelines.current.environment.tracer != nil
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: limits.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
        do {
            return try await bootstrap.bind(host: configuration.host, port: configuration.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let isAdmitted = open.add(channel, limit: limits.connections)
                    metrics.connectionOpened()
                    channel.closeFuture.whenComplete { _ in
                        metrics.connectionClosed()
                        open.remove(channel)
                    }
                    try Self.configure(
                        channel.pipeline.syncOperations, limits,
                        HTTPConnectionHandler(
                            limits: limits, budget: budget, metrics: metrics, readsTraces: readsTraces,
                            readsBody: { pipelines.current.readsBody(of: $0) },
                            refusal: { pipelines.current.refusal($0, of: $1) }))
                    let connection = try Connection(wrappingChannelSynchronously: channel)
                    if !isAdmitted {
                        // An error here would end the listener, so the connection is made and then closed.
                        metrics.refused(.limit)
                        channel.eventLoop.execute { channel.close(promise: nil) }
                    }
                    return connection
                }
            }
        } catch {
            throw GatewayError.cannotListen(
                host: configuration.host, port: configuration.port, reason: Self.reason(error))
        }
    }

    private static func configure(
        _ pipeline: ChannelPipeline.SynchronousOperations, _ limits: GatewayLimits, _ handler: HTTPConnectionHandler
    ) throws {
        var decoding = NIOHTTPDecoderLimitConfiguration()
        // The connection refuses what is over the limits, in the form of the path. The parser would not tell the path.
        decoding.maxHeaderFieldSize = limits.headerBytes * GatewayLimits.readHeads
        decoding.maxHeaderListSize = limits.headerBytes * GatewayLimits.readHeads
        decoding.maxHeaderFieldCount = limits.headerCount * GatewayLimits.readHeads
        try pipeline.addHandler(HTTPResponseEncoder())
        try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: decoding)))
        try pipeline.addHandler(HTTPServerPipelineHandler())
        try pipeline.addHandler(handler)
    }

    /// Answers a connection's requests until it ends; its end cancels what is still done for it.
    private func serve(_ connection: Connection) async {
        let work = Task {
            do {
                try await connection.executeThenClose { requests, answers in
                    for try await request in requests { try await answer(request, answers) }
                }
            } catch {
                // The client went away; what was decided is recorded.
                logger.debug("connection ended", metadata: ["error": "\(type(of: error))"])
            }
        }
        connection.channel.closeFuture.whenComplete { _ in work.cancel() }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
    }

    private func answer(
        _ request: GatewayRequest, _ answers: NIOAsyncChannelOutboundWriter<ResponsePart>
    ) async throws {
        let response = await pipelines.current.response(to: request)
        guard let stream = response.stream else { return try await answers.write(.whole(response)) }
        var headFailure: (any Error)?
        do { try await answers.write(.head(response)) } catch { headFailure = error }
        // What is decided about the answer is recorded, also where nobody is there any more to get it.
        try await stream { piece in
            if let headFailure { throw headFailure }
            try await answers.write(.piece(piece))
        }
        try await answers.write(.end)
    }

    private static func reason(_ error: any Error) -> String {
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(type(of: error))"
    }
}

/// The connections that are open, so that a shutdown can reach them.
private final class OpenConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isEnding = false
    }

    private let state = Mutex(State())

    /// Takes a connection; false when there are too many or the process shuts down.
    func add(_ channel: any Channel, limit: Int) -> Bool {
        state.withLock { state in
            guard !state.isEnding, state.channels.count < limit else { return false }
            state.channels[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    func remove(_ channel: any Channel) {
        state.withLock { _ = $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// Tells every connection to finish what is in flight, and closes those that take too long.
    ///
    /// - Parameters:
    ///   - farewell: How long before that what is in flight is ended.
    ///   - interrupt: Ends it.
    func end(within time: TimeAmount, farewell: TimeAmount, interrupting interrupt: @escaping @Sendable () -> Void) {
        let channels = state.withLock { state in
            state.isEnding = true
            return Array(state.channels.values)
        }
        for channel in channels {
            channel.pipeline.fireUserInboundEventTriggered(ConnectionShouldEnd())
            let deadline = channel.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in deadline.cancel() }
        }
        guard let loop = channels.first?.eventLoop else { return }
        let interruption = loop.scheduleTask(in: time - farewell, interrupt)
        EventLoopFuture.andAllComplete(channels.map(\.closeFuture), on: loop)
            .whenComplete { _ in interruption.cancel() }
    }
}
