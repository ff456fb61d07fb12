public import GovernorCore

/// What a client wants of a model: the request's body, and all that matters to a gateway in it.
public struct ModelRequest: Sendable {
    /// The form of the request.
    public let dialect: Dialect
    /// The body as the client sent it, fields that nobody here knows included.
    public private(set) var body: JSONObject
    /// The name of the model that is wanted.
    public let model: String
    /// Whether the answer is to be streamed.
    public let isStreamed: Bool
    /// Every text in it; first what names and numbers say.
    public let pieces: [TextPiece]
    /// What in it is no text.
    public let unread: [UnreadPart]
    /// The person whom the client says it asks for, if it does: `user`, `safety_identifier`, `metadata.user_id`.
    public let userID: String?
    /// The conversation that the client says the request belongs to, if it does: `metadata.session_id`.
    public var sessionID: String? { body["metadata"]?["session_id"]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    /// Whether the client wants a stream of chunks to end with one that says how many tokens were used.
    public var asksForUsage: Bool { body.asksForUsage }
    /// The most tokens that the client wants in each answer, if it says so.
    public let tokenLimit: Int?
    /// The text that the body was read from; nil where nobody has it.
    public var sent: [UInt8]?
    /// The beta features of Anthropic's API that the client asks for, if it does.
    public var betas: String?

    init(
        _ dialect: Dialect, _ body: JSONObject, model: String, isStreamed: Bool, texts: TextCollector,
        userID: String? = nil, tokenLimit: Int? = nil
    ) {
        self.dialect = dialect
        self.body = body
        self.model = model
        self.isStreamed = isStreamed
        pieces = NamesAndNumbers.pieces(of: body, beside: texts.pieces) + texts.pieces
        unread = texts.unread
        self.userID = userID
        self.tokenLimit = tokenLimit
    }

    /// The body with other texts and for another model.
    ///
    /// - Parameters:
    ///   - texts: What takes the place of which strings.
    ///   - model: The name by which the server knows the model.
    public func body(replacing texts: [JSONPointer: String], model: String) -> JSONObject {
        var body = JSONValue.object(body).saying(texts).object ?? self.body
        if body["model"] != nil || dialect != .reference { body["model"] = .string(model) }
        return body
    }

    /// ``body(replacing:model:)`` as it is sent on: where that changes nothing, byte by byte what the client has sent. It was
    /// read strictly, so that nothing in it can be read in two ways, such as two members of one name.
    public func bytes(replacing texts: [JSONPointer: String], model: String) -> [UInt8] {
        if let sent, texts.isEmpty, body["model"]?.string?.isExactly(model) == true { return sent }
        return JSONValue.object(body(replacing: texts, model: model)).compactBytes
    }
}

extension JSONObject {
    /// Whether a request's body asks for ``ModelRequest/asksForUsage``.
    var asksForUsage: Bool { self["stream_options"]?["include_usage"] == true }
}
