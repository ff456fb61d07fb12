package import GovernorCore
import GovernorDialects

/// An answer: no sockets, no framing.
package struct GatewayResponse: Sendable {
    /// Writes the body of an answer piece by piece; each piece leaves at once.
    ///
    /// It ends with an error only where the client must see that the body is not complete: the connection is then closed.
    package typealias BodyStream =
        @Sendable (_ write: (_ piece: [UInt8]) async throws -> Void) async throws -> Void

    /// The HTTP status code.
    package let status: Int
    /// Header fields besides the framing ones.
    package private(set) var headers: [(name: String, value: String)]
    /// The body; a HEAD request gets its length alone.
    package let body: [UInt8]
    /// What writes the body, where it is not there yet.
    package private(set) var stream: BodyStream?
    /// Whether to leave the body out, as HEAD asks.
    package private(set) var isHead = false

    /// Creates an answer with a JSON body.
    package init(status: Int, json: JSONValue, headers: [(name: String, value: String)] = []) {
        self.init(status: status, contentType: "application/json", body: json.compactBytes, headers: headers)
    }

    /// Creates an answer.
    package init(
        status: Int, contentType: String, body: [UInt8], headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.headers = [("content-type", contentType), ("cache-control", "no-store")] + headers
        self.body = body
        stream = nil
    }

    /// Creates an answer whose body is written piece by piece.
    package init(
        status: Int, contentType: String, headers: [(name: String, value: String)] = [],
        stream: @escaping BodyStream
    ) {
        self.status = status
        // A proxy in front of the gateway must not gather what leaves in pieces.
        self.headers =
            [("content-type", contentType), ("cache-control", "no-cache"), ("x-accel-buffering", "no")] + headers
        body = []
        self.stream = stream
    }

    /// Creates the answer to a request that cannot be served.
    ///
    /// - Parameters:
    ///   - form: The form of errors that its client knows; nil where nobody knows that.
    ///   - requestID: The name of the request in logs.
    init(_ problem: RequestProblem, in form: Dialect?, requestID: String) {
        let (message, status, code) = (problem.description, problem.status, problem.code)
        let body =
            form?.errorBody(message, status: status, code: code, param: problem.param, requestID: requestID)
            ?? Dialect.errorBodyForAll(message, status: status, code: code, requestID: requestID)
        self.init(status: problem.status, json: body, headers: problem.headers)
    }

    /// The same answer with one more header field.
    package func adding(_ name: String, _ value: String) -> GatewayResponse {
        var response = self
        response.headers.append((name, value))
        return response
    }

    /// The same answer with the name of the request in logs, where clients of a form look for it, or of any where that is nil.
    func naming(_ requestID: String, in form: Dialect?) -> GatewayResponse {
        let named = adding("x-request-id", requestID)
        switch form {
        case nil, .messages, .countTokens: return named.adding("request-id", requestID)
        case .chat, .completions, .embeddings, .responses, .reference: return named
        }
    }

    /// The same answer.
    ///
    /// - Parameter end: Told when the body has been written, or is not to be written any more.
    func onStreamEnd(_ end: @escaping @Sendable () -> Void) -> GatewayResponse {
        guard let stream else { return self }
        let noticed: BodyStream = { write in
            defer { end() }
            try await stream(write)
        }
        var response = self
        response.stream = noticed
        return response
    }

    /// The same answer without its body.
    package func withoutBody() -> GatewayResponse {
        var response = self
        response.isHead = true
        return response
    }
}
