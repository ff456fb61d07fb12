public import GovernorCore

/// An event of a streamed answer, and what matters to a gateway in it.
public struct StreamEvent: Sendable {
    /// What an event is to the stream.
    public enum Kind: Sendable, Hashable {
        /// It goes on.
        case content
        /// A choice, or the whole answer, has come to an end: a client that sees it takes what it has for the answer.
        case stop
        /// A call of a tool is complete: a client may carry it out. What follows keeps its place behind it.
        case call
        /// The last event of a stream.
        case end
        /// The server could not go on.
        case failure
    }

    /// The name of the event's kind; nil in dialects without one.
    public let name: String?
    /// What it says: JSON, or a marker that is none.
    public private(set) var content: Content
    /// What it is to the stream.
    public let kind: Kind
    /// The texts in it.
    public let texts: [AnswerText]
    /// What in it is no text: images, sound.
    public let unread: [UnreadPart]
    /// The choices whose texts are over with it.
    public let ended: Set<Int>
    /// The model that the server says is answering.
    public let model: String?
    /// Tokens counted so far.
    public let usage: TokenUsage?

    /// What stands in an event's data.
    public enum Content: Sendable, Hashable {
        case json(JSONValue)
        case marker(String)
    }

    /// Creates an event from the server's.
    ///
    /// - Parameter document: What has the members `model` and `usage`, if it says them.
    init(
        _ event: ServerSentEvent, _ content: Content, _ kind: Kind = .content,
        _ texts: AnswerCollector = AnswerCollector(), ended: Set<Int> = [], document: JSONValue = .null
    ) {
        // A name says what the event is, as its data does. One that says something else is not passed on.
        if case .json(let value) = content, let type = value["type"]?.string, event.name?.isExactly(type) ?? false {
            name = type
        } else {
            name = nil
        }
        self.content = content
        self.kind = kind
        self.texts = texts.texts
        unread = texts.unread
        self.ended = ended
        model = document["model"]?.string
        usage = TokenUsage(document["usage"])
    }

    /// The same event, in which the model that answers has another name. An event that names none stays as it is.
    public func naming(_ model: String) -> StreamEvent {
        guard case .json(let value) = content else { return self }
        var event = self
        event.content = .json(value.naming(model))
        return event
    }

    /// What the event says, with other texts; null for a marker.
    func value(replacing texts: [JSONPointer: String]) -> JSONValue {
        if case .json(let value) = content { value.answer(replacing: texts) } else { .null }
    }

    /// The event with other texts; without any, as the server sent it, white space between its tokens aside.
    func message(replacing texts: [JSONPointer: String]) -> ServerSentEvent {
        switch content {
        case .marker(let text): ServerSentEvent(name: name, data: text)
        case .json: message(saying: value(replacing: texts))
        }
    }

    /// The event with other data, whose name it has only as long as the data say the same one.
    func message(saying value: JSONValue) -> ServerSentEvent {
        let isNamed = name.map { value["type"]?.string?.isExactly($0) ?? false } ?? false
        return ServerSentEvent(name: isNamed ? name : nil, data: value.compactText)
    }
}

/// Reads the events of one streamed answer, writes those that its client gets, and can end it in place of the server.
public protocol StreamReader: Sendable {
    /// Whether the server may end an answer by closing the connection, without a last event.
    var endsWithConnection: Bool { get }

    /// Reads the server's next event.
    ///
    /// - Throws: ``DialectError/foreignAnswer(_:)``.
    mutating func read(_ event: ServerSentEvent) throws(DialectError) -> StreamEvent

    /// Whether a text has come to its end as far as one can tell, since another one goes on. It may go on all the same.
    func isOver(_ lane: Lane, since later: Lane) -> Bool

    /// Writes an event that was read, with other texts, to be sent to the client next.
    ///
    /// Events may be read long before they are written, or never be written. What ends the stream goes on from what was
    /// written.
    ///
    /// - Parameter texts: What takes the place of which texts of the event.
    /// - Returns: The events that the client gets: one, or any number where a ``Translation`` makes them of another.
    /// - Throws: ``DialectError/untranslatable(pointer:into:)`` and ``DialectError/foreignAnswer(_:)``, in a
    ///   ``Translation`` only.
    mutating func write(
        _ event: StreamEvent, replacing texts: [JSONPointer: String]
    ) throws(DialectError) -> [ServerSentEvent]

    /// What ends the stream in good order where the rest of the answer is withheld.
    func refusal(_ refusal: Refusal) -> [ServerSentEvent]

    /// What tells a client that the stream failed: its library raises an error.
    ///
    /// - Parameters:
    ///   - message: What a person is told.
    ///   - code: A stable name for programs.
    func failure(_ message: String, code: String) -> [ServerSentEvent]
}

extension StreamReader {
    public var endsWithConnection: Bool { false }

    public func isOver(_ lane: Lane, since later: Lane) -> Bool { lane.isOver(since: later) }
}
