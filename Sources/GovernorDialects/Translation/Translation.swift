public import GovernorCore

/// Lets a client of one dialect use a server of another: between ``Dialect/chat`` and ``Dialect/messages``, both ways, and
/// of ``Dialect/reference`` a server of ``Dialect/chat``.
///
/// What the other dialect cannot say is an error and never dropped, but for hints that change no answer: `cache_control`,
/// the `name` and `strict` of a schema, and `stream_options`.
public struct Translation: Sendable, Hashable {
    /// The dialect of requests, and of the answers that a client gets.
    public let client: Dialect
    /// The dialect of the server.
    public let server: Dialect

    /// The most tokens of an answer where a client of ``Dialect/chat`` gives no limit: Anthropic's API needs one.
    public static let defaultTokenLimit = 4096

    /// Creates a translation; nil between dialects that have none.
    public init?(client: Dialect, server: Dialect) {
        switch (client, server) {
        case (.chat, .messages), (.messages, .chat), (.reference, .chat): (self.client, self.server) = (client, server)
        default: return nil
        }
    }

    /// The body for the server.
    ///
    /// - Parameters:
    ///   - body: The client's, with texts and the model as the server shall see them.
    ///   - isStreamed: Whether the answer is to be streamed, as ``ModelRequest/isStreamed`` has it.
    /// - Throws: ``DialectError/untranslatable(pointer:into:)`` and ``DialectError/wrongShape(pointer:expected:)``.
    public func request(_ body: JSONObject, isStreamed: Bool) throws(DialectError) -> JSONObject {
        switch client {
        case .chat: try ChatToMessages.request(body)
        case .messages: try MessagesToChat.request(body)
        default: try ReferenceToChat.request(body, isStreamed: isStreamed)
        }
    }

    /// The body for the client.
    ///
    /// - Parameters:
    ///   - body: The server's.
    ///   - created: The time, in seconds since 1970.
    /// - Throws: ``DialectError/untranslatable(pointer:into:)`` and ``DialectError/foreignAnswer(_:)``.
    public func answer(_ body: JSONValue, created: Int) throws(DialectError) -> JSONValue {
        switch client {
        case .chat: try MessagesToChat.answer(body, created: created)
        case .messages: try ChatToMessages.answer(body)
        default: try ReferenceToChat.answer(body)
        }
    }

    /// The answer for the client. What the server has not counted is not counted, also where the client's form must say a
    /// number.
    ///
    /// - Throws: As ``answer(_:created:)``.
    public func modelAnswer(_ body: JSONValue, created: Int) throws(DialectError) -> ModelAnswer {
        var answer = try client.answer(answer(body, created: created))
        answer.usage = TokenUsage(body["usage"])
        return answer
    }

    /// Reads the server's events, and writes, refuses and fails in the client's dialect.
    ///
    /// - Parameters:
    ///   - request: The body of the client's request.
    ///   - created: The time, in seconds since 1970.
    public func streamReader(answering request: JSONObject, created: Int) -> any StreamReader {
        let chunks = ChunkStreamReader(dialect: .chat)
        return switch client {
        case .chat:
            TranslatedStreamReader(
                MessagesStreamReader(), chunks,
                MessagesToChatStream(created: created, tellsUsage: request.asksForUsage))
        case .messages: TranslatedStreamReader(chunks, MessagesStreamReader(), ChatToMessagesStream())
        default: TranslatedStreamReader(chunks, ReferenceStreamReader(), ReferenceToChatStream())
        }
    }
}
