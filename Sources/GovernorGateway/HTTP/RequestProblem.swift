package import GovernorCore
import GovernorPolicy

/// Why a request is refused before a decision is made.
///
/// The texts never repeat what the client sent: it may be somebody's prompt.
package enum RequestProblem: GovernorError, Equatable {
    case malformedHTTP
    case headersTooLarge(limit: Int)
    case targetTooLong(limit: Int)
    case bodyTooLarge(limit: Int)
    case bodyTimeout
    case unknownExpectation
    case notFound
    case methodNotAllowed(allowed: [String])
    case missingKey
    case unknownKey
    case forbidden(Permission)
    /// A caller that needs no key names a host that is not this machine.
    case foreignHost
    case unsupportedMediaType
    /// The body is compressed, or comes in another coding.
    case codedBody
    case notJSON(JSONError)
    case wrongShape(param: String, expected: String)
    case unknownMember(nearest: String?, allowed: [String])
    /// Metrics that the gate cannot judge.
    case metrics(code: String, message: String, hint: String?)
    case tooSlow
    /// Others' requests take up what there is to receive and inspect texts with.
    case overloaded
    /// The ledger takes no facts, for the reason with this code and hint.
    case notRecording(code: String, hint: String?)

    /// The HTTP status code.
    package var status: Int {
        switch self {
        case .malformedHTTP, .notJSON, .wrongShape, .unknownMember, .metrics: 400
        case .missingKey, .unknownKey: 401
        case .forbidden, .foreignHost: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .bodyTimeout: 408
        case .bodyTooLarge: 413
        case .targetTooLong: 414
        case .unsupportedMediaType, .codedBody: 415
        case .unknownExpectation: 417
        case .headersTooLarge: 431
        case .tooSlow, .overloaded, .notRecording: 503
        }
    }

    package var code: String {
        switch self {
        case .malformedHTTP: "http.malformed"
        case .headersTooLarge: "http.headers-too-large"
        case .targetTooLong: "http.target-too-long"
        case .bodyTooLarge: "http.body-too-large"
        case .bodyTimeout: "http.body-timeout"
        case .unknownExpectation: "http.unknown-expectation"
        case .notFound: "http.not-found"
        case .methodNotAllowed: "http.method-not-allowed"
        case .missingKey: "auth.missing-key"
        case .unknownKey: "auth.unknown-key"
        case .forbidden: "auth.forbidden"
        case .foreignHost: "auth.foreign-host"
        case .unsupportedMediaType: "http.unsupported-media-type"
        case .codedBody: "http.unsupported-content-coding"
        case .notJSON(let error): error.code
        case .wrongShape: "request.wrong-shape"
        case .unknownMember: "request.unknown-member"
        case .metrics(let code, _, _): code
        case .tooSlow: "gateway.deadline-exceeded"
        case .overloaded: "gateway.overloaded"
        case .notRecording(let code, _): code
        }
    }

    package var message: String {
        switch self {
        case .malformedHTTP: "the request is not valid HTTP/1.1"
        case .headersTooLarge(let limit): "the header fields are larger than \(limit) bytes or too many"
        case .targetTooLong(let limit): "the request target is longer than \(limit) bytes"
        case .bodyTooLarge(let limit): "the body is larger than \(limit) bytes"
        case .bodyTimeout: "the body did not arrive in time"
        case .unknownExpectation: "the only expectation that is met is 100-continue"
        case .notFound: "there is nothing at this path"
        case .methodNotAllowed: "this path does not serve that method"
        case .missingKey: "an API key is required"
        case .unknownKey: "the API key is not known"
        case .forbidden(let permission): "the API key's role does not include \(permission.rawValue)"
        case .foreignHost: "without keys only this machine may call, by a name of its own"
        case .unsupportedMediaType: "the body must be JSON"
        case .codedBody: "the body must not be compressed"
        case .notJSON(.duplicateName(_, let position)):
            "line \(position.line), column \(position.column): a name appears twice in one object"
        case .notJSON(let error): error.message
        case .wrongShape(let param, let expected): "\(param.isEmpty ? "the body" : param) must be \(expected)"
        case .unknownMember: "the body has a member that is not known"
        case .metrics(_, let message, _): message
        case .tooSlow: "there was no answer in time, so the request is denied"
        case .overloaded: "too many large requests are being answered, so this one is denied"
        case .notRecording: "the ledger takes no facts, so every decision is a denial"
        }
    }

    package var hint: String? {
        switch self {
        case .methodNotAllowed(let allowed): "use \(allowed.joined(separator: " or "))"
        case .missingKey, .unknownKey: "send 'Authorization: Bearer gov_…' with a key made by 'governor keys create'"
        case .foreignHost: "call localhost or 127.0.0.1, or set auth to keys"
        case .unsupportedMediaType: "send 'Content-Type: application/json'"
        case .codedBody: "leave out 'Content-Encoding', and every 'Transfer-Encoding' but chunked"
        case .notJSON(let error): error.hint
        case .unknownMember(let nearest?, _): "did you mean '\(nearest)'?"
        case .unknownMember(nil, let allowed): "known members are \(allowed.joined(separator: ", "))"
        case .metrics(_, _, let hint): hint
        case .overloaded: "send it again after a moment"
        case .notRecording(_, let hint): hint
        case .notFound: "see /openapi.json for the paths there are"
        default: nil
        }
    }

    /// Metrics that cannot be judged, in words that name no metric of the caller's.
    init(_ error: MetricError) {
        self =
            switch error {
            case .noCategory:
                .metrics(
                    code: error.code, message: "the body: a metric has no category",
                    hint: "nest the metric in its category, or write category.metric")
            case .conflict:
                .metrics(
                    code: error.code, message: "the body: a metric has two different values",
                    hint: "give each metric once, nested or as category.metric")
            case .unusable, .notAnObject, .noThresholds:
                .metrics(code: error.code, message: error.message, hint: error.hint)
            }
    }

    /// The member of the request that is wrong, as a JSON pointer.
    var param: String? { if case .wrongShape(let param, _) = self { param } else { nil } }

    /// Header fields that belong to the refusal. None of them invites a client to send a text again that was looked at.
    var headers: [(name: String, value: String)] {
        switch self {
        case .methodNotAllowed(let allowed): [("allow", allowed.joined(separator: ", "))]
        case .missingKey, .unknownKey: [("www-authenticate", "Bearer")]
        // RFC 9110, section 15.5.16.
        case .codedBody: [("accept-encoding", "identity")]
        case .tooSlow: [("x-should-retry", "false")]
        case .overloaded: [("retry-after", "1")]
        default: []
        }
    }
}
