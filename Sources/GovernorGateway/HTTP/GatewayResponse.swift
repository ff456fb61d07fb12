package import GovernorCore

/// A complete answer: no sockets, no framing.
package struct GatewayResponse: Sendable {
    /// The HTTP status code.
    package let status: Int
    /// Header fields besides the framing ones.
    package private(set) var headers: [(name: String, value: String)]
    /// The body; a HEAD request gets its length alone.
    package let body: [UInt8]
    /// Whether to leave the body out, as HEAD asks.
    package private(set) var isHead = false

    /// Creates an answer with a JSON body.
    package init(status: Int, json: JSONValue, headers: [(name: String, value: String)] = []) {
        self.init(status: status, contentType: "application/json", body: Array(json.compactText.utf8), headers: headers)
    }

    /// Creates an answer.
    package init(
        status: Int, contentType: String, body: [UInt8], headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.headers = [("content-type", contentType), ("cache-control", "no-store")] + headers
        self.body = body
    }

    /// Creates the answer to a request that cannot be served, in the form of OpenAI's API.
    package init(_ problem: RequestProblem, requestID: String? = nil) {
        var headers = problem.headers
        if let requestID { headers.append(("x-request-id", requestID)) }
        self.init(status: problem.status, json: problem.json, headers: headers)
    }

    /// The same answer with one more header field.
    package func adding(_ name: String, _ value: String) -> GatewayResponse {
        var response = self
        response.headers.append((name, value))
        return response
    }

    /// The same answer without its body.
    package func withoutBody() -> GatewayResponse {
        var response = self
        response.isHead = true
        return response
    }
}
