import GovernorCore
import GovernorDialects

/// Why a request for a model has no answer.
enum ModelProblem: Error {
    case request(RequestProblem)
    case upstream(UpstreamFailure)
    /// The server answers with an error.
    case answered(status: Int, headers: HeaderFields)
    /// The server does not accept the gateway's own key.
    case notAuthorized
    case stream(StreamFailure)
    /// An operator has stopped what was asked.
    case stopped(SystemStop)
    /// The gateway ends, and nobody may wait any longer.
    case shuttingDown
    /// The server says that another version of the model has answered than is pinned.
    case versionMismatch
    case unknownModel
    /// The key may not ask for the model, whether there is one of that name or not.
    case notGranted
    /// A limit stands in the way of a request for a target; the fields say when to come again.
    case limited(LimitRefusal, TrafficLabels, headers: [(name: String, value: String)])
    case unsupported(Dialect)
    /// The request cannot be said in the dialect of the model's server.
    case untranslatable(DialectError)
    /// The part cannot be inspected and may not pass; the record of the decision has this id.
    case unread(UnreadPart, receipt: UUIDv7)
    /// The policy masks a name of a member of the object there, or the number there: nothing can take its place. The record
    /// of the decision has this id.
    case unmaskable(JSONPointer, receipt: UUIDv7)
    /// A whole answer is kept back for the same reasons.
    case withheld(StreamFailure, receipt: UUIDv7)
    /// The policy does not let the request or its answer through; the record of the decision has this id.
    case refused(Decision, receipt: UUIDv7)
    /// The request, or its answer, waits for a reviewer in the hold with this id; the record of the decision has the other.
    case held(UUIDv7, Decision, receipt: UUIDv7)
    /// As many holds wait for reviewers as may.
    case holdsFull
    case notRecorded

    /// What it means to a client that its answer was ended.
    init(_ cause: StopWatch.Cause) {
        self =
            switch cause {
            case .stop(let stop): .stopped(stop)
            case .shutdown: .shuttingDown
            }
    }

    /// What the status of a server's answer says that is not 200.
    init(status: Int, headers: HeaderFields) {
        switch status {
        // A client that is told so would look for what is wrong with its own key.
        case 401, 403, 407: self = .notAuthorized
        case 400..<600: self = .answered(status: status, headers: headers)
        // Another kind of success, or a place that nobody has configured.
        default: self = .stream(.malformed)
        }
    }

    var status: Int {
        switch self {
        case .request(let problem): problem.status
        case .upstream(.firstByteTimeout), .upstream(.idleTimeout), .upstream(.connectTimeout): 504
        case .upstream(.circuitOpen), .stopped, .shuttingDown: 503
        case .stream(.unread), .stream(.unmaskable): 400
        case .withheld(let failure, _): Self.stream(failure).status
        case .upstream, .stream, .notAuthorized, .versionMismatch: 502
        case .answered(let status, _): status
        case .unknownModel: 404
        case .notGranted, .held: 403
        case .limited(let refusal, _, _): refusal.status
        case .unsupported, .untranslatable, .unread, .unmaskable, .refused: 400
        case .notRecorded, .holdsFull: 503
        }
    }

    var code: String {
        switch self {
        case .request(let problem): problem.code
        case .upstream(let failure): failure.code
        case .answered, .stream(.reported): "upstream.error"
        case .notAuthorized: "upstream.not-authorized"
        case .stream(.unread): "unread_content"
        case .stream(.unmaskable): "unmaskable_content"
        case .stream: "upstream.foreign-answer"
        case .withheld(let failure, _): Self.stream(failure).code
        case .stopped: "system_stopped"
        case .shuttingDown: "gateway.shutting-down"
        case .versionMismatch: "upstream.version-mismatch"
        case .unknownModel: "model_not_found"
        case .notGranted: "model_not_granted"
        case .limited(let refusal, _, _): refusal.code
        case .unsupported: "model_not_supported"
        case .untranslatable(let error): error.code
        case .unread: "unread_content"
        case .unmaskable: "unmaskable_content"
        case .refused: "content_filter"
        case .held: "held_for_review"
        case .holdsFull: "hold.full"
        case .notRecorded: "gateway.not-recorded"
        }
    }

    /// The member of the request that is wrong, as a JSON pointer.
    var param: String? {
        switch self {
        case .request(let problem): problem.param
        case .unread(let part, _): part.pointer.description
        case .unmaskable(let pointer, _): pointer.description
        case .untranslatable(let error): error.pointer
        default: nil
        }
    }

    var message: String {
        switch self {
        case .request(let problem): problem.description
        case .upstream(let failure): failure.message
        case .answered(let status, _): "the model's server answered with the status \(status)"
        case .notAuthorized: "the model's server does not accept the gateway's key"
        case .stream(.unread): "the answer holds what cannot be inspected, so it is withheld"
        case .stream(.unmaskable):
            "the answer holds a name that the policy masks, which cannot be masked, so it is withheld"
        case .stream(.reported): "the model's server says that it cannot go on"
        case .stream(.cutOff): "the model's server did not end its answer"
        case .stream: "the model's server did not answer in the form that was expected"
        case .withheld(let failure, _): Self.stream(failure).message
        case .stopped(let stop): "an operator has stopped this system (record \(stop.id))"
        case .shuttingDown: "the gateway shuts down, and does not wait for the rest of the answer"
        case .versionMismatch: "the model's server answered with another version of the model than is pinned"
        case .unknownModel: "the gateway knows no model of this name"
        case .notGranted: "the API key may not ask for this model"
        case .limited(let refusal, _, _): refusal.message
        case .unsupported(let dialect): "the model's server does not speak \(dialect.rawValue)"
        case .untranslatable(let error): error.message
        case .unread(let part, _):
            "\(part.pointer) holds what cannot be inspected (\(part.kind)), so the request is denied"
        case .unmaskable(let pointer, _):
            "\(pointer) holds a name or a number that the policy masks, which cannot be masked, so the request is denied"
        case .refused(let decision, _): decision.reasons.joined(separator: "; ")
        case .held(let id, let decision, _): (decision.reasons + ["held for review as \(id)"]).joined(separator: "; ")
        case .holdsFull: "as many requests wait for review as may"
        case .notRecorded: "the decision could not be recorded"
        }
    }

    /// A client must not send again what a policy refuses; what a server refuses it may, as the server says.
    var headers: [(name: String, value: String)] {
        switch self {
        case .request(let problem): problem.headers
        case .answered(_, let headers):
            headers.filter { field in Self.passedOn.contains { field.name.isField($0) } && field.value.isRetryAdvice }
        case .refused(_, let receipt), .unread(_, let receipt), .unmaskable(_, let receipt), .withheld(_, let receipt):
            [("x-should-retry", "false"), ("governor-receipt", receipt.description)]
        case .held(let id, _, let receipt):
            [
                ("x-should-retry", "false"), ("governor-receipt", receipt.description),
                ("governor-hold", id.description),
            ]
        case .limited(_, _, let headers): headers
        case .unknownModel, .notGranted, .unsupported, .untranslatable, .notRecorded, .notAuthorized, .stopped,
            .versionMismatch, .holdsFull, .stream(.unread), .stream(.unmaskable):
            [("x-should-retry", "false")]
        case .upstream(.circuitOpen(let pause)):
            [("retry-after", String(max(1, pause.components.seconds + (pause.components.attoseconds > 0 ? 1 : 0))))]
        case .shuttingDown: [("retry-after", "1")]
        case .upstream, .stream: []
        }
    }

    /// Whose traffic a request was that is refused before anybody asks for its servers.
    var labels: TrafficLabels? { if case .limited(_, let labels, _) = self { labels } else { nil } }

    var outcome: String {
        switch self {
        case .request(let problem): problem.status < 500 ? "rejected" : "failed"
        case .unknownModel, .notGranted, .unsupported, .untranslatable, .unread, .unmaskable, .withheld,
            .stream(.unread), .stream(.unmaskable):
            "rejected"
        case .limited: "limited"
        case .refused(let decision, _): decision.action.rawValue
        case .held: Action.hold.rawValue
        case .notRecorded, .holdsFull: Action.errorBlock.rawValue
        case .stopped: "stopped"
        case .shuttingDown: "failed"
        case .upstream, .answered, .notAuthorized, .stream, .versionMismatch: "upstream_failed"
        }
    }

    private static let passedOn = ["retry-after", "retry-after-ms", "x-should-retry"]
}

extension String {
    /// Whether the text is what a server says about trying again, and nothing else: a number, a date of RFC 9110
    /// (section 5.6.7), `true` or `false`. Anything else might be a text.
    fileprivate var isRetryAdvice: Bool {
        if self == "true" || self == "false" { return true }
        if utf8.count <= 9, !isEmpty, utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) { return true }
        let date = "Aaa, 00 Aaa 0000 00:00:00 GMT".utf8
        return utf8.count == date.count
            && zip(utf8, date).allSatisfy { byte, place in
                switch place {
                case UInt8(ascii: "0"): (0x30...0x39).contains(byte)
                case UInt8(ascii: "a"): (0x61...0x7A).contains(byte)
                case UInt8(ascii: "A"): (0x41...0x5A).contains(byte)
                default: byte == place
                }
            }
    }
}
