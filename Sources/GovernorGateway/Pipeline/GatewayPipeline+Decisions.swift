import GovernorCore
import GovernorInspect
import GovernorPolicy
import Logging

/// Decisions about texts and numbers for callers that act on them by themselves: inspect, decide, record, answer.
extension GatewayPipeline {
    func filter(
        _ request: GatewayRequest, stage: Stage, _ exchange: Exchange
    ) async throws(RequestProblem) -> Answer {
        let work = await worked(on: request) { () throws(RequestProblem) in
            let subject = try FilterRequest.subject(self.body(of: request), stage: stage)
            return (subject, self.begun(subject, exchange))
        }
        guard let work else { return overloaded(exchange) }
        let (subject, progress) = try work.get()
        switch progress {
        case .late:
            await correct(subject.factType, about: subject.userID, isRecorded: false, exchange)
            return notRecorded(exchange)
        case .decided(let decision, let fact):
            return await recorded(fact, exchange, decision.json, outcome: decision.action.rawValue)
        case .uncertain(let inspection):
            let start = ContinuousClock.now
            let heard = await opinions.heard(on: inspection, of: subject.texts)
            metrics.observe(.opinion, start.duration(to: .now))
            let work = await worked(on: request) { () throws(RequestProblem) in self.decided(subject, heard, exchange) }
            guard let work else { return overloaded(exchange) }
            let (decision, fact) = try work.get()
            return await recorded(fact, exchange, decision.json, outcome: decision.action.rawValue)
        }
    }

    /// How far a decision got where its text was inspected.
    enum Progress: Sendable {
        /// The time is up.
        case late
        /// A decision and its record.
        case decided(Decision, Fact)
        /// Other classifiers are to be asked first.
        case uncertain(Inspection)
    }

    func begun(_ subject: DecisionSubject, _ exchange: Exchange) -> Progress {
        let inspection = timed(.inspect) {
            try? decisions.inspect(subject) { () throws(RequestProblem) in
                guard !exchange.deadline.hasPassed else { throw .tooSlow }
            }
        }
        guard let inspection else { return .late }
        guard !opinions.isNeeded(for: inspection) else { return .uncertain(inspection) }
        let (decision, fact) = decided(subject, inspection, exchange)
        return .decided(decision, fact)
    }

    /// What is decided about a text, and its record.
    func decided(
        _ subject: DecisionSubject, _ inspection: Inspection, _ exchange: Exchange
    ) -> (Decision, Fact) {
        let decision = timed(.decide) {
            decisions.decide(subject, inspection, by: exchange.principal, at: exchange.time)
        }
        metrics.decided(decision)
        exchange.trace?.note(decision)
        return (decision, record.fact(decision, in: exchange, salt: salt()))
    }

    func check(_ request: GatewayRequest, _ exchange: Exchange) async throws(RequestProblem) -> Answer {
        let work = await worked(on: request) { () throws(RequestProblem) in
            try self.judged(self.body(of: request), at: exchange.time)
        }
        guard let work else { return overloaded(exchange) }
        let report = try work.get()
        let json: JSONObject = ["violations": .array(report.failures.map { .string($0.message) })]
        let fact = record.fact(report, in: exchange)
        return await recorded(fact, exchange, json, outcome: report.outcome == .pass ? "pass" : "fail")
    }

    private func judged(_ body: JSONBody, at time: Timestamp) throws(RequestProblem) -> GateReport {
        do throws(MetricError) {
            var values = ArtifactMetrics()
            try values.add(.object(body.members), from: "the body")
            return try gate.evaluate(values, at: time)
        } catch {
            throw RequestProblem(error)
        }
    }

    /// Works on a request's body, where it is short at once and else on a thread that nobody but long bodies waits for.
    ///
    /// - Returns: What the work comes to; nil when too many long bodies wait.
    func worked<Value: Sendable, Failure: Error>(
        on request: GatewayRequest, _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async -> Result<Value, Failure>? {
        guard request.body.count > InspectionThreads.shortBody else { return Result(catching: work) }
        return await environment.threads.run { Result(catching: work) }
    }

    /// Works on an answer of a number of bytes: as ``worked(on:_:)``, but however many long texts wait. It is here and paid for.
    func worked<Value: Sendable>(onAnswerOf bytes: Int, _ work: @escaping @Sendable () -> Value) async -> Value {
        bytes > InspectionThreads.shortBody ? await environment.threads.wait(for: work) : work()
    }

    func body(of request: GatewayRequest) throws(RequestProblem) -> JSONBody {
        try JSONBody(request, mustSayJSON: !authentication.isGuarded)
    }

    /// Makes a fact durable and only then answers; when that fails, or comes too late, the answer is a denial.
    private func recorded(_ fact: Fact, _ exchange: Exchange, _ body: JSONObject, outcome: String) async -> Answer {
        let start = ContinuousClock.now
        // What is decided when the caller has been denied already is not recorded as if the caller had heard it.
        guard !exchange.deadline.hasPassed else {
            await correct(fact.type, about: fact.dataSubject, isRecorded: false, exchange)
            return notRecorded(exchange)
        }
        let appended: AppendedFact
        do {
            appended = try await sink.append(fact)
        } catch {
            log("decision not recorded", exchange, error)
            return notRecorded(exchange)
        }
        guard exchange.deadline.claim() else {
            await correct(fact.type, about: fact.dataSubject, isRecorded: true, exchange)
            return notRecorded(exchange)
        }
        metrics.observe(.record, start.duration(to: .now))
        let receipt = appended.id.description
        let json = identified(body, requestID: exchange.requestID, receipt: .string(receipt))
        return Answer(
            GatewayResponse(status: 200, json: json, headers: [("governor-receipt", receipt)]), outcome: outcome)
    }

    /// Records what a decision became whose caller has been denied because it took too long.
    func correct(
        _ type: FactType, about dataSubject: String?, isRecorded: Bool, _ exchange: Exchange
    ) async {
        let time = environment.clock()
        let denial = record.lateDenial(
            of: type, about: dataSubject, isRecorded: isRecorded, in: exchange, id: identifier(at: time), time: time)
        do {
            _ = try await sink.append(denial)
        } catch {
            let message: Logger.Message =
                isRecorded ? "decision recorded, but not that its caller was denied" : "denial not recorded"
            log(message, exchange, error)
        }
    }

    /// The denial of a text that nobody has looked at.
    private func overloaded(_ exchange: Exchange) -> Answer {
        let problem = RequestProblem.overloaded
        return denial(problem.message, requestID: exchange.requestID, headers: problem.headers)
    }

    private func notRecorded(_ exchange: Exchange) -> Answer {
        denial("the decision could not be recorded", requestID: exchange.requestID)
    }

    func identified(_ body: JSONObject, requestID: String, receipt: JSONValue) -> JSONValue {
        var json = body
        json["request_id"] = .string(requestID)
        json["receipt"] = receipt
        return .object(json)
    }

    private func timed<Result>(_ phase: GatewayMetrics.Phase, _ body: () -> Result) -> Result {
        let start = ContinuousClock.now
        defer { metrics.observe(phase, start.duration(to: .now)) }
        return body()
    }
}
