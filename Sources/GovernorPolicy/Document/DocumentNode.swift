public import GovernorCore

/// One value of a document with the place where it begins.
public struct DocumentNode: Sendable {
    /// What the value is.
    public enum Content: Sendable {
        case scalar(DocumentScalar)
        case list([DocumentNode])
        case map(DocumentMap)
        /// A value with a tag, anchor or alias: it has been reported, and nothing more is said about it.
        case refused
    }

    /// The value.
    public let content: Content
    /// Where the value begins.
    public let position: SourcePosition

    /// The kind of value in words for an error message, such as `a list` or `the text`; never the value itself.
    public var kind: String {
        switch content {
        case .scalar(let scalar): scalar.kind.words
        case .list: "a list"
        case .map: "a map"
        case .refused: "a refused value"
        }
    }

    /// The value as JSON: numbers keep their text, what is no JSON number (`.nan`, `0x1F`) stays a string.
    public var json: JSONValue {
        switch content {
        case .scalar(let scalar): scalar.json
        case .list(let elements): .array(elements.map(\.json))
        case .map(let map): .object(JSONObject(map.entries.map { ($0.key, $0.value.json) }))
        case .refused: .null
        }
    }
}

/// The entries of a map in the order they were written, each key once.
public struct DocumentMap: Sendable {
    /// A key, its place, and its value.
    public struct Entry: Sendable {
        /// The key's text.
        public let key: String
        /// Where the key begins.
        public let keyPosition: SourcePosition
        /// The value.
        public let value: DocumentNode
    }

    /// The entries in order.
    public let entries: [Entry]
    /// Whether the map is written in braces, where a comma or a colon ends an unquoted value.
    public let isInBraces: Bool

    /// The value of a key, compared byte by byte.
    public subscript(key: String) -> Entry? { entries.first { $0.key.isExactly(key) } }
}

/// A single value as it was written.
public struct DocumentScalar: Sendable {
    /// How a scalar is written.
    public enum Style: Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }

    /// What a scalar means in the core schema of YAML 1.2.
    public enum Kind: Sendable, Equatable {
        case null
        case bool(Bool)
        /// A decimal number; its text is the scalar's.
        case number
        /// `.nan`, `.inf`, or one in octal or hexadecimal: a number to YAML, but none that Governor compares.
        case unusableNumber
        case text

        var words: String {
            switch self {
            case .null: "nothing"
            case .bool(let value): value ? "true" : "false"
            case .number: "a number"
            case .unusableNumber: "a number that is not a plain decimal"
            case .text: "text"
            }
        }
    }

    /// The text without quotes, escapes and indentation.
    public let text: String
    /// How it is written: only a plain scalar can be anything but text.
    public let style: Style

    /// What the scalar means. The words of YAML 1.1 (`yes`, `off`) are text.
    public var kind: Kind {
        guard style == .plain else { return .text }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "-.inf", "-.Inf", "-.INF", "+.inf", "+.Inf", "+.INF":
            return .unusableNumber
        default: return Self.numberKind(of: text.utf8)
        }
    }

    var json: JSONValue {
        switch kind {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number: ExactDecimal(text).map { .number(JSONNumber($0)) } ?? .string(text)
        case .unusableNumber, .text: .string(text)
        }
    }

    /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, or `0o`, `0x` with digits.
    private static func numberKind(of text: String.UTF8View) -> Kind {
        var rest = text[...]
        if rest.starts(with: "0x".utf8) || rest.starts(with: "0o".utf8) {
            let digits = rest.dropFirst(2)
            return !digits.isEmpty && Hex.decode(digits.count.isMultiple(of: 2) ? Array(digits) : [48] + digits) != nil
                ? .unusableNumber : .text
        }
        if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { rest.removeFirst() }
        let whole = digits(&rest)
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = digits(&rest)
        }
        guard whole + fraction > 0 else { return .text }
        if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
            guard digits(&rest) > 0 else { return .text }
        }
        return rest.isEmpty ? .number : .text
    }

    private static func digits(_ rest: inout Substring.UTF8View) -> Int {
        let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        rest.removeFirst(count)
        return count
    }
}
