package import GovernorCore
package import GovernorPolicy
package import Logging

/// Answers requests: authenticate, inspect, decide, record, answer. It knows nothing of sockets.
///
/// No decision leaves before its fact is durable, and whatever goes wrong on the way denies.
package struct GatewayPipeline: Sendable {
    private let decisions: DecisionMaker
    private let record: DecisionRecord
    private let gate: Gate
    private let rules: [UInt8]
    private let document: [UInt8]
    private let authentication: Authentication
    private let sink: any EvidenceSink
    private let environment: GatewayEnvironment
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
    package init(
        policy: Policy, configuration: GatewayConfiguration, sink: any EvidenceSink, environment: GatewayEnvironment,
        metrics: GatewayMetrics, logger: Logger
    ) {
        decisions = DecisionMaker(policy)
        record = DecisionRecord(
            policy: policy, stream: configuration.stream, recordsContent: configuration.recordsContent,
            digest: environment.digest)
        gate = Gate(policy)
        rules = Array(policy.rulesJSON.compactText.utf8)
        authentication = Authentication(configuration.authentication)
        document = Array(GatewayDocument.json(isGuarded: authentication.isGuarded).compactText.utf8)
        self.sink = sink
        self.environment = environment
        self.metrics = metrics
        self.logger = logger
    }

    /// Answers one request.
    package func response(to request: GatewayRequest) async -> GatewayResponse {
        let start = ContinuousClock.now
        metrics.began()
        let route = GatewayRoute(rawValue: String(request.path))
        let time = environment.clock()
        let requestID = identifier(at: time).description
        var answer: Answer
        do throws(RequestProblem) {
            answer = try await self.answer(request, on: route, at: time, requestID: requestID)
        } catch {
            answer = Answer(GatewayResponse(error), outcome: error.status < 500 ? "rejected" : "failed")
        }
        let surface = route?.surface ?? "other"
        metrics.ended(surface, outcome: answer.outcome, after: start.duration(to: .now))
        logger.debug(
            "request answered",
            metadata: [
                "request_id": "\(requestID)", "surface": "\(surface)", "outcome": "\(answer.outcome)",
                "status": "\(answer.response.status)",
            ])
        let response = answer.response.adding("x-request-id", requestID)
        return request.method == "HEAD" ? response.withoutBody() : response
    }

    /// An answer and its name in the metrics.
    private struct Answer {
        let response: GatewayResponse
        let outcome: String

        init(_ response: GatewayResponse, outcome: String) {
            self.response = response
            self.outcome = outcome
        }
    }

    private func answer(
        _ request: GatewayRequest, on route: GatewayRoute?, at time: Timestamp, requestID: String
    ) async throws(RequestProblem) -> Answer {
        guard let route else { throw .notFound }
        guard route.methods.contains(request.method) else { throw .methodNotAllowed(allowed: route.methods) }
        let principal = try authentication.principal(of: request, on: route)
        let exchange = Exchange(
            time: time, requestID: requestID, factID: identifier(at: time), principal: principal ?? .local)
        switch route {
        case .filterPrompt: return try await filter(request, stage: .prompt, exchange)
        case .filterOutput: return try await filter(request, stage: .output, exchange)
        case .checkMetrics: return try await check(request, exchange)
        case .rules: return page("application/json", rules)
        case .document: return page("application/json", document)
        case .health: return page("application/json", Array(#"{"status":"ok"}"#.utf8))
        case .metrics: return page("text/plain; version=0.0.4; charset=utf-8", Array(metrics.exposition().utf8))
        }
    }

    private func page(_ contentType: String, _ body: [UInt8]) -> Answer {
        Answer(GatewayResponse(status: 200, contentType: contentType, body: body), outcome: "ok")
    }

    // MARK: Decisions

    private func filter(
        _ request: GatewayRequest, stage: Stage, _ exchange: Exchange
    ) async throws(RequestProblem) -> Answer {
        let filter = try FilterRequest(JSONBody(request), stage: stage)
        let findings = timed(.inspect) { decisions.findings(in: filter) }
        let decision = timed(.decide) {
            decisions.decide(filter, findings: findings, by: exchange.principal, at: exchange.time)
        }
        metrics.decided(decision)
        let fact = record.fact(decision, in: exchange, salt: salt())
        return await recorded(fact, exchange, decision.json, outcome: decision.action.rawValue)
    }

    private func check(_ request: GatewayRequest, _ exchange: Exchange) async throws(RequestProblem) -> Answer {
        let body = try JSONBody(request)
        let report: GateReport
        do throws(MetricError) {
            var values = ArtifactMetrics()
            try values.add(.object(body.members), from: "the body")
            report = try gate.evaluate(values, at: exchange.time)
        } catch {
            throw .metrics(code: error.code, message: error.message, hint: error.hint)
        }
        let json: JSONObject = ["violations": .array(report.failures.map { .string($0.message) })]
        let fact = record.fact(report, in: exchange)
        return await recorded(fact, exchange, json, outcome: report.outcome == .pass ? "pass" : "fail")
    }

    /// Makes a fact durable and only then answers; when that fails the answer is a denial.
    private func recorded(_ fact: Fact, _ exchange: Exchange, _ body: JSONObject, outcome: String) async -> Answer {
        let start = ContinuousClock.now
        do {
            let appended = try await sink.append(fact)
            metrics.observe(.record, start.duration(to: .now))
            let receipt = appended.id.description
            let json = identified(body, exchange, receipt: .string(receipt))
            return Answer(
                GatewayResponse(status: 200, json: json, headers: [("governor-receipt", receipt)]), outcome: outcome)
        } catch {
            logger.error(
                "decision not recorded",
                metadata: [
                    "request_id": "\(exchange.requestID)",
                    "code": "\((error as? any GovernorError)?.code ?? "ledger.unavailable")",
                ])
            let json = identified(
                Decision.denial("the decision could not be recorded"), exchange, receipt: .null)
            return Answer(
                GatewayResponse(status: 503, json: json, headers: [("x-should-retry", "false")]),
                outcome: Action.errorBlock.rawValue)
        }
    }

    private func identified(_ body: JSONObject, _ exchange: Exchange, receipt: JSONValue) -> JSONValue {
        var json = body
        json["request_id"] = .string(exchange.requestID)
        json["receipt"] = receipt
        return .object(json)
    }

    private func timed<Result>(_ phase: GatewayMetrics.Phase, _ body: () -> Result) -> Result {
        let start = ContinuousClock.now
        defer { metrics.observe(phase, start.duration(to: .now)) }
        return body()
    }

    private func identifier(at time: Timestamp) -> UUIDv7 {
        var random = environment.random()
        return UUIDv7(at: time, using: &random)
    }

    /// Sixteen bytes: what makes the digest of a short text impossible to guess.
    private func salt() -> [UInt8] {
        var random = environment.random()
        return [random.next(), random.next()].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
        }
    }
}
