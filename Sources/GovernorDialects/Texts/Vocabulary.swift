import GovernorCore

/// The strings of a document that hold no words of a person.
enum Vocabulary {
    /// Names of members whose strings are words of the API.
    private static let names: Set<String> = [
        "cache_control", "call_id", "container", "conversation", "detail", "effort", "encoding_format", "format", "id",
        "include", "item_id", "media_type", "mime_type", "modality", "model", "object", "previous_response_id",
        "reasoning_effort", "role", "service_tier", "status", "tool_call_id", "tool_choice", "tool_use_id",
        "truncation", "ttl", "type", "verbosity", "voice",
    ]

    /// The longest word of an API, in bytes. What is longer is taken for a text, whatever its field is called.
    static let longestWord = 128

    /// Whether a string is a word of the API: it stands in a field for those, and looks like one.
    static func contains(_ text: String, named name: String) -> Bool { names.contains(name) && isWord(text) }

    /// The same for answers, which have more such fields than requests.
    static func contains(_ text: String, inAnswersNamed name: String) -> Bool {
        contains(text, named: name) || answerNames.contains(name) && isWord(text)
    }

    /// Names of members of answers whose strings are words of the API.
    private static let answerNames: Set<String> = ["finish_reason", "obfuscation", "stop_reason", "system_fingerprint"]

    /// Names of members in which somebody else than the API names what is in them.
    static let own: Set<String> = [
        "arguments", "attributes", "env", "input", "input_schema", "metadata", "parameters", "parsed", "schema",
    ]

    /// Names of members whose objects are what a tool is called with.
    static let toolArguments: Set<String> = ["arguments", "input"]

    /// Names of members that tell of an answer's tokens, and so say it once more, in a list or an object.
    static let tokenDetails: Set<String> = ["logprobs", "prompt_logprobs"]

    /// Whether a number at a place in an answer is the API's: a time, a count of tokens, or a position.
    static func isCount(_ path: [String]) -> Bool {
        guard let name = path.last(where: { Int($0) == nil }) else { return false }
        return counts.contains(name) || ["_at", "_index"].contains(where: name.hasSuffix) || path.contains("usage")
    }

    private static let counts: Set<String> = ["created", "index", "seed", "sequence_number"]

    private static func isWord(_ text: String) -> Bool {
        text.utf8.count <= longestWord && text.utf8.allSatisfy(\.isOfWord)
    }

    /// What a string holds that is no text; nil for text.
    ///
    /// What it looks like is not enough: a text may begin like the address of a picture, and a model reads it all the same.
    ///
    /// - Parameters:
    ///   - name: The member that it is the value of.
    ///   - path: Where it stands.
    ///   - members: The object that has the member.
    /// - Returns: A media type where one is stated; else `media`, `encrypted` or `file`.
    static func unreadKind(
        of text: String, named name: String, at path: [String], in members: JSONObject
    ) -> String? {
        if text.utf8.starts(with: "data:".utf8), isReference(path) || media.contains(name) {
            // RFC 2397: data:[type][;parameters][;base64],…
            let head = text.utf8.prefix(longestWord).prefix { $0 != UInt8(ascii: ",") }
            let type = String(decoding: head.dropFirst(5).prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            return type.isEmpty || type.hasPrefix("text/") ? nil : type
        }
        if name == "file_id" { return isWord(text) ? "file" : nil }
        guard media.contains(name) || encrypted.contains(name), isBase64(text) else { return nil }
        if encrypted.contains(name) { return "encrypted" }
        switch members["type"]?.string {
        case "text": return nil
        case "base64": break
        case "redacted_thinking": return "encrypted"
        case let type? where name == "result" && type != "image_generation_call": return nil
        default:
            guard text.utf8.count > longestWord || !text.isEmpty && holdsMedia(name, at: path, in: members) else {
                return nil
            }
        }
        return members["media_type"]?.string ?? members["mime_type"]?.string ?? "media"
    }

    /// Whether a member never holds words, however short it is. What others call `data` may be a word.
    private static func holdsMedia(_ name: String, at path: [String], in members: JSONObject) -> Bool {
        let type = members["type"]?.string ?? ""
        switch name {
        case "data": return owners.contains(type) || owners.contains(path.dropLast().last ?? "")
        case "result": return type == "image_generation_call"
        default: return true
        }
    }

    /// What has media, as types and names of members say it.
    private static let owners: Set<String> = [
        "audio", "file", "image", "input_audio", "input_file", "input_image", "input_video", "media", "video",
    ]

    /// Whether a string may be Base64, in either alphabet.
    static func isBase64(_ text: String) -> Bool { text.utf8.allSatisfy(\.isBase64) }

    /// Whether a string names something that a server fetches and nobody here reads.
    static func isReference(_ path: [String]) -> Bool {
        guard let name = path.last else { return false }
        let parent = path.dropLast().last ?? ""
        return references.contains(name) || name == "url" && (references.contains(parent) || parent == "source")
    }

    private static let references: Set<String> = ["audio_url", "file_url", "image_url", "video_url"]
    private static let media: Set<String> = [
        "b64_json", "data", "file_data", "partial_image_b64", "prompt_embeds", "result",
    ]
    /// What a server signed or encrypted, for itself to read again.
    private static let encrypted: Set<String> = [
        "encrypted_content", "encrypted_index", "encrypted_stdout", "signature",
    ]
}

extension UInt8 {
    private var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    fileprivate var isOfWord: Bool { isLetterOrDigit || "-_.:/+".utf8.contains(self) }
    fileprivate var isBase64: Bool { isLetterOrDigit || "+/=-_\r\n".utf8.contains(self) }
}
