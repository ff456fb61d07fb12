import GovernorCore
import GovernorDialects
import Logging

extension GatewayPipeline {
    /// Admits a request for a model, before any of it is inspected.
    ///
    /// - Returns: What the request holds until it has ended; nil where nothing is limited.
    /// - Throws: ``ModelProblem/notGranted`` and ``ModelProblem/limited(_:_:headers:)``.
    func reserved(_ model: ModelRequest, in exchange: Exchange) throws(ModelProblem) -> Reservation? {
        let principal = exchange.principal
        guard limiter.grants(model.model, to: principal) else { throw .notGranted }
        let request = LimitedRequest(model, by: principal, price: limiter.configuration.price(of: model.model))
        let reservation: Reservation?
        do { reservation = try limiter.admit(request) } catch {
            let labels = candidates(for: model, in: exchange).first?.labels ?? TrafficLabels()
            metrics.refused(error, labels)
            throw .limited(error, labels, headers: error.headers(for: model.dialect, at: environment.clock()))
        }
        watched(model, request)
        return reservation
    }

    /// The servers that would have answered; none where nobody can.
    private func candidates(for model: ModelRequest, in exchange: Exchange) -> [Candidate] {
        let owner = RequestOwner(of: model, in: exchange)
        return (try? upstreams.candidates(for: model.model, in: model.dialect, from: owner)) ?? []
    }

    /// Takes note of how a key is used, and says so where somebody wants to know.
    private func watched(_ model: ModelRequest, _ request: LimitedRequest) {
        guard watch.isWatching else { return }
        let input = (model.pieces.last { $0.role == .user } ?? model.pieces.last)?.text ?? ""
        let alert = watch.note(
            request.principal, input: Array(input.utf8), tokens: request.input.saturatingPlus(request.output),
            now: timer.now)
        guard let alert else { return }
        metrics.alerted(alert.patterns)
        let time = environment.clock()
        let fact = record.fact(
            alert, of: request.principal, within: watch.thresholds.window, id: identifier(at: time), at: time)
        // Nobody's answer waits for it, but a shutdown does.
        unfinished.begin()
        Task {
            do { _ = try await sink.append(fact) } catch { log("alert not recorded", fact, error) }
            unfinished.end()
        }
    }
}

extension GatewayResponse {
    /// The same answer with what is left of the limits of a minute.
    func adding(_ rates: RateStatus?, for dialect: Dialect, at time: Timestamp) -> GatewayResponse {
        (rates?.headers(for: dialect, at: time) ?? []).reduce(self) { $0.adding($1.name, $1.value) }
    }
}

extension LimitedRequest {
    fileprivate init(_ model: ModelRequest, by principal: Principal, price: Price?) {
        let bytes = model.pieces.reduce(0) { sum, piece in piece.parts.reduce(sum) { $0 + $1.text.utf8.count } }
        let answers = ["n", "best_of"].compactMap { model.body[$0]?.statedCount }.max() ?? 1
        self.init(
            principal: principal.id, user: model.userID, input: Self.tokens(bytes),
            output: max(0, model.tokenLimit ?? 0).saturatingTimes(max(1, answers)), price: price)
    }
}

extension DecisionRecord {
    /// That a key is used as by somebody who copies a model: counts, and no text.
    fileprivate func fact(
        _ alert: QueryAlert, of principal: String, within window: Duration, id: UUIDv7, at time: Timestamp
    ) -> Fact {
        let payload: JSONValue = [
            "patterns": .array(alert.patterns.map { .string($0.rawValue) }), "key": .string(principal),
            "window_seconds": .integer(Int(window.components.seconds)), "requests": .integer(alert.requests),
            "tokens": .integer(alert.tokens), "distinct_inputs_estimate": .integer(alert.distinctInputs),
            "distinct_kinds_estimate": .integer(alert.distinctKinds),
        ]
        return Fact(
            id: id, type: "watch.query_pattern", time: time, stream: stream, actor: principal, payload: payload,
            disclosable: [JSONPointer(tokens: ["patterns"])])
    }
}
