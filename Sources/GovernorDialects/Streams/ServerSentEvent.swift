import GovernorCore

/// An event of a stream in the form `text/event-stream` of the HTML standard, section 9.2.
public struct ServerSentEvent: Sendable, Hashable {
    /// What kind of event it is; nil where the field is left out.
    public var name: String?
    /// What it says; lines are divided by line feeds.
    public var data: String

    /// Creates an event.
    public init(name: String? = nil, data: String) {
        self.name = name
        self.data = data
    }

    /// The bytes of the event, with the empty line that ends it.
    public var bytes: [UInt8] {
        var text: [UInt8] = []
        if let name { text += "event: \(name)\n".utf8 }
        // `split` takes a line feed and a carriage return before it for one character, so it goes over bytes.
        for line in data.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            text += "data: ".utf8
            text += line
            text.append(UInt8(ascii: "\n"))
        }
        text.append(UInt8(ascii: "\n"))
        return text
    }

    /// A line that clients ignore.
    ///
    /// - Parameter text: One line.
    public static func comment(_ text: String) -> [UInt8] { Array(": \(text)\n\n".utf8) }
}

extension ServerSentEvent {
    /// Creates an event whose data says its name in `type`.
    init(typed data: JSONValue) { self.init(name: data["type"]?.string, data: data.compactText) }

    /// Whether this is the marker that ends a stream.
    var isDone: Bool { data.isExactly("[DONE]") }

    /// The JSON object that the event says.
    ///
    /// - Throws: ``DialectError/foreignAnswer(_:)`` if it says none.
    func object(of dialect: Dialect) throws(DialectError) -> JSONValue {
        guard let value = try? JSONValue(parsing: data), value.object != nil else { throw .foreignAnswer(dialect) }
        return value
    }
}
