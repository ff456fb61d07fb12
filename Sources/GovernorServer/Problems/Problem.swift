import GovernorCore
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer that says what went wrong: `application/problem+json`, RFC 9457, with a stable `code` and a `hint`.
///
/// The one error shape of all routes. It never repeats text of a request.
struct Problem: Error, Sendable {
    /// The HTTP status.
    let status: HTTPResponse.Status
    /// Identifies the kind of problem; scripts match on it.
    let code: String
    /// What is wrong.
    let detail: String
    /// What to do next.
    let hint: String?
    /// Each problem of a request that has several.
    let errors: [FieldProblem]
    /// Further headers of the answer.
    let headers: HTTPFields

    init(
        _ status: HTTPResponse.Status, _ code: String, _ detail: String, hint: String? = nil,
        errors: [FieldProblem] = [], headers: HTTPFields = [:]
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.hint = hint
        self.errors = errors
        self.headers = headers
    }

    /// A problem that an error of the house describes.
    init(_ status: HTTPResponse.Status, _ error: some GovernorError, headers: HTTPFields = [:]) {
        self.init(status, error.code, error.message, hint: error.hint, headers: headers)
    }

    /// The problem document.
    var json: JSONValue {
        var document: JSONObject = [
            "type": "about:blank", "title": .string(status.reasonPhrase), "status": .integer(status.code),
            "detail": .string(detail), "code": .string(code), "hint": hint.map(JSONValue.string) ?? .null,
        ]
        if !errors.isEmpty { document["errors"] = .array(errors.prefix(Self.errorLimit).map(\.json)) }
        return .object(document)
    }

    /// The most errors that one answer lists.
    private static let errorLimit = 100

    /// The media type of problem documents.
    static let mediaType = "application/problem+json"

    /// The answer.
    var response: Response {
        var response = Response(json: json, status: status)
        response.headers[.contentType] = Self.mediaType
        for field in headers { response.headers[field.name] = field.value }
        return response
    }
}

extension Response {
    /// An answer in JSON.
    init(json: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        self.init(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json.compactText)))
    }
}
