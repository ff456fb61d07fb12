public import GovernorCore

extension Dialect {
    /// Reads a request's body.
    ///
    /// - Parameter isStreamed: Whether the path asks for a stream, in the dialect that says so by its path.
    /// - Throws: ``DialectError/wrongShape(pointer:expected:)``.
    public func request(_ body: JSONObject, isStreamed: Bool = false) throws(DialectError) -> ModelRequest {
        switch self {
        case .chat: try ChatCompletions.request(body)
        case .reference: try ReferenceCompletion.request(body, isStreamed: isStreamed)
        }
    }

    /// Reads an answer's body.
    ///
    /// - Throws: ``DialectError/foreignAnswer(_:)``.
    public func answer(_ body: JSONValue) throws(DialectError) -> ModelAnswer {
        switch self {
        case .chat: try ChatCompletions.answer(body)
        case .reference: try ReferenceCompletion.answer(body)
        }
    }

    /// Reads the events of one streamed answer.
    public func streamReader() -> any StreamReader {
        switch self {
        case .chat: ChatStreamReader()
        case .reference: ReferenceStreamReader()
        }
    }

    /// The body of an answer that is an error, as clients of the dialect expect it.
    ///
    /// - Parameters:
    ///   - message: What a person is told.
    ///   - status: The HTTP status code, which names the type of the error.
    ///   - code: A stable name for programs.
    ///   - param: The member of the request that is wrong.
    public func errorBody(_ message: String, status: Int, code: String, param: String? = nil) -> JSONValue {
        [
            "error": [
                "message": .string(message), "type": .string(Self.errorType(status)),
                "param": param.map(JSONValue.string) ?? .null, "code": .string(code),
            ]
        ]
    }

    /// The name that the APIs give to errors of a status.
    private static func errorType(_ status: Int) -> String {
        switch status {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 429: "rate_limit_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }
}
