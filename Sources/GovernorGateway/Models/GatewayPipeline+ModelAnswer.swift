import GovernorCore
import GovernorDialects
import GovernorInspect
import NIOCore

extension GatewayPipeline {
    /// The most bytes of an answer, whole or streamed.
    private static let answerLimit = 16 << 20

    /// How long a client sees nothing of a stream that goes on.
    private static let longestSilence = Duration.seconds(5)

    private func output(_ admission: Admission) -> OutputGuard {
        OutputGuard(
            decisions, after: admission.decision, model: admission.model.model, by: admission.exchange.principal,
            at: admission.exchange.time)
    }

    /// Counts and records what was decided about an answer, however it ended; nil when that cannot be recorded.
    private func recorded(
        _ decision: Decision, _ report: AnswerReport, _ routed: RoutedAnswer, _ admission: Admission
    ) async -> AppendedFact? {
        metrics.decided(decision)
        ended(admission, report)
        let source = routed.source(reporting: report.model, in: admission.model.dialect)
        metrics.traffic.recorded(source)
        let exchange = admission.exchange.answer(identifier(at: environment.clock()), from: source)
        return await durable(record.fact(decision, report, in: exchange, salt: salt()), exchange)
    }

    func whole(_ routed: RoutedAnswer, _ admission: Admission) async throws(ModelProblem) -> Answer {
        let answer: ModelAnswer
        do throws(ModelProblem) { answer = try await read(routed, admission) } catch {
            ended(admission, AnswerReport())
            throw error
        }
        var output = output(admission)
        let passages = output.take(answer.texts) { lane, _ in lane.isToolName }
        let decision = output.finish()
        var report = AnswerReport()
        report.add(model: answer.model, usage: answer.usage)
        report.byteCount = output.byteCount
        guard let receipt = await recorded(decision, report, routed, admission) else { throw .notRecorded }
        guard !output.isForeign else { throw .stream(.malformed) }
        guard !output.hasRefused else { throw .refused(decision, receipt: receipt.id) }
        try routed.check(report.model, in: admission.model.dialect)
        let texts = output.replacements(of: answer.texts, by: passages)
        return Answer(
            GatewayResponse(
                status: 200, json: routed.named(answer).body(replacing: texts),
                headers: [("governor-receipt", receipt.id.description)]),
            outcome: decision.action.rawValue)
    }

    private func read(_ routed: RoutedAnswer, _ admission: Admission) async throws(ModelProblem) -> ModelAnswer {
        let bytes: [UInt8]
        do { bytes = try await routed.response.body.collect(upTo: Self.answerLimit) } catch {
            throw routed.problem(error)
        }
        do {
            var json = try JSONValue(parsing: bytes)
            if let translation = admission.translation {
                json = try translation.answer(json, created: admission.exchange.time.seconds)
            }
            return try admission.model.dialect.answer(json)
        } catch {
            throw .stream(.malformed)
        }
    }

    func stream(_ routed: RoutedAnswer, _ admission: Admission) -> Answer {
        let outcome = StreamOutcome()
        let headers = [("governor-receipt", admission.exchange.factID.description)]
        return Answer(
            GatewayResponse(status: 200, contentType: "text/event-stream", headers: headers) { write in
                try await self.relay(routed, admission, outcome, write)
            }, outcome: "streamed", streamOutcome: outcome)
    }

    /// Lets a stream through, and records what was decided about it however it ends.
    private func relay(
        _ routed: RoutedAnswer, _ admission: Admission, _ outcome: StreamOutcome,
        _ write: ([UInt8]) async throws -> Void
    ) async throws {
        guard let reader = admission.reader else { return }
        let candidate = routed.source.candidate
        var gate = StreamGate(reader, output(admission), shownModel: candidate.shownModel)
        var pin = PinCheck(candidate.target, admission.model.dialect)
        var meter = StreamMeter(metrics.traffic, candidate.labels, timer: timer, since: admission.start)
        defer { meter.end() }
        var isRecorded = false
        var lastWrite = timer.now
        do {
            var size = 0
            for try await part in routed.response.body {
                size += part.readableBytes
                guard size <= Self.answerLimit else { throw UpstreamFailure.tooLarge(limit: Self.answerLimit) }
                var bytes = try pin.pass(gate.append(part.readableBytesView), from: gate.report.model)
                meter.holds(gate.output.heldBytes)
                if !bytes.isEmpty { meter.wrote() }
                // What waits to be judged must not look as if nobody was there.
                if bytes.isEmpty, timer.now - lastWrite >= Self.longestSilence { bytes = ServerSentEvent.comment("") }
                if !bytes.isEmpty {
                    try await write(bytes)
                    lastWrite = timer.now
                }
                if gate.output.hasRefused || gate.hasEnded { break }
            }
            gate.close(endsStream: admission.model.dialect == .reference)
            let end = try gate.finish()
            isRecorded = true
            guard let receipt = await recorded(end.decision, gate.report, routed, admission) else {
                throw ModelProblem.notRecorded
            }
            let before = try pin.pass(end.before, from: gate.report.model, isOver: true)
            if let stop = routed.watch.stop { throw ModelProblem.stopped(stop) }
            try await write(before + ServerSentEvent.comment("governor-receipt \(receipt.id)") + end.after)
            meter.wrote()
            outcome.settle(end.decision.action.rawValue)
        } catch {
            if !isRecorded { _ = await recorded(gate.abandon(), gate.report, routed, admission) }
            // Otherwise the client went away.
            guard let problem = routed.problem(error) else { throw error }
            if !Task.isCancelled { outcome.settle(problem.outcome) }
            try await write(gate.failure(problem.message, code: problem.code))
        }
    }
}

extension Exchange {
    /// The exchange of the decision about the answer.
    fileprivate func answer(_ id: UUIDv7, from source: AnswerSource) -> Exchange {
        Exchange(
            time: time, requestID: requestID, factID: id, principal: principal, deadline: deadline, answers: factID,
            source: source)
    }
}
