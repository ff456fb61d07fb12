import GovernorCore
import GovernorDialects

extension GatewayPipeline {
    /// How long a review goes unnoticed.
    private static let pause = Duration.seconds(1)

    /// A stream that stays open until somebody has reviewed the request, and then goes on.
    func waiting(_ admission: Admission, for hold: Hold) -> Answer {
        let outcome = StreamOutcome()
        let headers = [
            ("governor-receipt", admission.exchange.factID.description), ("governor-hold", hold.id.description),
        ]
        return Answer(
            GatewayResponse(status: 200, contentType: "text/event-stream", headers: headers) { write in
                try await self.wait(admission, for: hold, outcome, write)
            }, outcome: "streamed", streamOutcome: outcome)
    }

    private func wait(
        _ admission: Admission, for hold: Hold, _ outcome: StreamOutcome, _ write: ([UInt8]) async throws -> Void
    ) async throws {
        guard let reader = admission.reader else { return }
        do {
            if case .failure(let problem) = try await endOfWait(for: hold.id, admission, write) { throw problem }
            let goesOn = try await reviewedAgain(admission)
            if let hold = goesOn.answersWith {
                let given = try await givenFromHold(goesOn, hold)
                outcome.settle(given.action.rawValue)
                return try await write(given.events)
            }
            let (routed, answering) = try await answered(goesOn)
            return try await relay(routed, answering, outcome, write)
        } catch let problem as ModelProblem {
            ended(admission, AnswerReport())
            outcome.settle(problem.outcome)
            try await write(problem.end(of: reader))
        }
    }

    /// A request that was reviewed while its stream waited.
    private func reviewedAgain(_ admission: Admission) async throws(ModelProblem) -> Admission {
        var admission = admission
        admission.waitsFor = nil
        // The decision that held it is recorded; what is decided now is another one.
        let time = environment.clock()
        admission.exchange = admission.exchange.renewed(identifier(at: time), at: time)
        let reviewed = try await goingOn(reviewed(admission))
        if let hold = reviewed.waitsFor {
            throw .held(hold.id, reviewed.decision, receipt: reviewed.exchange.factID)
        }
        return reviewed
    }

    /// Waits until somebody has decided about a hold, or nobody did in time.
    ///
    /// - Returns: The hold with its review, or why the wait has ended without one.
    func endOfWait(
        for id: UUIDv7, _ admission: Admission, _ write: ([UInt8]) async throws -> Void
    ) async throws -> Result<Hold, ModelProblem> {
        guard let holding, let limit = holding.streamsWait else { return .failure(.notRecorded) }
        let watch = upstreams.watch(over: admission.candidates[0])
        let end = timer.now + limit
        var lastWrite = timer.now
        while true {
            guard let found = await hold(id, in: holding.store, admission.exchange), let hold = found.hold else {
                return .failure(.notRecorded)
            }
            guard hold.review == nil else { return .success(hold) }
            if let cause = watch.cause { return .failure(ModelProblem(cause)) }
            guard timer.now < end else {
                return .failure(.held(id, admission.decision, receipt: admission.exchange.factID))
            }
            if timer.now - lastWrite >= Self.longestSilence {
                try await write(ServerSentEvent.comment("governor-hold \(id)"))
                lastWrite = timer.now
            }
            let pause = min(Self.pause, end - timer.now)
            await watch.value(of: Task { try? await environment.stopwatch.sleep(for: pause) })
            try Task.checkCancellation()
        }
    }
}

extension ModelProblem {
    /// What ends the stream of a client that has seen nothing of an answer.
    func end(of reader: any StreamReader) -> [UInt8] {
        guard let refusal else { return reader.failure(message, code: code).flatMap(\.bytes) }
        return refusal.notes + reader.refusal(refusal.said).flatMap(\.bytes)
    }

    /// What a stream says of a refusal: to whoever looks for it, and to everybody. Nil for a failure.
    var refusal: (notes: [UInt8], said: Refusal)? {
        let said = Refusal(message: message, code: code)
        switch self {
        case .refused(_, let receipt): return (ServerSentEvent.comment("governor-receipt \(receipt)"), said)
        case .held(let id, _, let receipt):
            let notes =
                ServerSentEvent.comment("governor-hold \(id)") + ServerSentEvent.comment("governor-receipt \(receipt)")
            return (notes, said)
        default: return nil
        }
    }
}

extension Exchange {
    /// The exchange of a later decision about the same request.
    fileprivate func renewed(_ id: UUIDv7, at time: Timestamp) -> Exchange {
        Exchange(time: time, requestID: requestID, factID: id, principal: principal, trace: trace, deadline: deadline)
    }
}
