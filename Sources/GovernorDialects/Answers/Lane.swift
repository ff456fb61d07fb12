public import GovernorCore

/// One of the texts that an answer consists of: those of different choices and tool calls grow side by side.
public struct Lane: Sendable, Hashable {
    /// The number of the choice, or of the content block or output item.
    public let choice: Int
    /// Which text of it: `content`, `reasoning_content`, `tool_calls/0/arguments`.
    public let name: String
    /// Whether the text is itself JSON, such as the arguments of a tool: what is put into it must be escaped.
    public let isJSON: Bool
    /// Whether the text is what a model calls a tool.
    public let isToolName: Bool
    /// Whether the text is part of a call of a tool: its name, or what it is called with.
    public let isOfToolCall: Bool
    /// Whether the text is what is told of an answer's tokens: it says what other texts say.
    public let isOfTokens: Bool

    /// Creates a lane.
    public init(choice: Int, name: String, isJSON: Bool = false) {
        self.choice = choice
        self.name = name
        self.isJSON = isJSON
        let isInCall = Self.calls.contains { name.beginsPath(with: $0) }
        isToolName = name.isExactly("name") || isInCall && name.utf8.reversed().starts(with: "/name".utf8.reversed())
        let steps = name.utf8.split(separator: UInt8(ascii: "/")).lazy.map { String(Substring($0)) }
        isOfTokens = steps.contains { Vocabulary.tokenDetails.contains($0) }
        isOfToolCall = isJSON || isToolName || isInCall || Self.calledWith.contains { name.beginsPath(with: $0) }
    }

    private static let calls = ["tool_calls", "function_call"]
    private static let calledWith = ["input", "action"]
}

extension String {
    /// Whether a step is the first of a path.
    fileprivate func beginsPath(with step: String) -> Bool {
        utf8.starts(with: step.utf8) && (utf8.count == step.utf8.count || utf8.dropFirst(step.utf8.count).first == 0x2F)
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

extension Lane {
    /// The lane of the name of the tool that a text of a call is for.
    public var toolName: Lane {
        Lane(choice: choice, name: (name.split(separator: "/").dropLast() + ["name"]).joined(separator: "/"))
    }

    /// Whether the text has come to its end as far as one can tell, since another text of its choice goes on.
    ///
    /// Texts of a choice are written one after another, but calls of tools, which may be written side by side. What a tool
    /// is called comes at once, and so does a note on a text, which goes on after it.
    func isOver(since later: Lane) -> Bool {
        // What is told of tokens is told beside every other text.
        guard choice == later.choice, self != later, !isOfTokens, !later.isOfTokens else { return false }
        if isToolName || isNote { return true }
        return !later.isNote && !head.elementsEqual(later.head)
    }

    /// The first step of the name.
    private var head: Substring.UTF8View { name.utf8.prefix { $0 != UInt8(ascii: "/") } }

    /// What the words of a message's content blocks are called.
    static let flowing = ["text", "thinking"]

    /// Whether the text is that of all content blocks of a message.
    var isFlowing: Bool { choice == 0 && Self.flowing.contains(name) }

    /// Whether the text says where a part of another one is from.
    var isNote: Bool { name.split(separator: "/").contains { $0 == "annotations" || $0 == "citations" } }
}

/// A string of an answer, or of an event of a streamed one; or what stands for one: a name, a number, or tokens.
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
    /// Where it stands in the answer or event: a string or a number, an object whose JSON is the text, or what is told of
    /// tokens.
    public let pointer: JSONPointer
    /// What it says.
    public let text: String
    /// Whether it goes on, repeats or stands for itself.
    public let kind: Kind
    /// Whether it is the name of the member there, which nothing can take the place of.
    public let isName: Bool

    /// Creates a string of an answer.
    public init(_ text: String, lane: Lane, pointer: JSONPointer, kind: Kind = .delta, isName: Bool = false) {
        self.text = text
        self.lane = lane
        self.pointer = pointer
        self.kind = kind
        self.isName = isName
    }
}
