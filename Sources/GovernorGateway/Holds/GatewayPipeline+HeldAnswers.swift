import GovernorCore
import GovernorDialects
import GovernorInspect

/// Answers that wait until somebody has read them.
extension GatewayPipeline {
    /// The actions that a person's review takes the place of. What is stronger than a hold still refuses, and what is masked
    /// is masked before it is held.
    private static let reviewable: Set<Action> = [.hold, .safeMode, .summarize]

    /// Whether an answer is held for review.
    func isHeld(_ decision: Decision?, _ admission: Admission) -> Bool {
        holding != nil && admission.holdKey != nil && decision?.action == .hold
    }

    /// What decides about an answer as if nothing of it need be held.
    func lenient(_ admission: Admission) -> OutputGuard { output(admission, lifting: Self.reviewable) }

    /// A stream as it would be without the rules that hold; what else rules want of it is done.
    ///
    /// - Throws: ``ModelProblem/stream(_:)``, ``ModelProblem/versionMismatch``.
    func replayed(
        _ sent: [UInt8], _ routed: RoutedAnswer, _ admission: Admission
    ) throws(ModelProblem) -> (decision: Decision, report: AnswerReport, bytes: [UInt8]) {
        guard let reader = admission.reader else { throw .unsupported(admission.model.dialect) }
        var gate = StreamGate(
            reader, lenient(admission), unread: admission.unread, shownModel: routed.source.candidate.shownModel,
            usage: routed.source.made)
        do {
            let begin = try gate.append(sent)
            gate.close()
            let end = try gate.finish()
            try routed.check(gate.report.model, in: admission.model.dialect)
            return (end.decision, gate.report, begin + end.before + end.after)
        } catch let failure as StreamFailure {
            throw .stream(failure)
        } catch let problem as ModelProblem {
            throw problem
        } catch {
            throw .stream(.malformed)
        }
    }

    /// Parks an answer whose decision is recorded.
    func park(_ bytes: [UInt8], _ decision: Decision, _ receipt: UUIDv7, _ admission: Admission)
        async throws(ModelProblem)
        -> Hold
    {
        guard let store = holding?.store, let key = admission.holdKey else { throw .notRecorded }
        let dialect = admission.model.dialect
        let answer = HeldAnswer(dialect: dialect, isStreamed: admission.model.isStreamed, bytes: bytes)
        guard let texts = answer.texts else { throw .stream(.malformed) }
        let held = texts.map { text in
            HeldText(place: text.place, role: text.lane.isOfToolCall ? "tool_call" : "assistant", text: text.text)
        }
        return try await park(
            HoldDraft(
                key: key, stage: .output, model: admission.model.model, userID: admission.decision.subject.userID,
                decision: receipt, content: HeldContent(texts: held, reasons: decision.reasons, answer: bytes)),
            in: store, admission.exchange)
    }

    /// Holds a whole answer, which came in a number of bytes.
    ///
    /// - Returns: What the client is told.
    func held(
        _ answer: ModelAnswer, of size: Int, _ decision: Decision, _ report: AnswerReport, _ routed: RoutedAnswer,
        _ admission: Admission
    ) async -> ModelProblem {
        var (output, passages, other) = await worked(onAnswerOf: size) {
            var output = self.lenient(admission)
            let passages = output.take(answer.texts) { lane, _ in lane.isToolName }
            let other = output.finish()
            return (output, passages, other)
        }
        let isHeld = !output.hasRefused && !output.isForeign
        let texts = isHeld ? output.replacements(of: answer.texts, by: passages) : [:]
        var report = report
        report.isWithheld = output.isUnmaskable
        let fact = await recorded(isHeld ? decision : other, report, routed, admission)
        guard let receipt = fact else { return .notRecorded }
        guard !output.isForeign else { return .stream(.malformed) }
        guard isHeld else { return .refused(other, receipt: receipt.id) }
        guard !report.isWithheld else { return .withheld(.unmaskable, receipt: receipt.id) }
        let body = routed.named(answer).bytes(replacing: texts)
        do throws(ModelProblem) {
            try routed.check(report.model, in: admission.model.dialect)
            let hold = try await park(body, decision, receipt.id, admission)
            return .held(hold.id, decision, receipt: receipt.id)
        } catch {
            return error
        }
    }

    // MARK: The same request, sent again

    /// What becomes of a request whose answer was held: it waits, is refused, or has that answer.
    func reviewedAnswer(_ admission: Admission, _ hold: Hold) async throws(ModelProblem) -> Admission {
        var decision = admission.decision
        guard hold.review != nil else {
            decision = decision.waiting
            var admission = noted(admission, decision, hold)
            guard let receipt = await durable(admission.fact, admission.exchange) else { throw .notRecorded }
            metrics.held(at: .output, .waits)
            guard admission.model.isStreamed, holding?.streamsWait != nil else {
                throw .held(hold.id, decision, receipt: receipt.id)
            }
            admission.waitsFor = hold
            return admission
        }
        guard hold.isLetOn else { throw await rejected(admission, hold) }
        if decision.action == .hold {
            // The request was let on before, or it would have no answer.
            decision = decisions.decide(
                decision.subject, decision.inspection, by: admission.exchange.principal, at: admission.exchange.time,
                lifting: [.hold])
        }
        var admission = noted(admission, decision, hold)
        admission.answersWith = hold
        return admission
    }

    /// Answers a request with what was held.
    func answeredFromHold(_ admission: Admission, _ hold: Hold) async throws(ModelProblem) -> Answer {
        let given = try await givenFromHold(admission, hold)
        let headers = [("governor-receipt", given.receipt.description)]
        guard admission.model.isStreamed else {
            return Answer(
                GatewayResponse(status: 200, contentType: "application/json", body: given.bytes, headers: headers),
                outcome: given.action.rawValue)
        }
        return Answer(
            GatewayResponse(status: 200, contentType: "text/event-stream", headers: headers) { write in
                try await write(given.events)
            }, outcome: given.action.rawValue)
    }

    /// What a request gets whose answer was held, when both decisions are durable.
    func givenFromHold(_ admission: Admission, _ hold: Hold) async throws(ModelProblem) -> GivenAnswer {
        guard await durable(admission.fact, admission.exchange) != nil else { throw .notRecorded }
        let given = try await given(hold, admission)
        ended(admission, AnswerReport())
        return given
    }

    /// The answer that was held, when what is decided about it now is durable.
    ///
    /// - Throws: ``ModelProblem/refused(_:receipt:)`` where a reviewer has rejected it, or a rule blocks it.
    func given(_ hold: Hold, _ admission: Admission) async throws(ModelProblem) -> GivenAnswer {
        guard let store = holding?.store, let held = await content(of: hold, in: store, admission.exchange) else {
            throw .notRecorded
        }
        let (decision, bytes) = await worked(onAnswerOf: held.content?.answer?.count ?? 0) {
            self.judged(held, hold, admission)
        }
        metrics.decided(decision)
        admission.exchange.trace?.note(decision)
        let exchange = admission.exchange.answer(identifier(at: environment.clock()), from: nil, admission)
            .following(hold)
        let fact = record.fact(decision, in: exchange, salt: salt())
        guard let receipt = await durable(fact, exchange) else { throw .notRecorded }
        guard let bytes else {
            // A reviewer's words that a rule refuses are no outcome of the review.
            if !hold.isLetOn { metrics.held(at: .output, hold.endOfWait) }
            throw .refused(decision, receipt: receipt.id)
        }
        metrics.held(at: .output, .letOn)
        return GivenAnswer(bytes: bytes, action: decision.action, receipt: receipt.id)
    }

    /// What is decided about an answer that was held, and the answer; nil for one that is not let on.
    private func judged(_ held: Contents, _ hold: Hold, _ admission: Admission) -> (Decision, [UInt8]?) {
        let model = admission.model
        // What was read stays as it was read: masks are in it already.
        var output = output(admission, lifting: Self.reviewable.union([.redact]))
        var answer = held.content?.answer.map { bytes in
            HeldAnswer(dialect: model.dialect, isStreamed: model.isStreamed, bytes: bytes)
        }
        if hold.isLetOn, !held.edits.isEmpty, let known = answer {
            var strict = lenient(admission)
            answer = masked(held.edits, in: known, by: &strict).flatMap(known.replacing)
            let decision = strict.finish()
            if !decision.action.allows { return (decision, nil) }
        }
        let decision = answer?.judged(by: output) ?? output.finish().rejected(hold)
        guard hold.isLetOn, let answer else { return (decision.rejected(hold), nil) }
        return (decision, decision.action.allows ? answer.bytes : nil)
    }

    /// A reviewer's words, with what rules mask in them; nil where a rule refuses them.
    private func masked(
        _ edits: [String: String], in answer: HeldAnswer, by output: inout OutputGuard
    ) -> [String: String]? {
        let texts = (answer.texts ?? []).compactMap { text in edits[text.place].map { (text.place, text.lane, $0) } }
        for (_, lane, edit) in texts { _ = output.append(edit, to: lane) }
        _ = output.finish()
        guard !output.hasRefused, !output.isForeign else { return nil }
        return Dictionary(
            texts.map { place, lane, _ in (place, output.release(lane, upTo: output.length(of: lane))) },
            uniquingKeysWith: { first, _ in first })
    }
}

extension Decision {
    /// The decision about a request whose answer waits for a review.
    fileprivate var waiting: Decision {
        Decision(
            subject: subject, inspection: inspection, verdict: verdict, action: .hold,
            reasons: reasons + ["its answer waits for review"], redacted: nil, ignoredKeys: ignoredKeys)
    }
}
