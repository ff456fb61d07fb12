import GovernorCore

/// What a server tells of the tokens of an answer: `logprobs` in OpenAI's forms, and what vLLM adds to them.
///
/// They say the answer once more, and what the model might have said in its place, in pieces and in bytes. No member is
/// trusted to be what it is called: all that is no word of the API is a text.
struct TokenDetails {
    private var said: [UInt8] = []
    private var lines: [String] = []
    /// The alternatives of each rank, joined.
    private var ranks: [[UInt8]] = []
    /// How many tokens are told by number alone, which nobody here can read.
    private(set) var numbered = 0

    init(_ value: JSONValue) { walk(value, named: "", isChosen: true) }

    /// The tokens of the answer, joined.
    var chosen: String { String(decoding: said, as: UTF8.self) }

    /// Everything else, a line each; and what the model might have said at each rank, joined over the tokens.
    var others: String { (lines + ranks.map { String(decoding: $0, as: UTF8.self) }).joined(separator: "\n") }

    /// - Parameters:
    ///   - name: The member that the value belongs to.
    ///   - isChosen: Whether tokens in it are the answer's.
    private mutating func walk(_ value: JSONValue, named name: String, isChosen: Bool) {
        switch value {
        case .string(let text):
            if name == "tokens" { take(text, bytes: nil, isChosen: isChosen) } else { lines.append(text) }
        case .array(let elements):
            for (rank, element) in elements.enumerated() {
                if !isChosen, let token = element["token"]?.string {
                    add(Self.bytes(element["bytes"]) ?? Array(token.utf8), atRank: rank)
                }
                walk(element, named: name, isChosen: isChosen)
            }
        case .object(let members):
            let token = members["token"]?.string
            let bytes = token == nil ? nil : Self.bytes(members["bytes"])
            if let token { take(token, bytes: bytes, isChosen: isChosen) }
            // In completions without messages, alternatives are names of members.
            var rank = 0
            for (name, member) in members {
                if !Self.words.contains(name) {
                    lines.append(name)
                    add(Array(name.utf8), atRank: rank)
                    rank += 1
                }
                if name == "token" && token != nil || name == "bytes" && bytes != nil { continue }
                walk(member, named: name, isChosen: isChosen && name != "top_logprobs")
            }
        case .number(let number): if let text = NamesAndNumbers.longText(of: number) { lines.append(text) }
        case .null, .bool: break
        }
    }

    private mutating func take(_ token: String, bytes: [UInt8]?, isChosen: Bool) {
        // vLLM's `return_tokens_as_token_ids`.
        if token.utf8.starts(with: "token_id:".utf8) { numbered += 1 }
        // A token may be part of a character, which only its bytes say.
        let isSaid = bytes.map { token.utf8.elementsEqual($0) } ?? true
        if !isChosen || !isSaid { lines.append(token) }
        if isChosen {
            said += bytes ?? Array(token.utf8)
        } else if let bytes, !isSaid {
            lines.append(String(decoding: bytes, as: UTF8.self))
        }
    }

    private mutating func add(_ token: [UInt8], atRank rank: Int) {
        while ranks.count <= rank { ranks.append([]) }
        ranks[rank] += token
    }

    /// The bytes that a list of numbers stands for; nil for anything else.
    private static func bytes(_ value: JSONValue?) -> [UInt8]? {
        guard let elements = value?.array else { return nil }
        let bytes = elements.compactMap { $0.number.flatMap { UInt8($0.text) } }
        return bytes.count == elements.count ? bytes : nil
    }

    /// What the APIs call the members; other names are tokens.
    private static let words: Set<String> = [
        "bytes", "content", "decoded_token", "logprob", "rank", "refusal", "text_offset", "token", "token_logprobs",
        "tokens", "top_logprobs",
    ]
}
