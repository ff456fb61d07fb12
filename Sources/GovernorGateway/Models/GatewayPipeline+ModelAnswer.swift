import GovernorCore
import GovernorDialects
import GovernorInspect
import NIOCore

extension GatewayPipeline {
    /// The most bytes of an answer that does not come as a stream.
    private static let answerLimit = 16 << 20

    private func output(_ admission: Admission) -> OutputGuard {
        OutputGuard(
            decisions, after: admission.decision, model: admission.model.model, by: admission.exchange.principal,
            at: admission.exchange.time)
    }

    func whole(
        _ response: UpstreamResponse, _ admission: Admission
    ) async throws(ModelProblem) -> Answer {
        let answer: ModelAnswer
        do throws(UpstreamFailure) {
            let bytes = try await response.body.collect(upTo: Self.answerLimit)
            guard let json = try? JSONValue(parsing: bytes), let read = try? admission.model.dialect.answer(json) else {
                throw .malformed
            }
            answer = read
        } catch {
            throw .upstream(error)
        }
        var output = output(admission)
        let ends = answer.texts.map { text in
            text.kind == .delta ? output.append(text.text, to: text.lane) : output.append(alone: text.text, to: .rest)
        }
        let decision = output.finish()
        metrics.decided(decision)
        guard let receipt = await durable(decision, admission.exchange.following(identifier(at: environment.clock())))
        else { throw .notRecorded }
        guard !output.hasRefused else { throw .refused(decision) }
        var texts: [JSONPointer: String] = [:]
        for (text, end) in zip(answer.texts, ends) {
            let leaving = output.release(text.kind == .delta ? text.lane : .rest, upTo: end)
            texts[text.pointer] = text.kind == .delta ? leaving : String(leaving.dropLast())
        }
        for text in answer.texts where texts[text.pointer]?.isExactly(text.text) ?? false { texts[text.pointer] = nil }
        return Answer(
            GatewayResponse(
                status: 200, json: answer.body(replacing: texts),
                headers: [("governor-receipt", receipt.id.description)]),
            outcome: decision.action.rawValue)
    }

    func stream(_ response: UpstreamResponse, _ admission: Admission) throws(ModelProblem) -> Answer {
        guard let reader = admission.model.dialect.streamReader() else {
            throw .unsupported(admission.model.dialect)
        }
        let gate = StreamGate(reader, output(admission))
        let endsWithConnection = admission.model.dialect == .reference
        let exchange = admission.exchange.following(identifier(at: environment.clock()))
        let headers = [("governor-receipt", admission.exchange.factID.description)]
        return Answer(
            GatewayResponse(status: 200, contentType: "text/event-stream", headers: headers) { write in
                try await self.relay(response.body, through: gate, exchange, endsWithConnection, write)
            }, outcome: "streamed")
    }

    /// Lets a stream through, and records what was decided about it however it ends.
    private func relay(
        _ body: UpstreamBody, through gate: StreamGate, _ exchange: Exchange, _ endsWithConnection: Bool,
        _ write: ([UInt8]) async throws -> Void
    ) async throws {
        var gate = gate
        do {
            var size = 0
            for try await part in body {
                size += part.readableBytes
                guard size <= Self.answerLimit else { throw UpstreamFailure.tooLarge(limit: Self.answerLimit) }
                let bytes = try gate.append(part.readableBytesView)
                if !bytes.isEmpty { try await write(bytes) }
                if gate.output.hasRefused || gate.hasEnded { break }
            }
            gate.close(endsStream: endsWithConnection)
            let end = try gate.finish()
            metrics.decided(end.decision)
            guard let receipt = await durable(end.decision, exchange) else {
                return try await write(gate.failure(Self.notRecorded.message, code: Self.notRecorded.code))
            }
            try await write(end.before + ServerSentEvent.comment("governor-receipt \(receipt.id)") + end.after)
        } catch {
            let isCounted = gate.isDecided
            if !isCounted { _ = await durable(gate.abandon(), exchange) }
            switch error {
            case let failure as StreamFailure:
                let problem = ModelProblem.stream(failure)
                try await write(gate.failure(problem.message, code: problem.code))
            case let failure as UpstreamFailure: try await write(gate.failure(failure.message, code: failure.code))
            // The client went away.
            default: throw error
            }
        }
    }

    private static let notRecorded = ModelProblem.notRecorded
}

extension Exchange {
    /// The exchange of another decision about the same request.
    fileprivate func following(_ factID: UUIDv7) -> Exchange {
        Exchange(time: time, requestID: requestID, factID: factID, principal: principal, deadline: deadline)
    }
}
