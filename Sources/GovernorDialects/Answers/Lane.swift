public import GovernorCore

/// One of the texts that an answer consists of: those of different choices and tool calls grow side by side.
public struct Lane: Sendable, Hashable {
    /// The number of the choice, or of the content block or output item.
    public let choice: Int
    /// Which text of it: `content`, `reasoning_content`, `tool_calls/0/arguments`.
    public let name: String
    /// Whether the text is itself JSON, such as the arguments of a tool: what is put into it must be escaped.
    public let isJSON: Bool

    /// Creates a lane.
    public init(choice: Int, name: String, isJSON: Bool = false) {
        self.choice = choice
        self.name = name
        self.isJSON = isJSON
    }
}

extension Lane {
    public static func == (left: Self, right: Self) -> Bool {
        left.choice == right.choice && left.isJSON == right.isJSON && left.name.isExactly(right.name)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(choice)
        hasher.combine(ExactString(name))
    }
}

/// A string of an answer, or of an event of a streamed one.
public struct AnswerText: Sendable, Hashable {
    /// How the string relates to what its lane has said so far.
    public enum Kind: Sendable, Hashable {
        /// It goes on.
        case delta
        /// It is all of it, whether that was said before or not.
        case whole
        /// It stands for itself, whatever its lane said before.
        case alone
    }

    /// The text that it belongs to.
    public let lane: Lane
    /// Where it stands in the answer or event: a string, or an object whose JSON is the text.
    public let pointer: JSONPointer
    /// What it says.
    public let text: String
    /// Whether it goes on, repeats or stands for itself.
    public let kind: Kind

    /// Creates a string of an answer.
    public init(_ text: String, lane: Lane, pointer: JSONPointer, kind: Kind = .delta) {
        self.text = text
        self.lane = lane
        self.pointer = pointer
        self.kind = kind
    }
}
