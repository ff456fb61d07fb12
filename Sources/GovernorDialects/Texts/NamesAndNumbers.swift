import GovernorCore

/// Collects what a request says elsewhere than in strings: in the names of members and in long numbers.
///
/// A model reads both, as in `{"metadata": {"ada@example.com": 4111111111111111}}`. What an API calls its members, and numbers
/// too short to be anybody's, are left out.
struct NamesAndNumbers {
    /// The longest name that is taken for a word of an API, in bytes, if it is made of letters, `_`, `-` and `$`.
    private static let longestWord = 26
    /// The digits before the point from which on a number may be somebody's.
    private static let leastDigits = 7

    private var parts: [TextPiece.Part] = []
    private var seen: Set<ExactString> = []
    /// Where the walk is.
    private var path: [String] = []
    /// Objects that are inspected as one text, names and numbers included: what tools are called with.
    private let whole: Set<JSONPointer>

    private init(beside pieces: [TextPiece]) {
        var whole: Set<JSONPointer> = []
        for piece in pieces where piece.role == .toolCall && piece.isJSON { whole.insert(piece.parts[0].pointer) }
        self.whole = whole
    }

    /// The names and numbers of a request: those of definitions of tools, and all others.
    ///
    /// - Parameter texts: Its texts.
    static func pieces(of body: JSONObject, beside texts: [TextPiece]) -> [TextPiece] {
        var definitions = NamesAndNumbers(beside: texts)
        var others = definitions
        for (name, value) in body {
            others.add(name)
            if TextCollector.definitions.contains(name) {
                definitions.take(value, named: name, below: name)
            } else {
                others.take(value, named: name, below: name)
            }
        }
        return [(TextRole.toolDefinition, definitions.parts), (.other, others.parts)].compactMap { role, parts in
            parts.isEmpty ? nil : TextPiece(role: role, parts: parts, isFixed: true)
        }
    }

    /// - Parameters:
    ///   - name: The member that the value belongs to.
    ///   - step: What leads from where the walk is to the value.
    private mutating func take(_ value: JSONValue, named name: String, below step: String) {
        path.append(step)
        defer { path.removeLast() }
        switch value {
        case .object(let members):
            for (name, member) in members {
                add(name)
                if name == "input", !whole.isEmpty, whole.contains(JSONPointer(tokens: path + [name])) { continue }
                take(member, named: name, below: name)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() { take(element, named: name, below: String(index)) }
        case .number(let number) where name != "seed": if let text = Self.longText(of: number) { insert(text) }
        case .string, .number, .bool, .null: break
        }
    }

    private mutating func add(_ name: String) {
        if !Self.isWord(name) { insert(name) }
    }

    /// Whether a name may be an API's for a member, and nothing else. Numbers of tokens are names in `logit_bias`.
    static func isWord(_ name: String) -> Bool {
        if name.utf8.count < leastDigits, name.utf8.allSatisfy(\.isDigit) { return true }
        return name.utf8.count <= longestWord && name.utf8.allSatisfy { $0.isLetter || "_-$".utf8.contains($0) }
    }

    /// What a number says that has as many digits as one that may be somebody's, without an exponent; nil for others.
    static func longText(of number: JSONNumber) -> String? {
        let hasExponent = number.text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") }
        let text = hasExponent ? number.decimal?.description ?? number.text : number.text
        return text.utf8.drop { !$0.isDigit }.prefix(while: \.isDigit).count >= leastDigits ? text : nil
    }

    private mutating func insert(_ text: String) {
        guard seen.insert(ExactString(text)).inserted else { return }
        parts.append(TextPiece.Part(pointer: JSONPointer(tokens: path), text: text))
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
