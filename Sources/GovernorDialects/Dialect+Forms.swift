public import GovernorCore

extension Dialect {
    /// Reads a request's body.
    ///
    /// - Parameter isStreamed: Whether the path asks for a stream, in the dialect that says so by its path.
    /// - Throws: ``DialectError/wrongShape(pointer:expected:)``.
    public func request(_ body: JSONObject, isStreamed: Bool = false) throws(DialectError) -> ModelRequest {
        switch self {
        case .chat, .messages, .countTokens: try ModelRequest(conversation: body, self)
        case .completions: try Completions.request(body)
        case .embeddings: try Embeddings.request(body)
        case .responses: try Responses.request(body)
        case .reference: try ReferenceCompletion.request(body, isStreamed: isStreamed)
        }
    }

    /// Reads an answer's body.
    ///
    /// - Throws: ``DialectError/foreignAnswer(_:)``.
    public func answer(_ body: JSONValue) throws(DialectError) -> ModelAnswer {
        switch self {
        case .chat: try OpenAIAnswer.answer(.chat, body)
        case .completions: try OpenAIAnswer.answer(.completions, body)
        case .embeddings: try Embeddings.answer(body)
        case .responses: try Responses.answer(body)
        case .messages: try Messages.answer(body)
        case .countTokens: try Messages.count(body)
        case .reference: try ReferenceCompletion.answer(body)
        }
    }

    /// Reads the events of one streamed answer; nil in dialects that do not stream.
    public func streamReader() -> (any StreamReader)? {
        switch self {
        case .chat, .completions: ChunkStreamReader(dialect: self)
        case .responses: ResponsesStreamReader()
        case .messages: MessagesStreamReader()
        case .reference: ReferenceStreamReader()
        case .embeddings, .countTokens: nil
        }
    }

    /// The body of an answer that is an error, for a client of which nobody knows what it speaks: each finds in it what it
    /// looks for.
    public static func errorBodyForAll(_ message: String, status: Int, code: String, requestID: String) -> JSONValue {
        let body = messages.errorBody(message, status: status, code: code, requestID: requestID)
        let error = chat.errorBody(message, status: status, code: code)["error"]
        return body.replacing([JSONPointer(tokens: ["error"]): error ?? .null])
    }

    /// The body of an answer that is an error, as clients of the dialect expect it.
    ///
    /// OpenAI's form is `{error: {message, type, param, code}}`, Anthropic's `{type: "error", error: {type, message},
    /// request_id}`; there `code` is a member of our own, which clients pass over.
    ///
    /// - Parameters:
    ///   - message: What a person is told.
    ///   - status: The HTTP status code, which names the type of the error.
    ///   - code: A stable name for programs.
    ///   - param: The member of the request that is wrong, in OpenAI's form.
    ///   - requestID: The name of the request in logs, in Anthropic's form.
    public func errorBody(
        _ message: String, status: Int, code: String, param: String? = nil, requestID: String? = nil
    ) -> JSONValue {
        switch self {
        case .messages, .countTokens:
            [
                "type": "error",
                "error": [
                    "type": .string(Messages.errorType(status)), "message": .string(message), "code": .string(code),
                ],
                "request_id": requestID.map(JSONValue.string) ?? .null,
            ]
        case .chat, .completions, .embeddings, .responses, .reference:
            [
                "error": [
                    "message": .string(message), "type": .string(OpenAIAnswer.errorType(status)),
                    "param": param.map(JSONValue.string) ?? .null, "code": .string(code),
                ]
            ]
        }
    }
}
