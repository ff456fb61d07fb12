import GovernorCore

/// Collects every string of a document that may hold words.
///
/// What a field is called decides only about words that the API itself defines (``Vocabulary``). All other strings are
/// taken, also those of fields that nobody here has heard of: a provider may read what this version does not know.
struct TextCollector {
    private(set) var pieces: [TextPiece] = []
    private(set) var unread: [UnreadPart] = []
    /// What the tools are called whose calls have been seen, by the ids of the calls.
    private var tools: [ExactString: String] = [:]
    /// The tool whose answer is being taken.
    private var tool: String?

    /// Takes note of a call: what a tool answers only names the call.
    mutating func learn(call: JSONValue) {
        guard let name = (call["name"] ?? call["function"]?["name"] ?? call["custom"]?["name"])?.string else { return }
        for id in ["id", "call_id"] {
            if let id = call[id]?.string { tools[ExactString(id)] = name }
        }
    }

    /// Takes what a tool has answered.
    ///
    /// - Parameters:
    ///   - answer: What names the call, or the tool itself.
    ///   - take: Takes its texts.
    mutating func takeAnswer<Failure>(
        _ answer: JSONValue, _ take: (inout Self) throws(Failure) -> Void
    ) throws(Failure) {
        let outer = tool
        defer { tool = outer }
        let call = ["tool_call_id", "tool_use_id", "call_id"].lazy.compactMap { answer[$0]?.string }.first
        tool = call.flatMap { tools[ExactString($0)] } ?? answer["name"]?.string
        try take(&self)
    }

    /// Takes every string below a value as a piece of its own.
    ///
    /// - Parameter members: The object that has the value for a member.
    mutating func take(
        _ value: JSONValue, at path: [String], as role: TextRole, in members: JSONObject = [:],
        named name: String? = nil
    ) {
        let name = name ?? path.last ?? ""
        switch value {
        case .string(let text): take(text, named: name, in: members, at: path, as: role)
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                take(element, at: path + [String(index)], as: role, in: members, named: name)
            }
        case .object(let members):
            for (name, member) in members { take(member, at: path + [name], as: role, in: members) }
        case .null, .bool, .number: break
        }
    }

    /// Takes the content of a message: a string, or a list of parts that are read as one.
    mutating func takeContent(_ value: JSONValue, at path: [String], as role: TextRole) {
        guard case .array(let elements) = value else { return take(value, at: path, as: role) }
        var parts: [TextPiece.Part] = []
        for (index, element) in elements.enumerated() {
            takePart(element, at: path + [String(index)], as: role, beside: &parts)
        }
        if !parts.isEmpty { pieces.append(TextPiece(role: role, parts: parts, tool: role == .tool ? tool : nil)) }
    }

    /// Takes every string below a value that is somebody's own, such as the input of a tool: no field of it is the API's.
    mutating func takeForeign(_ value: JSONValue, at path: [String], as role: TextRole) {
        switch value {
        case .string(let text): add(text, at: path, as: role)
        case .array(let elements):
            for (index, element) in elements.enumerated() { takeForeign(element, at: path + [String(index)], as: role) }
        case .object(let members):
            for (name, member) in members { takeForeign(member, at: path + [name], as: role) }
        case .null, .bool, .number: break
        }
    }

    /// Takes note of something that is no text.
    mutating func takeUnread(_ kind: String, size: Int, at path: [String]) {
        unread.append(UnreadPart(pointer: JSONPointer(tokens: path), kind: kind, size: size))
    }

    /// Takes one part of a content. Its text joins those beside it; what a tool was called with, or what it answered,
    /// has a role of its own.
    private mutating func takePart(
        _ part: JSONValue, at path: [String], as role: TextRole, beside parts: inout [TextPiece.Part]
    ) {
        guard let members = part.object else {
            guard let text = part.string else { return take(part, at: path, as: role) }
            return parts.append(TextPiece.Part(pointer: JSONPointer(tokens: path), text: text))
        }
        let role = Self.role(ofPart: part) ?? role
        if role == .toolCall { learn(call: part) }
        for (name, member) in members {
            let path = path + [name]
            switch (name, member) {
            case ("text", .string(let text)):
                parts.append(TextPiece.Part(pointer: JSONPointer(tokens: path), text: text))
            case ("content", _) where part["tool_use_id"] != nil:
                takeAnswer(part) { $0.takeContent(member, at: path, as: role) }
            case ("content", .array): takeContent(member, at: path, as: role)
            case ("input", .object(let input)) where role == .toolCall:
                // One text, as an answer writes it: so its names and numbers are inspected too.
                if !input.isEmpty { add(member.compactText, at: path, as: role) }
            case ("input", _) where role == .toolCall: takeForeign(member, at: path, as: role)
            default: take(member, at: path, as: role, in: members)
            }
        }
    }

    private mutating func take(
        _ text: String, named name: String, in members: JSONObject, at path: [String], as role: TextRole
    ) {
        if Vocabulary.contains(text, named: name) { return }
        if let kind = Vocabulary.unreadKind(of: text, named: name, at: path, in: members) {
            return takeUnread(kind, size: text.utf8.count, at: path)
        }
        if Vocabulary.isReference(path) { takeUnread("url", size: text.utf8.count, at: path) }
        add(text, at: path, as: role)
    }

    private mutating func add(_ text: String, at path: [String], as role: TextRole) {
        guard !text.isEmpty else { return }
        let part = TextPiece.Part(pointer: JSONPointer(tokens: path), text: text)
        pieces.append(TextPiece(role: role, parts: [part], tool: role == .tool ? tool : nil))
    }

    /// The members of a request that define tools and the form of answers.
    static let definitions: Set<String> = [
        "functions", "output_config", "output_format", "response_format", "text", "tools",
    ]

    private static func role(ofPart part: JSONValue) -> TextRole? {
        switch part["type"]?.string {
        case "tool_use", "server_tool_use", "mcp_tool_use": .toolCall
        case "document", "search_result": .tool
        case let type? where type.hasSuffix("tool_result"): .tool
        default: nil
        }
    }
}
