import GovernorCore

/// Collects every string of a document that may hold words.
///
/// What a field is called decides only about strings that the API itself defines, such as `type`. All others are taken,
/// also those of fields that nobody here has heard of: a provider may read what this version does not know.
struct TextCollector {
    /// Names of members whose strings are words of the API, not of a person.
    static let vocabulary: Set<String> = [
        "cache_control", "call_id", "detail", "encoding_format", "effort", "format", "id", "media_type", "mime_type",
        "modality", "model", "object", "reasoning_effort", "role", "service_tier", "status", "tool_call_id",
        "tool_choice", "tool_use_id", "truncation", "type", "verbosity", "voice",
    ]

    /// The longest word of an API, in bytes. What is longer is taken for a text, whatever its field is called.
    static let longestWord = 128

    private(set) var pieces: [TextPiece] = []
    private(set) var unread: [UnreadPart] = []

    /// Takes every string below a value as a piece of its own.
    mutating func take(_ value: JSONValue, at path: [String], as role: TextRole) {
        switch value {
        case .string(let text): take(text, at: path, as: role)
        case .array(let elements):
            for (index, element) in elements.enumerated() { take(element, at: path + [String(index)], as: role) }
        case .object(let members):
            for (name, member) in members { take(member, at: path + [name], as: role) }
        case .null, .bool, .number: break
        }
    }

    /// Takes the content of a message: a string, or a list of parts that are read as one.
    mutating func takeContent(_ value: JSONValue, at path: [String], as role: TextRole) {
        guard case .array(let elements) = value else { return take(value, at: path, as: role) }
        var parts: [TextPiece.Part] = []
        for (index, element) in elements.enumerated() {
            let path = path + [String(index)]
            if let text = element["text"]?.string {
                parts.append(TextPiece.Part(pointer: JSONPointer(tokens: path + ["text"]), text: text))
                for (name, member) in element.object ?? [:] where !name.isExactly("text") {
                    take(member, at: path + [name], as: role)
                }
            } else if let text = element.string {
                parts.append(TextPiece.Part(pointer: JSONPointer(tokens: path), text: text))
            } else {
                take(element, at: path, as: Self.role(ofPart: element) ?? role)
            }
        }
        if !parts.isEmpty { pieces.append(TextPiece(role: role, parts: parts)) }
    }

    /// Takes note of something that is no text.
    mutating func takeUnread(_ kind: String, size: Int, at path: [String]) {
        unread.append(UnreadPart(pointer: JSONPointer(tokens: path), kind: kind, size: size))
    }

    private mutating func take(_ text: String, at path: [String], as role: TextRole) {
        guard !text.isEmpty else { return }
        if let media = Self.mediaType(of: text, at: path) { return takeUnread(media, size: text.utf8.count, at: path) }
        let name = path.last { Int($0) == nil } ?? ""
        if Self.vocabulary.contains(name), text.utf8.count <= Self.longestWord { return }
        let part = TextPiece.Part(pointer: JSONPointer(tokens: path), text: text)
        pieces.append(TextPiece(role: role, parts: [part]))
    }

    private static func role(ofPart part: JSONValue) -> TextRole? {
        switch part["type"]?.string {
        case "tool_use", "server_tool_use": .toolCall
        case "tool_result", "document", "search_result", "web_search_tool_result": .tool
        default: nil
        }
    }

    /// The type of what a string encodes that is no text; nil for text.
    private static func mediaType(of text: String, at path: [String]) -> String? {
        if text.utf8.starts(with: "data:".utf8) {
            // RFC 2397: data:[type][;parameters][;base64],…
            let head = text.utf8.prefix(longestWord).prefix { $0 != UInt8(ascii: ",") }
            let type = String(decoding: head.dropFirst(5).prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            return type.isEmpty || type.hasPrefix("text/") ? nil : type
        }
        let holders: Set<String> = ["b64_json", "data", "file_data"]
        guard let name = path.last, holders.contains(name), text.utf8.count > longestWord,
            text.utf8.allSatisfy(\.isBase64)
        else { return nil }
        return "media"
    }
}

extension UInt8 {
    fileprivate var isBase64: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            true
        default: false
        }
    }
}
