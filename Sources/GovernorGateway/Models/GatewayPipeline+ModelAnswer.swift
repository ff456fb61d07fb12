import GovernorCore
import GovernorDialects
import GovernorInspect
import NIOCore

extension GatewayPipeline {
    /// The most bytes of an answer, whole or streamed.
    private static let answerLimit = 16 << 20

    /// How long a client sees nothing of a stream that goes on.
    static let longestSilence = Duration.seconds(5)

    func output(
        _ admission: Admission, lifting lifted: Set<Action> = [], restores: Bool = true
    ) -> OutputGuard {
        OutputGuard(
            decisions, after: admission.decision, model: admission.model.model, by: admission.exchange.principal,
            at: admission.exchange.time, lifting: lifted, restores: restores)
    }

    /// Counts and records what was decided about an answer, however it ended; nil when that cannot be recorded.
    ///
    /// - Parameters:
    ///   - isLast: Whether nothing takes the answer's place.
    ///   - failure: The code of what has cut the answer off.
    func recorded(
        _ decision: Decision, _ report: AnswerReport, _ routed: RoutedAnswer, _ admission: Admission,
        isLast: Bool = true, failure: String? = nil
    ) async -> AppendedFact? {
        routed.span?.end(report, failure: failure)
        metrics.decided(decision)
        admission.exchange.trace?.note(decision)
        if isLast { ended(admission, report, from: routed.source.candidate) }
        let source = routed.source(reporting: report.model, in: admission.model.dialect)
        metrics.traffic.recorded(source)
        let exchange = admission.exchange.answer(identifier(at: environment.clock()), from: source, admission)
        return await durable(record.fact(decision, report, in: exchange, salt: salt()), exchange)
    }

    func whole(_ routed: RoutedAnswer, _ admission: Admission) async throws(ModelProblem) -> Answer {
        let (answer, size): (ModelAnswer, Int)
        do throws(ModelProblem) {
            (answer, size) = try await read(
                routed, in: admission.model.dialect, admission.translation, at: admission.exchange.time)
        } catch {
            ended(admission, AnswerReport())
            throw error
        }
        var report = AnswerReport()
        report.add(model: answer.model, usage: answer.usage, unread: answer.unread)
        guard await used(admission) else {
            routed.span?.end(report, failure: ModelProblem.notRecorded.code)
            ended(admission, report)
            throw .notRecorded
        }
        // Many short texts take as long as few long ones, so all of the answer counts.
        var (output, passages, decision) = await worked(onAnswerOf: size) {
            var output = self.output(admission)
            let passages = output.take(answer.texts) { lane, _ in lane.isToolName }
            let decision = output.finish()
            return (output, passages, decision)
        }
        report.byteCount = output.byteCount
        let texts = output.hasRefused ? [:] : output.replacements(of: answer.texts, by: passages)
        report.isWithheld = output.isUnmaskable || admission.unread.refusesAnswer(answer.unread)
        if isHeld(decision, admission), !output.isForeign, !report.isWithheld {
            throw await held(answer, of: size, decision, report, routed, admission)
        }
        let isReplaced = isReplaced(decision, admission) && !output.isForeign
        guard let receipt = await recorded(decision, report, routed, admission, isLast: !isReplaced) else {
            if isReplaced { ended(admission, report) }
            throw .notRecorded
        }
        guard !output.isForeign else { throw .stream(.malformed) }
        if isReplaced { return try await replaced(answer, report, decision, receipt.id, admission) }
        guard !output.hasRefused else { throw .refused(decision, receipt: receipt.id) }
        guard !report.isWithheld else {
            throw .withheld(output.isUnmaskable ? .unmaskable : .unread, receipt: receipt.id)
        }
        try routed.check(report.model, in: admission.model.dialect)
        return Answer(
            GatewayResponse(
                status: 200, contentType: "application/json", body: routed.named(answer).bytes(replacing: texts),
                headers: [("governor-receipt", receipt.id.description)] + admission.notes),
            outcome: admission.substitute?.action.rawValue ?? decision.action.rawValue)
    }

    /// The answer that takes the place of a whole one.
    private func replaced(
        _ answer: ModelAnswer, _ report: AnswerReport, _ decision: Decision, _ receipt: UUIDv7, _ admission: Admission
    ) async throws(ModelProblem) -> Answer {
        let (routed, admission) = try await substitute(for: .body(answer), report, after: decision, receipt, admission)
        return try await whole(routed, admission)
    }

    /// A whole answer, and how many bytes it came in.
    func read(
        _ routed: RoutedAnswer, in dialect: Dialect, _ translation: Translation?, at time: Timestamp
    ) async throws(ModelProblem) -> (ModelAnswer, size: Int) {
        let bytes: [UInt8]
        do { bytes = try await routed.response.body.collect(upTo: Self.answerLimit) } catch {
            let problem = routed.problem(error)
            routed.span?.end(failure: problem.code)
            throw problem
        }
        let answer = await worked(onAnswerOf: bytes.count) { () -> ModelAnswer? in
            guard let json = try? JSONValue(parsing: bytes) else { return nil }
            if let translation { return try? translation.modelAnswer(json, created: time.seconds) }
            var answer = try? dialect.answer(json)
            answer?.sent = bytes
            return answer
        }
        guard let answer else {
            let problem = ModelProblem.stream(.malformed)
            routed.span?.end(failure: problem.code)
            throw problem
        }
        return (answer, bytes.count)
    }

    func stream(_ routed: RoutedAnswer, _ admission: Admission) -> Answer {
        let outcome = StreamOutcome()
        let headers = [("governor-receipt", admission.exchange.factID.description)] + admission.notes
        return Answer(
            GatewayResponse(status: 200, contentType: "text/event-stream", headers: headers) { write in
                try await self.relay(routed, admission, outcome, write)
            }, outcome: "streamed", streamOutcome: outcome)
    }

    /// Lets a stream through, and what takes its place.
    func relay(
        _ routed: RoutedAnswer, _ admission: Admission, _ outcome: StreamOutcome,
        _ write: ([UInt8]) async throws -> Void
    ) async throws {
        var next: (RoutedAnswer, Admission)? = (routed, admission)
        while let (routed, admission) = next { next = try await passed(routed, admission, outcome, write) }
    }

    /// Lets one stream through, and records what was decided about it however it ends.
    ///
    /// - Returns: The stream that takes its place, where nothing of it has left and a policy wants another.
    private func passed(
        _ routed: RoutedAnswer, _ admission: Admission, _ outcome: StreamOutcome,
        _ write: ([UInt8]) async throws -> Void
    ) async throws -> (RoutedAnswer, Admission)? {
        guard let reader = admission.reader else { return nil }
        let candidate = routed.source.candidate
        var gate = StreamGate(
            reader, output(admission), unread: admission.unread, shownModel: candidate.shownModel,
            usage: routed.source.made)
        var pin = PinCheck(candidate.target, admission.model.dialect)
        var meter = StreamMeter(metrics.traffic, candidate.labels, timer: timer, since: admission.start)
        defer { meter.end() }
        var kept = KeptStream(decisions.wholeActions.subtracting(holding == nil ? [.hold] : []))
        var isRecorded = false
        var lastWrite = timer.now
        do {
            var size = 0
            for try await part in routed.response.body {
                size += part.readableBytes
                guard size <= Self.answerLimit else { throw UpstreamFailure.tooLarge(limit: Self.answerLimit) }
                kept.take(part.readableBytesView)
                let passed = try pin.pass(gate.append(part.readableBytesView), from: gate.report.model)
                var bytes = kept.release(passed, hasLeft: gate.output.hasLeft)
                meter.holds(gate.output.heldBytes)
                if !bytes.isEmpty { meter.wrote() }
                // What waits to be judged must not look as if nobody was there.
                if bytes.isEmpty, timer.now - lastWrite >= Self.longestSilence {
                    bytes = ServerSentEvent.comment("")
                } else if !bytes.isEmpty, await !used(admission) {
                    throw ModelProblem.notRecorded
                }
                if !bytes.isEmpty {
                    try await write(bytes)
                    lastWrite = timer.now
                }
                if gate.hasEnded || gate.output.hasRefused && !needsRest(gate.output, admission) { break }
            }
            gate.close()
            let end = try gate.finish()
            guard await used(admission) else { throw ModelProblem.notRecorded }
            if isHeld(end.decision, admission) {
                let ending: @Sendable (Refusal) -> [UInt8] = { [gate] in gate.refusal($0) }
                let rest = try kept.rest() + pin.pass(end.before, from: gate.report.model, isOver: true)
                let stream = HeldStream(
                    sent: kept.sent, decision: end.decision, report: gate.report, rest: rest, routed: routed,
                    admission: admission, ending: gate.output.hasLeft ? ending : nil)
                isRecorded = true
                try await hold(stream, outcome, write)
                return nil
            }
            let isReplaced = isReplaced(end.decision, admission) && !gate.output.hasLeft
            isRecorded = true
            let fact = await recorded(end.decision, gate.report, routed, admission, isLast: !isReplaced)
            guard let receipt = fact else {
                if isReplaced { ended(admission, gate.report) }
                throw ModelProblem.notRecorded
            }
            if isReplaced {
                return try await substitute(
                    for: .events(kept.sent), gate.report, after: end.decision, receipt.id, admission)
            }
            let before = try kept.rest() + pin.pass(end.before, from: gate.report.model, isOver: true)
            if let stop = routed.watch.stop { throw ModelProblem.stopped(stop) }
            try await write(before + ServerSentEvent.comment("governor-receipt \(receipt.id)") + end.after)
            meter.wrote()
            outcome.settle(admission.substitute?.action.rawValue ?? end.decision.action.rawValue)
        } catch {
            if !isRecorded {
                _ = await recorded(
                    gate.abandon(), gate.report, routed, admission, failure: routed.problem(error)?.code ?? "cancelled")
            }
            // Otherwise the client went away.
            guard let problem = routed.problem(error) else { throw error }
            if !Task.isCancelled { outcome.settle(problem.outcome) }
            try await write(gate.failure(problem.message, code: problem.code))
        }
        return nil
    }

    /// Whether all of an answer is wanted although nothing of it goes on any more: what is held or summarized is all of it.
    private func needsRest(_ output: OutputGuard, _ admission: Admission) -> Bool {
        guard let refusal = output.refusal else { return false }
        return isHeld(refusal, admission)
            || refusal.action == .summarize && isReplaced(refusal, admission) && !output.hasLeft
    }
}

extension AdmittedRequest {
    /// What a client is told about an answer that is not the one it asked for.
    fileprivate var notes: [(name: String, value: String)] {
        substitute.map { [("governor-action", $0.action.rawValue)] } ?? []
    }
}

extension Exchange {
    /// The exchange of the decision about the answer.
    func answer(_ id: UUIDv7, from source: AnswerSource?, _ admission: Admission) -> Exchange {
        Exchange(
            time: time, requestID: requestID, factID: id, principal: principal, trace: trace, deadline: deadline,
            answers: factID,
            source: source,
            links: admission.substitute?.replaces.map { [Fact.Link(relation: "replaces", id: $0)] } ?? [])
    }
}
