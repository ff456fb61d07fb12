/// Why bytes are not the strict JSON (I-JSON, RFC 7493) that Governor accepts.
public enum JSONError: GovernorError, Equatable {
    /// Something other than what the grammar allows here.
    case unexpected(found: String, expected: String, at: SourcePosition)
    /// A name that the same object already has.
    case duplicateName(String, at: SourcePosition)
    /// Bytes that are not UTF-8.
    case invalidUTF8(offset: Int)
    /// A `\u` escape that is half of a surrogate pair.
    case loneSurrogate(at: SourcePosition)
    /// More arrays and objects inside one another than allowed.
    case tooDeep(limit: Int, at: SourcePosition)
    /// More bytes than allowed.
    case tooLarge(bytes: Int, limit: Int)
    /// A number with no finite double, which has no canonical form.
    case numberOutOfRange(String)
    /// A number, of so many characters, that a double does not carry: its canonical form says another.
    case numberNotExact(characters: Int)

    /// Literals of other languages that end up in JSON, and what to write instead.
    static let foreignLiterals = [
        "NaN": "JSON has no NaN; use null for a value that is missing",
        "Infinity": "JSON has no Infinity; use null for a value that is missing",
        "-Infinity": "JSON has no Infinity; use null for a value that is missing",
        "None": "JSON writes null",
        "True": "JSON writes true",
        "False": "JSON writes false",
        "undefined": "JSON writes null",
    ]

    public var code: String {
        switch self {
        case .unexpected: "json.syntax"
        case .duplicateName: "json.duplicate-name"
        case .invalidUTF8: "json.invalid-utf8"
        case .loneSurrogate: "json.lone-surrogate"
        case .tooDeep: "json.too-deep"
        case .tooLarge: "json.too-large"
        case .numberOutOfRange: "json.number-out-of-range"
        case .numberNotExact: "json.number-not-exact"
        }
    }

    public var message: String {
        switch self {
        case .unexpected(let found, let expected, let position):
            "line \(position.line), column \(position.column): expected \(expected), found \(found)"
        case .duplicateName(let name, let position):
            "line \(position.line), column \(position.column): the name '\(name)' appears twice in one object"
        case .invalidUTF8(let offset): "byte \(offset): not valid UTF-8"
        case .loneSurrogate(let position):
            "line \(position.line), column \(position.column): half of a surrogate pair"
        case .tooDeep(let limit, let position):
            "line \(position.line), column \(position.column): nested deeper than \(limit) levels"
        case .tooLarge(let bytes, let limit): "\(bytes) bytes of JSON, at most \(limit) are accepted"
        case .numberOutOfRange(let text): "the number \(text) is too large for a double"
        case .numberNotExact(let characters):
            "a number of \(characters) characters is not exact: RFC 8785 rounds it to a double, which is another number"
        }
    }

    public var hint: String? {
        switch self {
        case .unexpected(let found, _, _):
            Self.foreignLiterals[found]
        case .duplicateName: "remove one of the two"
        case .invalidUTF8: "save the file as UTF-8"
        case .loneSurrogate: "write both halves, or the character itself"
        case .tooDeep, .tooLarge: nil
        case .numberOutOfRange: "write it as a string"
        case .numberNotExact: "round it to 15 significant digits, or write it as a string"
        }
    }
}
