/// Who wrote a text of a request, or what it is for.
public enum TextRole: String, Sendable, Hashable, CaseIterable {
    /// Instructions of the application: `system` and `developer` messages.
    case system
    case user
    case assistant
    /// What a tool answered, or a document that was looked up.
    case tool
    /// What an assistant called a tool with.
    case toolCall = "tool_call"
    /// Names, descriptions and schemas of tools and of wanted output.
    case toolDefinition = "tool_definition"
    /// Anything else that holds words: fields that this version does not know among them.
    case other

    /// Whether it is made of instructions that the application gives.
    public var isInstruction: Bool { self == .system || self == .toolDefinition }
}
