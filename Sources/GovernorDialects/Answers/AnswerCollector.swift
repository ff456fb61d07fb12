import GovernorCore

/// Collects every string of an answer, or of an event, that may hold words, each with the lane it belongs to.
struct AnswerCollector {
    private(set) var texts: [AnswerText] = []
    private(set) var unread: [UnreadPart] = []

    /// Takes the strings below a value.
    ///
    /// - Parameters:
    ///   - path: Where the value stands in the answer or event.
    ///   - lane: What it is called within its choice; the same in streamed answers and in others.
    ///   - isJSON: Whether the strings are JSON themselves; the arguments of tools always are.
    mutating func take(
        _ value: JSONValue, at path: [String], choice: Int, lane: [String], kind: AnswerText.Kind = .delta,
        isJSON: Bool = false
    ) {
        switch value {
        case .string(let text):
            let name = lane.last { Int($0) == nil } ?? ""
            if Vocabulary.contains(text, named: name) { return }
            add(text, at: path, choice, lane, kind, isJSON: isJSON || name == "arguments")
        case .array(let elements):
            for (position, element) in elements.enumerated() {
                // The calls in an event say which of the answer's they go on.
                let index = lane.last == "tool_calls" ? OpenAIAnswer.index(of: element, at: position) : position
                take(
                    element, at: path + [String(position)], choice: choice, lane: lane + [String(index)], kind: kind,
                    isJSON: isJSON)
            }
        case .object(let members):
            for (name, member) in members where !Self.skipped.contains(name) {
                takeMember(name, member, of: members, at: path, choice, lane, kind)
            }
        case .null, .bool, .number: break
        }
    }

    /// Takes the strings of an object beside those of some members; each stands for itself.
    mutating func takeRest(of object: JSONValue, except names: Set<String>, at path: [String] = [], choice: Int = -1) {
        let members = object.object ?? [:]
        for (name, value) in members where !names.contains(name) && !Self.skipped.contains(name) {
            takeMember(name, value, of: members, at: path, choice, [], .alone)
        }
    }

    private mutating func takeMember(
        _ name: String, _ member: JSONValue, of members: JSONObject, at path: [String], _ choice: Int, _ lane: [String],
        _ kind: AnswerText.Kind
    ) {
        let path = path + [name]
        switch (name, member) {
        case (_, .string(let text)):
            guard let unread = Vocabulary.unreadKind(of: text, named: name, at: path, in: members) else {
                return take(member, at: path, choice: choice, lane: lane + [name], kind: kind)
            }
            takeUnread(unread, size: text.utf8.count, at: path)
        case ("input", .object(let input)):
            // What a tool is called with is one text, as a stream writes it.
            if !input.isEmpty { add(member.compactText, at: path, choice, lane + [name], kind, isJSON: true) }
        default: take(member, at: path, choice: choice, lane: lane + [name], kind: kind)
        }
    }

    /// Takes note of something that is no text. The name of a file of the server, and what only the server can read, hold
    /// nothing that a client could see.
    mutating func takeUnread(_ kind: String, size: Int, at path: [String]) {
        guard kind != "file", kind != "encrypted", size > 0 else { return }
        unread.append(UnreadPart(pointer: JSONPointer(tokens: path), kind: kind, size: size))
    }

    private mutating func add(
        _ text: String, at path: [String], _ choice: Int, _ lane: [String], _ kind: AnswerText.Kind, isJSON: Bool
    ) {
        guard !text.isEmpty else { return }
        let lane = Lane(choice: choice, name: lane.joined(separator: "/"), isJSON: isJSON)
        texts.append(AnswerText(text, lane: lane, pointer: JSONPointer(tokens: path), kind: kind))
    }

    /// Members that hold no words of the answer, or repeat its tokens: those go when the text changes.
    private static let skipped: Set<String> = Vocabulary.encrypted.union([
        "logprobs", "obfuscation", "system_fingerprint", "finish_reason", "stop_reason", "usage",
    ])
}
