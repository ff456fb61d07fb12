public import GovernorCore

/// A text that a model reads as one: a message with all its parts.
///
/// Parts are inspected together, so that nothing hides in the seam between two of them.
public struct TextPiece: Sendable, Hashable {
    /// A string of the document that holds the piece.
    public struct Part: Sendable, Hashable {
        /// Where it stands in the request's body.
        public let pointer: JSONPointer
        /// What it says.
        public let text: String

        /// Creates a part.
        public init(pointer: JSONPointer, text: String) {
            self.pointer = pointer
            self.text = text
        }
    }

    /// What stands between two parts.
    public static let separator = "\n"

    /// Who wrote it, or what it is for.
    public let role: TextRole
    /// Its strings in order; at least one.
    public let parts: [Part]
    /// The tool that has answered it, as the conversation calls it; nil where it is not known, and for what is no answer.
    public let tool: String?
    /// Whether nothing can take its place: its parts are names of members of the objects at their pointers, and numbers.
    public let isFixed: Bool

    /// Creates a piece.
    public init(role: TextRole, parts: [Part], tool: String? = nil, isFixed: Bool = false) {
        self.role = role
        self.parts = parts
        self.tool = tool
        self.isFixed = isFixed
    }

    /// Whether it is JSON, as far as one sees at once: the arguments of a tool, and many a tool's answer.
    public var isJSON: Bool {
        guard role == .tool || role == .toolCall, parts.count == 1 else { return false }
        let first = parts[0].text.utf8.first { !" \t\r\n".utf8.contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// The parts, joined by ``separator``.
    public var text: String { parts.count == 1 ? parts[0].text : parts.map(\.text).joined(separator: Self.separator) }
}

/// A part of a request or an answer that holds something else than text, which no inspector here reads: an image, a sound,
/// a file, numbers of tokens.
public struct UnreadPart: Sendable, Hashable {
    /// Where it stands in the body.
    public let pointer: JSONPointer
    /// What it is: a media type where one is stated; else `tokens`, `media`, `file` (the name of a file that the server
    /// has), `url` (what the server fetches; the address itself is inspected), or `encrypted` (by the server).
    public let kind: String
    /// Its size in bytes as it stands there; for tokens, their count.
    public let size: Int
}
