package import GovernorCore
import GovernorDialects
package import GovernorInspect
package import GovernorPolicy
package import Logging

/// Answers requests: authenticate, inspect, decide, record, answer. It knows nothing of sockets.
///
/// No decision leaves before its fact is durable, and whatever goes wrong on the way denies. A decision that takes too long
/// is answered by a denial; what the ledger then says of it says so too.
package final class GatewayPipeline: Sendable {
    let decisions: DecisionMaker
    let opinions: OpinionPanel
    let record: DecisionRecord
    let upstreams: RoutedUpstream
    let holding: Holding?
    let substitutes: Substitutes
    /// Who may ask which model, and how often.
    package let limiter: Limiter
    let watch: QueryWatch
    let gate: Gate
    private let rules: [UInt8]
    private let document: [UInt8]
    let authentication: Authentication
    let sink: any EvidenceSink
    let environment: GatewayEnvironment
    let timeLimit: Duration
    let timer: DeadlineTimer
    let unfinished: UnfinishedWork
    /// The requests that were held and are on their way.
    let claims: HoldClaims
    package let metrics: GatewayMetrics
    private let logger: Logger

    /// Creates the pipeline.
    ///
    /// - Parameters:
    ///   - policy: The policy to decide by.
    ///   - configuration: Who may call, and what records hold.
    ///   - sink: Where facts become durable.
    ///   - environment: Time, randomness and hashing.
    ///   - metrics: Where to count.
    ///   - logger: Where to log; it never gets a text of a request.
    /// - Throws: ``RedactionError/noKey`` when the policy pseudonymises and the environment has no key.
    package convenience init(
        policy: Policy, configuration: GatewayConfiguration, sink: any EvidenceSink, environment: GatewayEnvironment,
        metrics: GatewayMetrics, logger: Logger
    ) throws(RedactionError) {
        try self.init(policy, configuration, sink, environment, metrics, logger, after: nil)
        activate(after: nil)
    }

    /// A pipeline of another policy, other keys or other routes, which goes on with what this one counts and remembers.
    /// Nothing changes for anybody until it is activated.
    ///
    /// - Parameters:
    ///   - policy: The policy to decide by.
    ///   - configuration: Who may call, and what records hold. Holds, stopped systems and limits of time stay as they are.
    func successor(
        policy: Policy, configuration: GatewayConfiguration
    ) throws(RedactionError) -> GatewayPipeline {
        var configuration = configuration
        configuration.holding = holding
        configuration.stops = upstreams.stops
        configuration.limits.requestTimeout = timeLimit
        return try GatewayPipeline(policy, configuration, sink, environment, metrics, logger, after: self)
    }

    private init(
        _ policy: Policy, _ configuration: GatewayConfiguration, _ sink: any EvidenceSink,
        _ environment: GatewayEnvironment, _ metrics: GatewayMetrics, _ logger: Logger,
        after predecessor: GatewayPipeline?
    ) throws(RedactionError) {
        let digests = RedactionDigests(plain: environment.digest, keyed: environment.pseudonyms)
        decisions = try DecisionMaker(policy, corpus: configuration.corpus, digests: digests)
        record = DecisionRecord(
            policy: policy, stream: configuration.stream, recordsContent: configuration.recordsContent,
            digest: environment.digest)
        holding = configuration.holding
        substitutes = configuration.substitutes
        gate = Gate(policy)
        rules = policy.rulesJSON.compactBytes
        authentication = Authentication(configuration.authentication)
        document = GatewayDocument.json(isGuarded: authentication.isGuarded).compactBytes
        self.sink = sink
        self.environment = environment
        timeLimit = configuration.limits.requestTimeout
        timer = predecessor?.timer ?? DeadlineTimer(environment.stopwatch)
        unfinished = predecessor?.unfinished ?? UnfinishedWork()
        claims = predecessor?.claims ?? HoldClaims()
        limiter = Limiter(
            configuration.quotas, for: configuration.principals, elapsed: { [timer] in timer.now },
            clock: environment.clock, after: predecessor?.limiter)
        var random = environment.random()
        watch = QueryWatch(
            configuration.queryWatch, for: configuration.principals, seed: random.next(), after: predecessor?.watch)
        upstreams = RoutedUpstream(
            configuration.models, stops: configuration.stops, environment: environment, timer: timer,
            metrics: metrics.traffic, after: predecessor?.upstreams)
        opinions = OpinionPanel(configuration.secondOpinions, timer: timer, metrics: metrics)
        self.metrics = metrics
        self.logger = logger
    }

    /// Lets what outlives a pipeline go by this one from now on.
    ///
    /// - Parameter predecessor: What was in force before, if anything.
    func activate(after predecessor: GatewayPipeline?) {
        if predecessor != nil { limiter.activate() }
        upstreams.activate(after: predecessor?.upstreams)
        metrics.putInForce(record.policy, after: predecessor?.record.policy)
    }

    /// Answers one request.
    package func response(to request: GatewayRequest) async -> GatewayResponse {
        let start = ContinuousClock.now
        metrics.began()
        let route = GatewayRoute(path: request.path)
        let time = environment.clock()
        let requestID = identifier(at: time).description
        let trace = trace(request, on: route)
        let answer: Answer
        if let call = ModelCall(request, on: route, at: time, timer.now, requestID: requestID, in: trace) {
            answer = await completion(call)
        } else {
            answer = await answerInTime(request, on: route, at: time, requestID: requestID, in: trace)
        }
        let surface = route?.surface ?? "other"
        metrics.answered(after: start.duration(to: .now))
        if answer.streamOutcome == nil {
            metrics.ended(surface, answer.labels, outcome: answer.outcome)
            trace?.end(status: answer.response.status, outcome: answer.outcome)
        }
        logger.debug(
            "request answered",
            metadata: [
                "request_id": "\(requestID)", "surface": "\(surface)", "outcome": "\(answer.outcome)",
                "status": "\(answer.response.status)",
            ])
        var response = answer.response.naming(requestID, in: request.errorForm)
        if let outcome = answer.streamOutcome {
            response = response.onStreamEnd { [metrics] in
                metrics.ended(surface, answer.labels, outcome: outcome.name)
                trace?.end(status: answer.response.status, outcome: outcome.name)
            }
        }
        return request.method == "HEAD" ? response.withoutBody() : response
    }

    /// The span of a request that is decided about; nil where nobody traces. Others would be a probe's most of the time.
    private func trace(_ request: GatewayRequest, on route: GatewayRoute?) -> RequestTrace? {
        guard let tracer = environment.tracer, let route, route.decides else { return nil }
        return RequestTrace(request, on: route, tracer)
    }

    private func answerInTime(
        _ request: GatewayRequest, on route: GatewayRoute?, at time: Timestamp, requestID: String,
        in trace: RequestTrace?
    ) async -> Answer {
        let inTime = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) {
            deadline in
            do throws(RequestProblem) {
                return try await self.answer(
                    request, on: route, at: time, requestID: requestID, in: trace, by: deadline)
            } catch {
                return Answer(
                    GatewayResponse(error, in: request.errorForm, requestID: requestID),
                    outcome: error.status < 500 ? "rejected" : "failed")
            }
        }
        return inTime ?? tooLate(request, on: route, requestID: requestID)
    }

    /// The answer to a request that broke HTTP or a limit before it was complete.
    ///
    /// - Parameter request: What is known of it; nil for what had no head.
    package func refusal(_ problem: RequestProblem, of request: GatewayRequest?) -> GatewayResponse {
        let requestID = identifier(at: environment.clock()).description
        logger.debug("request refused", metadata: ["request_id": "\(requestID)", "code": "\(problem.code)"])
        let form = request?.errorForm
        return GatewayResponse(problem, in: form, requestID: requestID).naming(requestID, in: form)
    }

    /// Whether the answer to a request depends on its body, which has not arrived: not where none is taken, and not where the
    /// caller is refused.
    package func readsBody(of request: GatewayRequest) -> Bool {
        guard let route = GatewayRoute(path: request.path), route.decides,
            route.methods.contains(request.method)
        else { return false }
        return (try? authentication.principal(of: request, on: route)) != nil
    }

    /// Waits until every decision whose caller has been answered is recorded, or is known not to be.
    ///
    /// A caller who waited too long has been denied while the record was still under way. Until this returns the sink must
    /// take facts, or the ledger would say otherwise.
    package func finish() async { await unfinished.finish() }

    /// An answer and its name in the metrics.
    struct Answer: Sendable {
        let response: GatewayResponse
        let outcome: String
        /// What becomes of the body of a stream.
        let streamOutcome: StreamOutcome?
        /// Whose answer it is, where it is a model's.
        var labels = TrafficLabels()

        init(_ response: GatewayResponse, outcome: String, streamOutcome: StreamOutcome? = nil) {
            self.response = response
            self.outcome = outcome
            self.streamOutcome = streamOutcome
        }
    }

    private func answer(
        _ request: GatewayRequest, on route: GatewayRoute?, at time: Timestamp, requestID: String,
        in trace: RequestTrace?, by deadline: Deadline
    ) async throws(RequestProblem) -> Answer {
        // Its client hears of it before the last who knows the request forgets it, and may send the next at once.
        defer { request.giveBackShare() }
        guard let route else { throw .notFound }
        guard route.methods.contains(request.method) else { throw .methodNotAllowed(allowed: route.methods) }
        let principal = try authentication.principal(of: request, on: route)
        let exchange = Exchange(
            time: time, requestID: requestID, factID: identifier(at: time), principal: principal ?? .local,
            trace: trace, deadline: deadline)
        switch route {
        case .filterPrompt: return try await filter(request, stage: .prompt, exchange)
        case .filterOutput: return try await filter(request, stage: .output, exchange)
        case .checkMetrics: return try await check(request, exchange)
        case .models, .model: return modelList(request, for: exchange.principal)
        case .rules: return page("application/json", rules)
        case .document: return page("application/json", document)
        case .health: return try await health()
        case .chatCompletions, .completions, .embeddings, .responses, .messages, .countTokens, .proxyCompletion,
            .proxyCompletionStream:
            // Answered apart from the rest: see `completion`.
            throw .methodNotAllowed(allowed: route.methods)
        case .metrics: return page("text/plain; version=0.0.4; charset=utf-8", Array(metrics.exposition().utf8))
        }
    }

    /// The answer when the time is up: where a decision was asked for a denial, elsewhere an error.
    private func tooLate(_ request: GatewayRequest, on route: GatewayRoute?, requestID: String) -> Answer {
        logger.error("no answer in time", metadata: ["request_id": "\(requestID)"])
        let problem = RequestProblem.tooSlow
        guard route?.decides == true else {
            return Answer(GatewayResponse(problem, in: request.errorForm, requestID: requestID), outcome: "failed")
        }
        return denial(problem.message, requestID: requestID)
    }

    /// A denial of which nothing is recorded, or not yet: it has no receipt.
    func denial(
        _ reason: String, requestID: String, headers: [(name: String, value: String)] = [("x-should-retry", "false")]
    ) -> Answer {
        let json = identified(Decision.denial(reason), requestID: requestID, receipt: .null)
        return Answer(GatewayResponse(status: 503, json: json, headers: headers), outcome: Action.errorBlock.rawValue)
    }

    /// A gateway whose ledger takes no facts denies everything: that is not health.
    private func health() async throws(RequestProblem) -> Answer {
        do { try await sink.probe() } catch {
            let cause = error as? any GovernorError
            throw .notRecording(code: cause?.code ?? "ledger.unavailable", hint: cause?.hint)
        }
        // What is in force is good, so this is health; but somebody has changed it, and it was not taken over.
        let note = metrics.reloads.isStale ? #","configuration":"stale""# : ""
        return page("application/json", Array(#"{"status":"ok"\#(note)}"#.utf8))
    }

    func page(_ contentType: String, _ body: [UInt8]) -> Answer {
        Answer(GatewayResponse(status: 200, contentType: contentType, body: body), outcome: "ok")
    }

    func log(_ message: Logger.Message, _ exchange: Exchange, _ error: any Error) {
        logger.error(
            message,
            metadata: [
                "request_id": "\(exchange.requestID)", "fact": "\(exchange.factID)",
                "code": "\((error as? any GovernorError)?.code ?? "ledger.unavailable")",
            ])
    }

    func log(_ message: Logger.Message, _ fact: Fact, _ error: any Error) {
        logger.error(
            message,
            metadata: ["fact": "\(fact.id)", "code": "\((error as? any GovernorError)?.code ?? "ledger.unavailable")"])
    }

    func identifier(at time: Timestamp) -> UUIDv7 {
        var random = environment.random()
        return UUIDv7(at: time, using: &random)
    }

    /// Sixteen bytes: what makes the digest of a short text impossible to guess.
    func salt() -> [UInt8] {
        var random = environment.random()
        return [random.next(), random.next()].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
        }
    }
}
