import GovernorCore
import GovernorDialects
import GovernorInspect
import NIOCore

/// A request for a model that was decided about, and what is known of it.
typealias Admission = OnHeap<AdmittedRequest>

/// The members of an ``Admission``.
struct AdmittedRequest: Sendable {
    var model: ModelRequest
    /// The servers that may answer, in order; at least one.
    var candidates: [Candidate]
    var decision: Decision
    /// The record of the decision.
    var fact: Fact
    var exchange: Exchange
    /// What may pass uninspected.
    let unread: UnreadContent
    /// What of the request cannot be inspected and may not pass: nothing of it does then.
    let barred: [UnreadPart]
    /// Makes another dialect's request and answer of the client's; nil where the server speaks the client's own.
    var translation: Translation?
    /// Reads and writes the events of the answer; nil where it does not come as a stream.
    var reader: (any StreamReader)?
    /// Where what is done for the client is done best.
    let loop: any EventLoop
    /// What the answer is instead of the one that was asked for; nil for that one.
    var substitute: Substitute?
    /// What names the request among those that are held; nil where nothing is.
    let holdKey: HoldKey?
    /// That the request was held and is let on; nil for one that was not.
    var claim: HoldClaim?
    /// The hold whose review a stream waits for; nil for a request that goes on.
    var waitsFor: Hold?
    /// The hold whose answer the request gets; nil for a request that goes to a model.
    var answersWith: Hold?
    /// What the request holds of limits; nil where nothing is limited.
    let reservation: Reservation?
    /// When the request was complete, on the clock that measures how long things take.
    let start: Duration
}

extension GatewayPipeline {
    /// Decides whether a request goes on to its model.
    ///
    /// - Parameter labels: Becomes those of the target that the request belongs to, as soon as that is known.
    /// - Throws: ``ModelProblem/refused(_:receipt:)``, ``ModelProblem/held(_:_:receipt:)`` and
    ///   ``ModelProblem/unread(_:receipt:)`` if it does not; the decision is then recorded.
    func admit(_ call: ModelCall, _ labels: inout TrafficLabels) async throws(ModelProblem) -> Admission {
        let inTime = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) {
            deadline -> Result<Admission, ModelProblem> in
            do throws(ModelProblem) { return .success(try await self.decided(call, deadline)) } catch {
                return .failure(error)
            }
        }
        guard let inTime else { throw .request(.tooSlow) }
        let admission = try inTime.get()
        labels = admission.candidates[0].labels
        do throws(ModelProblem) {
            if let part = admission.barred.first {
                guard let receipt = await durable(admission.fact, admission.exchange) else { throw .notRecorded }
                throw .unread(part, receipt: receipt.id)
            }
            return try await goingOn(reviewed(admission))
        } catch {
            // Its client hears of it before the last who knows the request forgets it, and may ask again at once.
            admission.reservation?.settle(.nothing)
            throw error
        }
    }

    /// A request that goes on, or whose stream waits for a review.
    func goingOn(_ admission: Admission) async throws(ModelProblem) -> Admission {
        guard admission.waitsFor != nil || admission.decision.action.passesOn(in: admission.model.dialect) else {
            guard let receipt = await durable(admission.fact, admission.exchange) else { throw .notRecorded }
            throw .refused(admission.decision, receipt: receipt.id)
        }
        if admission.claim != nil { metrics.held(at: .prompt, .letOn) }
        return admission
    }

    private func decided(_ call: ModelCall, _ deadline: Deadline) async throws(ModelProblem) -> Admission {
        let principal: Principal?
        do { principal = try authentication.principal(of: call.request, on: call.route) } catch {
            throw .request(error)
        }
        let exchange = Exchange(
            time: call.time, requestID: call.requestID, factID: identifier(at: call.time),
            principal: principal ?? .local, trace: call.trace, deadline: deadline)
        let work = await worked(on: call.request) { () throws(ModelProblem) in
            let asked = try self.asked(call, exchange)
            return (asked, self.begun(asked.subject, exchange))
        }
        guard let work else { throw .request(.overloaded) }
        let (asked, progress) = try work.get()
        var decided: (decision: Decision, fact: Fact)?
        switch progress {
        case .late: break
        case .decided(let decision, let fact): decided = (decision, fact)
        case .uncertain(let inspection):
            let heard = await opinions.heard(on: inspection, of: asked.subject.texts)
            let work = await worked(on: call.request) { () throws(ModelProblem) in
                self.decided(asked.subject, heard, exchange)
            }
            guard let work else { throw .request(.overloaded) }
            decided = try work.get()
        }
        // What is decided when the caller has been denied already is not recorded as if the caller had heard it.
        guard let decided, deadline.claim() else {
            await correct(asked.subject.factType, about: asked.subject.userID, isRecorded: false, exchange)
            throw .request(.tooSlow)
        }
        return Admission(
            AdmittedRequest(
                model: asked.model, candidates: asked.candidates, decision: decided.decision, fact: decided.fact,
                exchange: exchange, unread: asked.unread, barred: asked.barred, translation: asked.translation,
                reader: asked.reader,
                loop: call.request.loop, holdKey: holdKey(of: call, by: exchange.principal, decided.decision),
                reservation: asked.reservation, start: call.start))
    }

    /// What a request asks for, and of whom.
    private struct Asked: Sendable {
        let model: ModelRequest
        let candidates: [Candidate]
        let subject: DecisionSubject
        let unread: UnreadContent
        let barred: [UnreadPart]
        let translation: Translation?
        let reader: (any StreamReader)?
        let reservation: Reservation?
    }

    /// How servers are spoken to about a request, and how their answer is read where it comes as a stream.
    ///
    /// - Throws: ``ModelProblem/untranslatable(_:)`` and ``ModelProblem/unsupported(_:)``.
    func speech(
        _ model: ModelRequest, to candidates: [Candidate], at time: Timestamp
    ) throws(ModelProblem) -> (translation: Translation?, reader: (any StreamReader)?) {
        let translation = candidates[0].target.translation(of: model.dialect)
        var reader: (any StreamReader)?
        if let translation {
            do { _ = try translation.request(model.body, isStreamed: model.isStreamed) } catch {
                throw .untranslatable(error)
            }
            reader = translation.streamReader(answering: model.body, created: time.seconds)
        } else {
            reader = model.dialect.streamReader()
        }
        guard !model.isStreamed || reader != nil else { throw .unsupported(model.dialect) }
        return (translation, model.isStreamed ? reader : nil)
    }

    /// Reads a request. What cannot be sent on, or must not be now, is not inspected.
    private func asked(_ call: ModelCall, _ exchange: Exchange) throws(ModelProblem) -> Asked {
        let model: ModelRequest
        do { model = try modelRequest(call) } catch { throw .request(error) }
        let reservation = try reserved(model, in: exchange)
        let candidates = try upstreams.candidates(
            for: model.model, in: call.dialect, from: RequestOwner(of: model, in: exchange))
        let unread = upstreams.routes.route(of: model.model)?.unread ?? UnreadContent()
        let barred = unread.barred(model.unread)
        // What goes nowhere need not be said to anybody.
        let speech = barred.isEmpty ? try speech(model, to: candidates, at: call.time) : (translation: nil, reader: nil)
        return Asked(
            model: model, candidates: candidates, subject: DecisionSubject(model, isBarred: !barred.isEmpty),
            unread: unread, barred: barred, translation: speech.translation, reader: speech.reader,
            reservation: reservation)
    }

    private func modelRequest(_ call: ModelCall) throws(RequestProblem) -> ModelRequest {
        let body = try body(of: call.request)
        do {
            var model = try call.dialect.request(body.members, isStreamed: call.isStreamed)
            model.sent = call.request.body
            model.betas = call.request.betas
            return model
        } catch {
            guard case .wrongShape(let pointer, let expected) = error else { throw .notFound }
            throw .wrongShape(param: pointer, expected: expected)
        }
    }

    /// The request that a server gets.
    ///
    /// - Throws: ``ModelProblem/untranslatable(_:)`` where masking has made of it what the servers' dialect cannot say,
    ///   ``ModelProblem/unmaskable(_:receipt:)`` where nothing can take the place of what is to be masked.
    func upstreamRequest(
        _ admission: Admission
    ) throws(ModelProblem) -> @Sendable (Candidate) -> UpstreamRequest {
        var texts: [JSONPointer: String] = [:]
        if let redacted = admission.decision.redacted {
            for (piece, parts) in zip(admission.model.pieces, redacted.texts) {
                for (part, bytes) in zip(piece.parts, parts) where !part.text.utf8.elementsEqual(bytes) {
                    guard !piece.isFixed else { throw .unmaskable(part.pointer, receipt: admission.exchange.factID) }
                    texts[part.pointer] = String(decoding: bytes, as: UTF8.self)
                }
            }
        }
        return try upstreamRequest(admission.model, replacing: texts, admission.translation)
    }

    func upstreamRequest(
        _ model: ModelRequest, replacing texts: [JSONPointer: String] = [:], _ translation: Translation?
    ) throws(ModelProblem) -> @Sendable (Candidate) -> UpstreamRequest {
        var translated: JSONObject?
        if let translation {
            let body = model.body(replacing: texts, model: model.model)
            do { translated = try translation.request(body, isStreamed: model.isStreamed) } catch {
                throw .untranslatable(error)
            }
        }
        let accepted = model.isStreamed ? "text/event-stream" : "application/json"
        let dialect = translation?.server ?? model.dialect
        let isAnthropic = translation == nil && (dialect == .messages || dialect == .countTokens)
        let betas = isAnthropic ? model.betas.map { [("anthropic-beta", $0)] } ?? [] : []
        return { [translated] candidate in
            var body = translated
            if body?["model"] != nil { body?["model"] = .string(candidate.model) }
            return UpstreamRequest(
                method: "POST", path: candidate.target.paths[dialect] ?? "",
                // What is inspected must not come compressed.
                headers: [
                    ("content-type", "application/json"), ("accept", accepted), ("accept-encoding", "identity"),
                ] + betas + candidate.target.headers,
                body: body.map { JSONValue.object($0).compactBytes }
                    ?? model.bytes(replacing: texts, model: candidate.model))
        }
    }
}

extension RequestOwner {
    /// Whom a request for a model is for, as far as its client says.
    init(of request: ModelRequest, in exchange: Exchange) {
        if let user = request.userID {
            self = .user(user)
        } else if let session = request.sessionID {
            self = .session(session)
        } else {
            // Without keys every caller has the same name.
            self = exchange.principal == .local ? .request(exchange.requestID) : .key(exchange.principal.id)
        }
    }
}

extension Action {
    /// Whether a request goes on: to the model it names, or in safe mode to what answers in its place. What answers without
    /// words has no safe mode.
    fileprivate func passesOn(in dialect: Dialect) -> Bool {
        self <= .redact || self == .safeMode && dialect.hasWords
    }
}

extension DecisionSubject {
    /// What a request for a model asks to be decided about.
    ///
    /// - Parameters:
    ///   - userID: Whom it is about; the person whom the request names if nil.
    ///   - isBarred: Whether it holds what cannot be inspected and may not pass.
    init(_ request: ModelRequest, userID: String? = nil, isBarred: Bool = false) {
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
                tool: piece.tool ?? "", isInstruction: piece.role.isInstruction, isJSON: piece.isJSON,
                isFixed: piece.isFixed, parts: parts)
        }
        self.init(
            stage: .prompt, texts: texts, userID: userID ?? request.userID, model: request.model,
            unread: UnreadTally(request.unread), isBarred: isBarred)
    }
}
