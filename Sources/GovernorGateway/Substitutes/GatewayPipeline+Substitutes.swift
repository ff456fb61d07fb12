import GovernorCore
import GovernorDialects

extension GatewayPipeline {
    /// The answer to a request that was let through: of the model that it names, or of what answers in safe mode.
    ///
    /// When this returns the decision about the request is durable.
    func answered(_ admission: Admission) async throws(ModelProblem) -> (RoutedAnswer, Admission) {
        guard admission.decision.action == .safeMode else { return (try await forwarded(admission), admission) }
        var admission = admission
        admission.substitute = Substitute(action: .safeMode)
        guard case .model(let name) = substitutes.safeMode else {
            guard await durable(admission.fact, admission.exchange) != nil else { throw .notRecorded }
            return try made(safeAnswer, admission)
        }
        do throws(ModelProblem) { admission = try rerouted(admission, to: name) } catch {
            guard await durable(admission.fact, admission.exchange) != nil else { throw .notRecorded }
            throw error
        }
        return (try await forwarded(admission), admission)
    }

    /// Whether something else takes the place of an answer. What took the place of another is refused like any other that
    /// is not let on.
    func isReplaced(_ decision: Decision?, _ admission: Admission) -> Bool {
        guard let decision, admission.model.dialect.hasWords, admission.substitute?.replaces == nil else {
            return false
        }
        return decision.action == .safeMode || decision.action == .summarize
    }

    /// What takes the place of an answer that a policy does not let on. It is inspected and decided about like any answer.
    ///
    /// - Parameters:
    ///   - answer: All of the answer.
    ///   - decision: What was decided about it.
    ///   - receipt: The record of that.
    func substitute(
        for answer: CompleteAnswer, _ report: AnswerReport, after decision: Decision, _ receipt: UUIDv7,
        _ admission: Admission
    ) async throws(ModelProblem) -> (RoutedAnswer, Admission) {
        var admission = admission
        admission.substitute = Substitute(action: decision.action, replaces: receipt, earlier: report)
        do throws(ModelProblem) {
            guard decision.action == .safeMode else { return try await summarized(answer, report, admission) }
            guard case .model(let name) = substitutes.safeMode else { return try made(safeAnswer, admission) }
            admission = try rerouted(admission, to: name)
            return (try await sent(admission), admission)
        } catch {
            ended(admission, AnswerReport())
            throw error
        }
    }

    /// The same request, for the model that answers in safe mode.
    private func rerouted(_ admission: Admission, to name: String) throws(ModelProblem) -> Admission {
        let (model, first) = (admission.model, admission.candidates[0])
        let reveals = upstreams.routes.route(of: first.asked[0])?.revealsFallback ?? false
        let candidates = try upstreams.candidates(
            for: name, in: model.dialect, from: RequestOwner(of: model, in: admission.exchange))
        var admission = admission
        admission.candidates = candidates.map { $0.standing(inFor: model.model, first, reveals: reveals) }
        (admission.translation, admission.reader) = try speech(model, to: candidates, at: admission.exchange.time)
        return admission
    }

    private var safeAnswer: String {
        if case .answer(let text) = substitutes.safeMode { text } else { Substitutes.safeAnswer }
    }

    /// An answer of the gateway itself, in the client's form.
    func made(
        _ text: String, _ admission: Admission, _ usage: TokenUsage = TokenUsage(input: 0, output: 0)
    ) throws(ModelProblem) -> (RoutedAnswer, Admission) {
        let (model, first) = (admission.model, admission.candidates[0])
        let answer = MadeAnswer(model: model.model.isEmpty ? first.route : model.model, pieces: [text], usage: usage)
        let bytes =
            model.isStreamed
            ? answer.events(in: model.dialect, tellsUsage: model.asksForUsage)?.flatMap(\.bytes)
            : answer.body(in: model.dialect).map(\.compactBytes)
        guard let bytes else { throw .unsupported(model.dialect) }
        var admission = admission
        admission.translation = nil
        admission.reader = model.isStreamed ? model.dialect.streamReader() : nil
        return (upstreams.made(bytes, usage, inPlaceOf: first), admission)
    }
}
