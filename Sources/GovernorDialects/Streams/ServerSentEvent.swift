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
