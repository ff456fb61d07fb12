package import GovernorCore
package import GovernorLedger
package import GovernorPolicy
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The evidence service: takes evidence, and answers from what is recorded. It listens until it is told to stop.
package struct EvidenceService: Service, CustomStringConvertible {
    private let application: Application<RouterResponder<ServiceContext>>
    private let configuration: EvidenceServiceConfiguration

    /// Prepares the service; ``run()`` starts it.
    ///
    /// - Parameters:
    ///   - holds: What waits for review.
    ///   - stops: The systems that are stopped, as the gateway sees them.
    ///   - keyring: The keys of callers, which may change; nil trusts every caller and needs a loopback address.
    ///   - policy: What snapshots judge by, which may change.
    ///   - onListening: Told the port once connections are accepted.
    /// - Throws: ``EvidenceServiceError/keysNeeded(host:)``.
    package init(
        configuration: EvidenceServiceConfiguration, ledger: Ledger, holds: HoldRegister, stops: SystemStops,
        keyring: Current<APIKeyring>?, policy: Current<Policy>?, metrics: MetricsRegistry, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) throws(EvidenceServiceError) {
        try Self.check(configuration, hasKeys: keyring != nil)
        self.configuration = configuration
        application = evidenceApplication(
            configuration, ledger: ledger, holds: holds, stops: stops, keyring: keyring, policy: policy,
            metrics: metrics,
            logger: logger,
            onListening: onListening)
    }

    /// Refuses a configuration that no service may have.
    ///
    /// - Throws: ``EvidenceServiceError/keysNeeded(host:)``.
    package static func check(
        _ configuration: EvidenceServiceConfiguration, hasKeys: Bool
    ) throws(EvidenceServiceError) {
        guard hasKeys || configuration.isLoopback else { throw .keysNeeded(host: configuration.host) }
    }

    /// Names the service and shows nothing of policy and keys.
    package var description: String { "evidence service" }

    /// Rebuilds what is derived from the ledger, then listens until the surrounding group shuts down.
    ///
    /// - Throws: ``EvidenceServiceError/cannotListen(host:port:reason:)``, or what reading the ledger throws.
    package func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            // Connections keep their errors to themselves: only binding fails the whole.
            throw EvidenceServiceError.cannotListen(
                host: configuration.host, port: configuration.port,
                reason: String(cString: strerror(error.errnoCode)))
        }
    }
}

/// Builds the service's application out of its stores.
func evidenceApplication(
    _ configuration: EvidenceServiceConfiguration, ledger: Ledger, holds: HoldRegister, stops: SystemStops,
    keyring: Current<APIKeyring>?, policy: Current<Policy>?, metrics: MetricsRegistry, logger: Logger,
    clock: @escaping WallClock = Timestamp.now,
    onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
) -> Application<RouterResponder<ServiceContext>> {
    let board = RiskBoard(following: ledger.reader, metrics: metrics)
    let events = metrics.counter("res_evidence_events_total", help: "Facts recorded through this service.")
    let desk = EvidenceDesk(
        ledger: ledger, policy: policy, board: board, holds: holds, stops: stops, events: events, clock: clock)
    let table = routeTable(desk, metrics: metrics, isGuarded: keyring != nil, isLogPublic: configuration.isLogPublic)
    let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
    router.add(
        middleware: AnswerMiddleware(
            table: table,
            requests: metrics.counter(
                "governor_evidence_requests_total", help: "Answers of the evidence service.",
                labels: ["route", "status"])))
    let checker = RequestChecker(
        authenticator: Authenticator(keyring: keyring), bodyLimit: configuration.bodyLimit)
    table.register(
        on: router, guardedBy: checker, within: configuration.requestTimeout, on: DeadlineTimer(ContinuousClock()))
    var application = Application(
        router: router,
        server: HTTPServerBuilder { responder in
            EvidenceChannel(
                base: HTTP1Channel(responder: responder, configuration: configuration.channel),
                headerLimit: configuration.headerLimit, targetLimit: configuration.targetLimit)
        },
        configuration: ApplicationConfiguration(
            address: .hostname(configuration.host, port: configuration.port),
            availableConnectionsDelegate: MaximumAvailableConnections(configuration.connectionLimit, logger: logger)),
        onServerRunning: { channel in
            if let port = channel.localAddress?.port { onListening(port) }
        }, logger: logger)
    application.beforeServerStarts { try await board.catchUp() }
    return application
}

/// Every route of the service, the description of them included.
func routeTable(_ desk: EvidenceDesk, metrics: MetricsRegistry, isGuarded: Bool, isLogPublic: Bool) -> RouteTable {
    let routes =
        EvidenceRoutes(desk: desk).routes + FactRoutes(desk: desk).routes + RiskRoutes(desk: desk).routes
        + IncidentRoutes(desk: desk).routes + ErasureRoutes(desk: desk).routes
        + HoldRoutes(desk: desk).routes + KillSwitchRoutes(desk: desk).routes
        + LogRoutes(ledger: desk.ledger, isPublic: isLogPublic).routes
        + SystemRoutes(ledger: desk.ledger, board: desk.board, metrics: metrics).routes
    let document = OpenAPIDocument(routes: routes + [SystemRoutes.description(.null)], isGuarded: isGuarded).json
    return RouteTable(routes: routes + [SystemRoutes.description(document)])
}

extension EvidenceServiceConfiguration {
    fileprivate var channel: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                UnreadRequestHandler(limit: TimeAmount(requestTimeout)),
                ShutdownHandler(limit: TimeAmount(shutdownTimeout)),
            ],
            idleTimeout: TimeAmount(idleTimeout),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerLimit, maxHeaderListSize: headerLimit,
                maxHeaderFieldCount: headerCountLimit))
    }
}
