import GovernorCore
import GovernorDialects

/// The head of an answer and the way it came.
struct RoutedAnswer: Sendable {
    let response: UpstreamResponse
    let source: AnswerSource
    /// Ends the body when an operator stops what answers.
    let watch: StopWatch
    /// The span that ends with the answer; nil where nobody traces.
    var span: ModelSpan?

    /// Who has answered, for the record.
    ///
    /// - Parameter model: The model that the server says has answered, if it says one.
    func source(reporting model: String?, in dialect: Dialect) -> AnswerSource {
        var source = source
        source.isMismatch = PinCheck(source.candidate.target, dialect).isMismatch(model)
        return source
    }

    /// Refuses a whole answer whose model is not the one that is pinned, or was stopped meanwhile.
    func check(_ model: String?, in dialect: Dialect) throws(ModelProblem) {
        var pin = PinCheck(source.candidate.target, dialect)
        _ = try pin.pass([], from: model, isOver: true)
        if let stop = watch.stop { throw .stopped(stop) }
    }

    /// The answer as the client sees it: one of another model bears the name that was asked for, unless the configuration
    /// says otherwise.
    func named(_ answer: ModelAnswer) -> ModelAnswer {
        source.candidate.shownModel.map(answer.naming) ?? answer
    }

    /// What it means that a stream cannot go on; nil for what is no fault of the model's server.
    func problem(_ error: any Error) -> ModelProblem? {
        switch error {
        case let problem as ModelProblem: problem
        case let failure as StreamFailure: .stream(failure)
        case let failure as UpstreamFailure: problem(failure)
        default: nil
        }
    }

    /// What it means that the body cannot be read on.
    func problem(_ failure: UpstreamFailure) -> ModelProblem {
        if failure == .cancelled, let cause = watch.cause { return ModelProblem(cause) }
        return .upstream(failure)
    }
}

/// Who has answered, for the record.
struct AnswerSource: Sendable {
    let candidate: Candidate
    /// How often the request was sent, to this target and to those before it.
    let attempts: Int
    /// Whether another version has answered than is pinned; nil where none is.
    var isMismatch: Bool?
    /// The tokens of an answer that the gateway itself has given in place of the candidate; nil for a server's.
    var made: TokenUsage?

    /// What the record of an answer says about its server.
    var json: JSONObject {
        guard made == nil else { return ["made_by": "governor", "route": .string(candidate.route), "attempts": 0] }
        var json: JSONObject = [
            "target": .string(candidate.target.name), "route": .string(candidate.route),
            "cohort": .string(candidate.target.cohort), "attempts": .integer(attempts),
            "fallback": .bool(candidate.isFallback),
        ]
        if let pin = candidate.target.pin, let isMismatch {
            json["pinned_version"] = .string(pin.version)
            json["version_mismatch"] = .bool(isMismatch)
        }
        return json
    }
}
