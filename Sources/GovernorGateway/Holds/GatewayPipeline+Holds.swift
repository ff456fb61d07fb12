import GovernorCore
import GovernorDialects
import GovernorInspect

extension GatewayPipeline {
    /// What names a request among those that are held; nil where nothing is held for review.
    func holdKey(of call: ModelCall, by principal: Principal, _ decision: Decision) -> HoldKey? {
        guard let store = holding?.store,
            decision.action == .hold || decisions.wholeActions.contains(.hold) || store.holdsAnswers
        else { return nil }
        let request = environment.digest(Array("\(call.route.surface)\n".utf8) + call.request.body)
        return HoldKey(principal: principal.id, request: request)
    }

    /// What a reviewer has decided about a request that a rule holds; the request itself where none does.
    ///
    /// - Throws: ``ModelProblem/held(_:_:receipt:)`` while nobody has decided, and ``ModelProblem/refused(_:receipt:)``.
    func reviewed(_ admission: Admission) async throws(ModelProblem) -> Admission {
        guard let store = holding?.store, let key = admission.holdKey else { return admission }
        let action = admission.decision.action
        if store.holdsAnswers, action.allows || action == .hold {
            let found = await hold(Inquiry(key: key, stage: .output, store: store, exchange: admission.exchange))
            guard let found else { throw .notRecorded }
            if let hold = found.hold { return try await reviewedAnswer(admission, hold) }
        }
        guard action == .hold else { return admission }
        let inquiry = Inquiry(key: key, stage: .prompt, store: store, exchange: admission.exchange)
        let found = await hold(inquiry)
        guard let found else { throw .notRecorded }
        guard let hold = found.hold, hold.review != nil else {
            return try await held(admission, key, found.hold, in: store)
        }
        guard hold.isLetOn else { throw await rejected(admission, hold) }
        // Looked up again: it may have been used since.
        guard let claim = claims.claim(hold, in: store),
            let now = await self.hold(inquiry), now.hold?.id == hold.id
        else { return try await held(admission, key, hold, in: store) }
        return try await letOn(admission, claim, in: store)
    }

    // MARK: What waits

    /// Records that a request is held, and parks it.
    ///
    /// - Returns: A request whose stream waits for the review.
    private func held(
        _ admission: Admission, _ key: HoldKey, _ known: Hold?, in store: any HoldStore
    ) async throws(ModelProblem) -> Admission {
        var admission = admission
        if let known { admission = noted(admission, admission.decision, known) }
        guard let receipt = await durable(admission.fact, admission.exchange) else { throw .notRecorded }
        let hold = try await park(admission.value.draft(key), in: store, admission.exchange)
        guard admission.model.isStreamed, holding?.streamsWait != nil else {
            throw .held(hold.id, admission.decision, receipt: receipt.id)
        }
        admission.waitsFor = hold
        return admission
    }

    /// Refuses what a reviewer has rejected, or nobody has reviewed in time.
    func rejected(_ admission: Admission, _ hold: Hold) async -> ModelProblem {
        let decision = admission.decision.rejected(hold)
        let admission = noted(admission, decision, hold)
        guard let receipt = await durable(admission.fact, admission.exchange) else { return .notRecorded }
        metrics.held(at: hold.stage, hold.endOfWait)
        return .refused(decision, receipt: receipt.id)
    }

    // MARK: What goes on

    /// Decides about a request as if the rules that hold only warned, with the texts that the reviewer has written.
    private func letOn(
        _ admission: Admission, _ claim: HoldClaim, in store: any HoldStore
    ) async throws(ModelProblem) -> Admission {
        let hold = claim.hold
        var admission = admission
        var (subject, inspection) = (admission.decision.subject, admission.decision.inspection)
        if hold.review?.state == .edited {
            guard let content = await content(of: hold, in: store, admission.exchange) else { throw .notRecorded }
            guard content.content != nil, let edited = edited(admission.model, content.edits) else {
                throw await rejected(admission, hold)
            }
            subject = DecisionSubject(edited, userID: admission.decision.subject.userID)
            guard let found = await inspected(subject) else { throw .request(.overloaded) }
            inspection = found
            admission.model = edited
        }
        let decision = decisions.decide(
            subject, inspection, by: admission.exchange.principal, at: admission.exchange.time, lifting: [.hold])
        admission = noted(admission, decision, hold)
        admission.claim = claim
        return admission
    }

    /// The request with the texts of a reviewer, who does not choose the model or for whom it is.
    private func edited(_ model: ModelRequest, _ edits: [String: String]) -> ModelRequest? {
        var texts: [JSONPointer: String] = [:]
        for piece in model.pieces {
            for part in piece.parts {
                guard let edit = edits[part.pointer.description] else { continue }
                // Nothing can take the place of a name or a number.
                guard !piece.isFixed else { return nil }
                texts[part.pointer] = edit
            }
        }
        let body = model.body(replacing: texts, model: model.model)
        guard let edited = try? model.dialect.request(body, isStreamed: model.isStreamed),
            edited.unread == model.unread, edited.model.isExactly(model.model), edited.isStreamed == model.isStreamed
        else { return nil }
        return edited
    }

    /// What the inspectors find in texts that a reviewer has written; nil where too many long texts wait.
    private func inspected(_ subject: DecisionSubject) async -> Inspection? {
        let work = await environment.threads.run { self.decisions.inspect(subject) {} }
        guard let inspection = work else { return nil }
        return opinions.isNeeded(for: inspection)
            ? await opinions.heard(on: inspection, of: subject.texts) : inspection
    }

    /// The same request with another decision, which follows from a hold.
    func noted(_ admission: Admission, _ decision: Decision, _ hold: Hold) -> Admission {
        var admission = admission
        admission.decision = decision
        admission.exchange = admission.exchange.following(hold)
        admission.exchange.trace?.note(decision)
        admission.fact = record.fact(decision, in: admission.exchange, salt: salt())
        return admission
    }
}

extension AdmittedRequest {
    /// The request as it is held.
    fileprivate func draft(_ key: HoldKey) -> HoldDraft {
        let texts = model.pieces.flatMap { piece in
            piece.parts.map { part in
                HeldText(place: part.pointer.description, role: piece.role.rawValue, text: part.text)
            }
        }
        return HoldDraft(
            key: key, stage: .prompt, model: model.model, userID: decision.subject.userID, decision: exchange.factID,
            content: HeldContent(texts: texts, reasons: decision.reasons))
    }
}

extension Decision {
    /// The decision about what a reviewer does not let on, or nobody has reviewed in time.
    func rejected(_ hold: Hold) -> Decision {
        let reason =
            hold.review?.state == .expired ? "nobody has reviewed it in time" : "a reviewer has not let it on"
        return Decision(
            subject: subject, inspection: inspection, verdict: verdict, action: .block, reasons: reasons + [reason],
            redacted: nil, ignoredKeys: ignoredKeys)
    }
}

extension Hold {
    /// What its review, or the want of one, is counted as where it does not go on.
    var endOfWait: GatewayMetrics.HoldOutcome { review?.state == .expired ? .expired : .rejected }
}
