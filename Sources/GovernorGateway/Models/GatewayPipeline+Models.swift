import GovernorCore
import GovernorDialects
import GovernorInspect
import Logging
import NIOCore

/// Requests for a model: authenticate, inspect, decide, forward, inspect, decide, record.
///
/// Nothing of an answer leaves before the decision about its request is durable, and nothing that says that the answer is
/// complete before the decision about the answer is.
extension GatewayPipeline {
    /// The most bytes of an answer that does not come as a stream.
    private static let answerLimit = 16 << 20

    /// Why a request for a model has no answer.
    private enum ModelProblem: Error {
        case request(RequestProblem)
        case upstream(UpstreamFailure)
        /// The server answers with an error.
        case answered(status: Int, headers: HeaderFields)
        case stream(StreamFailure)
        case unknownModel
        case unsupported(Dialect)
        case unread([UnreadPart])
        case refused(Decision)
        case notRecorded

        var status: Int {
            switch self {
            case .request(let problem): problem.status
            case .upstream(.firstByteTimeout), .upstream(.idleTimeout), .upstream(.connectTimeout): 504
            case .upstream, .stream: 502
            case .answered(let status, _): status
            case .unknownModel: 404
            case .unsupported, .unread, .refused: 400
            case .notRecorded: 503
            }
        }

        var code: String {
            switch self {
            case .request(let problem): problem.code
            case .upstream(let failure): failure.code
            case .answered: "upstream.error"
            case .stream: "upstream.foreign-answer"
            case .unknownModel: "model_not_found"
            case .unsupported: "model_not_supported"
            case .unread: "unread_content"
            case .refused: "content_filter"
            case .notRecorded: "gateway.not-recorded"
            }
        }

        var message: String {
            switch self {
            case .request(let problem): problem.description
            case .upstream(let failure): failure.message
            case .answered(let status, _): "the model's server answered with the status \(status)"
            case .stream: "the model's server did not answer in the form that was expected"
            case .unknownModel: "the gateway knows no model of this name"
            case .unsupported(let dialect): "the model's server does not speak \(dialect.rawValue)"
            case .unread(let parts):
                "\(parts[0].pointer) holds what cannot be inspected (\(parts[0].kind)), so the request is denied"
            case .refused(let decision): decision.reasons.joined(separator: "; ")
            case .notRecorded: "the decision could not be recorded"
            }
        }

        /// A client must not send again what a policy refuses; what a server refuses it may, as the server says.
        var headers: [(name: String, value: String)] {
            switch self {
            case .request(let problem): problem.headers
            case .answered(_, let headers):
                headers.filter { field in Self.passedOn.contains { field.name.isField($0) } }
            case .unknownModel, .unsupported, .unread, .refused, .notRecorded: [("x-should-retry", "false")]
            case .upstream, .stream: []
            }
        }

        var outcome: String {
            switch self {
            case .request(let problem): problem.status < 500 ? "rejected" : "failed"
            case .unknownModel, .unsupported, .unread: "rejected"
            case .refused(let decision): decision.action.rawValue
            case .notRecorded: Action.errorBlock.rawValue
            case .upstream, .answered, .stream: "upstream_failed"
            }
        }

        private static let passedOn = ["retry-after", "retry-after-ms", "x-should-retry"]
    }

    /// What was decided about a request, once it is durable.
    private struct Admission {
        let model: ModelRequest
        let route: ModelRoute
        let decision: Decision
        let exchange: Exchange
    }

    /// Answers a request for a model.
    func completion(
        _ request: GatewayRequest, in dialect: Dialect, isStreamed: Bool, at time: Timestamp, requestID: String
    ) async -> Answer {
        do throws(ModelProblem) {
            return try await completed(request, dialect, isStreamed, time, requestID)
        } catch {
            let body = dialect.errorBody(
                error.message, status: error.status, code: error.code, requestID: requestID)
            return Answer(
                GatewayResponse(status: error.status, json: body, headers: error.headers), outcome: error.outcome)
        }
    }

    private func completed(
        _ request: GatewayRequest, _ dialect: Dialect, _ isStreamed: Bool, _ time: Timestamp, _ requestID: String
    ) async throws(ModelProblem) -> Answer {
        let admitted = try await admit(request, dialect, isStreamed, time, requestID)
        let loop = request.loop
        // The server works on its answer while the decision becomes durable. Nothing of it leaves before.
        async let sent = send(admitted, on: loop)
        guard await durable(admitted.decision, admitted.exchange) != nil else { throw .notRecorded }
        let response: UpstreamResponse
        do { response = try await sent.get() } catch { throw .upstream(error) }
        guard response.status == 200 else {
            throw .answered(status: max(400, response.status), headers: response.headers)
        }
        return admitted.model.isStreamed
            ? try stream(response, admitted) : try await whole(response, admitted)
    }

    // MARK: The request

    private func admit(
        _ request: GatewayRequest, _ dialect: Dialect, _ isStreamed: Bool, _ time: Timestamp, _ requestID: String
    ) async throws(ModelProblem) -> Admission {
        let inTime = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) {
            deadline -> Result<Admission, ModelProblem> in
            do throws(ModelProblem) {
                return .success(try await self.decided(request, dialect, isStreamed, time, requestID, deadline))
            } catch {
                return .failure(error)
            }
        }
        guard let inTime else { throw .request(.tooSlow) }
        let admission = try inTime.get()
        guard admission.decision.action.passesOn else {
            guard await durable(admission.decision, admission.exchange) != nil else { throw .notRecorded }
            throw .refused(admission.decision)
        }
        return admission
    }

    private func decided(
        _ request: GatewayRequest, _ dialect: Dialect, _ isStreamed: Bool, _ time: Timestamp, _ requestID: String,
        _ deadline: Deadline
    ) async throws(ModelProblem) -> Admission {
        let route = GatewayRoute(rawValue: String(request.path))
        let principal: Principal?
        do { principal = try authentication.principal(of: request, on: route ?? .filterPrompt) } catch {
            throw .request(error)
        }
        let exchange = Exchange(
            time: time, requestID: requestID, factID: identifier(at: time), principal: principal ?? .local,
            deadline: deadline)
        let work = await worked(on: request) { () throws(RequestProblem) in
            let model = try self.modelRequest(request, dialect, isStreamed)
            let subject = DecisionSubject(model)
            return (model, subject, self.begun(subject, exchange))
        }
        guard let work else { throw .request(.overloaded) }
        let (model, subject, progress): (ModelRequest, DecisionSubject, Progress)
        do { (model, subject, progress) = try work.get() } catch { throw .request(error) }
        guard let target = models.route(of: model.model) else { throw .unknownModel }
        guard target.paths[dialect] != nil else { throw .unsupported(dialect) }
        guard model.unread.isEmpty else { throw .unread(model.unread) }
        let decision: Decision
        switch progress {
        case .late: throw .request(.tooSlow)
        case .decided(let made, _): decision = made
        case .uncertain(let inspection):
            let heard = await opinions.heard(on: inspection, of: subject.texts)
            decision = self.decided(subject, heard, exchange).0
        }
        return Admission(model: model, route: target, decision: decision, exchange: exchange)
    }

    private func modelRequest(
        _ request: GatewayRequest, _ dialect: Dialect, _ isStreamed: Bool
    ) throws(RequestProblem) -> ModelRequest {
        let body = try body(of: request)
        do { return try dialect.request(body.members, isStreamed: isStreamed) } catch {
            guard case .wrongShape(let pointer, let expected) = error else { throw .notFound }
            throw .wrongShape(param: pointer, expected: expected)
        }
    }

    private func send(_ admission: Admission, on loop: any EventLoop) async -> Result<UpstreamResponse, UpstreamFailure>
    {
        let (model, route) = (admission.model, admission.route)
        var texts: [JSONPointer: String] = [:]
        if let redacted = admission.decision.redacted {
            for (piece, parts) in zip(model.pieces, redacted.texts) {
                for (part, bytes) in zip(piece.parts, parts) {
                    texts[part.pointer] = String(decoding: bytes, as: UTF8.self)
                }
            }
        }
        let body = JSONValue.object(model.body(replacing: texts, model: route.servedName ?? model.model))
        let accepted = model.isStreamed ? "text/event-stream" : "application/json"
        let request = UpstreamRequest(
            method: "POST", path: route.paths[model.dialect] ?? "",
            // What is inspected must not come compressed.
            headers: [
                ("content-type", "application/json"), ("accept", accepted), ("accept-encoding", "identity"),
            ] + route.headers, body: Array(body.compactText.utf8))
        do throws(UpstreamFailure) {
            return .success(try await route.upstream.send(request, on: loop))
        } catch {
            return .failure(error)
        }
    }

    // MARK: The answer

    private func output(_ admission: Admission) -> OutputGuard {
        OutputGuard(
            decisions, after: admission.decision, model: admission.model.model, by: admission.exchange.principal,
            at: admission.exchange.time)
    }

    private func whole(
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

    private func stream(_ response: UpstreamResponse, _ admission: Admission) throws(ModelProblem) -> Answer {
        guard let reader = admission.model.dialect.streamReader() else {
            throw .unsupported(admission.model.dialect)
        }
        let gate = StreamGate(reader, output(admission))
        let endsWithConnection = admission.model.dialect == .reference
        let exchange = admission.exchange.following(identifier(at: environment.clock()))
        let headers = [("governor-receipt", admission.exchange.factID.description)]
        return Answer(
            GatewayResponse(status: 200, contentType: "text/event-stream", headers: headers) { write in
                var gate = gate
                do {
                    for try await part in response.body {
                        let bytes = try gate.append(part.readableBytesView)
                        if !bytes.isEmpty { try await write(bytes) }
                        if gate.output.hasRefused { break }
                    }
                    gate.close(endsStream: endsWithConnection)
                    let end = try gate.finish()
                    if !end.before.isEmpty { try await write(end.before) }
                    guard let receipt = await self.durable(end.decision, exchange) else {
                        return try await write(
                            gate.failure("the decision could not be recorded", code: "gateway.not-recorded"))
                    }
                    try await write(ServerSentEvent.comment("governor-receipt \(receipt.id)") + end.after)
                } catch let failure as StreamFailure {
                    try await write(gate.failure(ModelProblem.stream(failure).message, code: "upstream.foreign-answer"))
                } catch let failure as UpstreamFailure {
                    try await write(gate.failure(failure.message, code: failure.code))
                }
            }, outcome: "streamed")
    }

    // MARK: Evidence

    /// Makes a decision durable; nil when it cannot be, in time.
    private func durable(_ decision: Decision, _ exchange: Exchange) async -> AppendedFact? {
        let fact = record.fact(decision, in: exchange, salt: salt())
        let start = ContinuousClock.now
        let appended = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) {
            deadline -> AppendedFact? in
            do {
                let appended = try await sink.append(fact)
                guard !deadline.claim() else { return appended }
                await correct(fact.type, about: fact.dataSubject, isRecorded: true, exchange)
            } catch {
                log("decision not recorded", exchange, error)
            }
            return nil
        }
        metrics.observe(.record, start.duration(to: .now))
        return appended ?? nil
    }
}

extension Action {
    /// Whether a request goes on to the model it names.
    fileprivate var passesOn: Bool { self <= .redact }
}

extension Exchange {
    /// The exchange of another decision about the same request.
    fileprivate func following(_ factID: UUIDv7) -> Exchange {
        Exchange(time: time, requestID: requestID, factID: factID, principal: principal, deadline: deadline)
    }
}

extension DecisionSubject {
    /// What a request for a model asks to be decided about.
    fileprivate init(_ request: ModelRequest) {
        let texts = request.pieces.map { piece in
            var (bytes, parts): ([UInt8], [Range<Int>]) = ([], [])
            for (index, part) in piece.parts.enumerated() {
                if index > 0 { bytes += TextPiece.separator.utf8 }
                let start = bytes.count
                bytes += part.text.utf8
                parts.append(start..<bytes.count)
            }
            return SubjectText(
                bytes, stage: piece.role == .tool ? .toolResult : .prompt, role: piece.role.rawValue,
                isInstruction: piece.role == .system || piece.role == .toolDefinition, parts: parts)
        }
        self.init(stage: .prompt, texts: texts, userID: request.userID, model: request.model)
    }
}
