import GovernorCore
import GovernorDialects
import GovernorInspect
import NIOCore

/// A request for a model that goes on to it, and what was decided about it.
struct Admission {
    let model: ModelRequest
    let route: ModelRoute
    let decision: Decision
    let exchange: Exchange
}

extension GatewayPipeline {
    func admit(
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

    func send(_ admission: Admission, on loop: any EventLoop) async -> Result<UpstreamResponse, UpstreamFailure> {
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
}

extension Action {
    /// Whether a request goes on to the model it names.
    fileprivate var passesOn: Bool { self <= .redact }
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
