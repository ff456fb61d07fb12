import GovernorCore
import GovernorDialects

/// Why a request for a model has no answer.
enum ModelProblem: Error {
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

    /// The member of the request that is wrong, as a JSON pointer.
    var param: String? {
        switch self {
        case .request(let problem): problem.param
        case .unread(let parts): parts[0].pointer.description
        default: nil
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
