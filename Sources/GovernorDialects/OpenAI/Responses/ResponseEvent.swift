import GovernorCore

/// An event of a streamed response, with the place in the response that it speaks of.
struct ResponseEvent {
    let value: JSONValue
    let type: String
    /// What the type says is told: `output_text` of `response.output_text.delta`.
    let stem: String
    /// Whether the event repeats what others have said.
    let isDone: Bool

    init(_ value: JSONValue, type: String) {
        self.value = value
        self.type = type
        let words = type.split(separator: ".")
        stem = words.dropFirst().dropLast().joined(separator: ".")
        isDone = words.last == "done"
    }

    /// Whether the item that it is about is done.
    var endsItem: Bool { type == "response.output_item.done" }

    /// Whether it completes a call of a tool that the client, and not the server, carries out.
    var completesCall: Bool {
        guard isDone else { return false }
        return endsItem ? Self.calls.contains(value["item"]?["type"]?.string ?? "") : Self.callTexts.contains(stem)
    }

    private static let calls: Set<String> = [
        "apply_patch_call", "computer_call", "custom_tool_call", "function_call", "local_shell_call", "shell_call",
    ]
    private static let callTexts: Set<String> = [
        "custom_tool_call_input", "function_call_arguments", "shell_call_command",
    ]

    /// The number of the item in the response's output; -1 if the event is about no item.
    var item: Int { Int(index("output_index")) ?? -1 }

    /// A number that the event gives, as a step of a path.
    func index(_ name: String) -> String { value[name]?.number.flatMap(\.wholeNumber).map(String.init) ?? "" }

    /// The path in its item of the part that the event is about; nil if it is about no part.
    var part: [String]? {
        if value["content_index"] != nil { return ["content", index("content_index")] }
        if value["summary_index"] != nil { return ["summary", index("summary_index")] }
        return nil
    }

    /// The path in its item of the text that the event is about; nil where that is not known.
    var lane: [String]? {
        switch stem {
        case "output_text", "reasoning_text", "reasoning_summary_text", "refusal":
            part.map { $0 + [stem == "refusal" ? "refusal" : "text"] }
        case "shell_call_command": ["action", "commands", index("command_index")]
        default: wholeMember.map { [$0] }
        }
    }

    /// The member that repeats the whole text; nil where that is not known.
    var wholeMember: String? {
        switch stem {
        case "output_text", "reasoning_text", "reasoning_summary_text": "text"
        case "refusal": "refusal"
        case "function_call_arguments", "mcp_call_arguments": "arguments"
        case "custom_tool_call_input": "input"
        case "code_interpreter_call_code": "code"
        case "shell_call_command": "command"
        default: nil
        }
    }
}
