/// A strict reader of JSON: RFC 8259 narrowed to I-JSON (RFC 7493).
///
/// UTF-8 only, no byte-order mark, no duplicate names, no lone surrogates, bounded depth and size. It works on bytes
/// and makes Strings only for names and texts.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let depthLimit: Int
    private var position = 0
    private var depth = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw unexpected("the end of the document") }
        return value
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        guard let first = peek else { throw unexpected("a value") }
        switch first {
        case UInt8(ascii: "{"): return .object(try nested { parser throws(JSONError) in try parser.object() })
        case UInt8(ascii: "["): return .array(try nested { parser throws(JSONError) in try parser.array() })
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw unexpected("a value")
        }
    }

    private mutating func nested<Value>(
        _ body: (inout JSONParser) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        guard depth < depthLimit else { throw .tooDeep(limit: depthLimit, at: place(position)) }
        depth += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        var names: [ExactString] = []
        var values: [JSONValue] = []
        var seen: Set<ExactString> = []
        position += 1
        skipSpace()
        if accept(UInt8(ascii: "}")) { return JSONObject() }
        repeat {
            skipSpace()
            let start = position
            guard peek == UInt8(ascii: "\"") else { throw unexpected("a name in double quotes") }
            let name = ExactString(try string())
            // A linear look is faster than hashing for the few members that most objects have.
            let isNew = names.count < 8 ? !names.contains(name) : Self.insert(name, into: &seen, after: names)
            guard isNew else { throw .duplicateName(name.text, at: place(start)) }
            skipSpace()
            guard accept(UInt8(ascii: ":")) else { throw unexpected("':'") }
            skipSpace()
            names.append(name)
            values.append(try value())
            skipSpace()
        } while accept(UInt8(ascii: ","))
        guard accept(UInt8(ascii: "}")) else { throw unexpected("',' or '}'") }
        return JSONObject(uniqueNames: names, values: values)
    }

    private static func insert(
        _ name: ExactString, into seen: inout Set<ExactString>, after names: [ExactString]
    ) -> Bool {
        if seen.isEmpty { seen.formUnion(names) }
        return seen.insert(name).inserted
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        position += 1
        skipSpace()
        if accept(UInt8(ascii: "]")) { return [] }
        repeat {
            skipSpace()
            elements.append(try value())
            skipSpace()
        } while accept(UInt8(ascii: ","))
        guard accept(UInt8(ascii: "]")) else { throw unexpected("',' or ']'") }
        return elements
    }

    // MARK: Scalars

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let length = text.utf8CodeUnitCount
        guard position + length <= bytes.count,
            bytes[position..<(position + length)].elementsEqual(
                UnsafeBufferPointer(start: text.utf8Start, count: length))
        else { throw unexpected("a value") }
        position += length
        return value
    }

    private mutating func number() throws(JSONError) -> JSONNumber {
        let start = position
        _ = accept(UInt8(ascii: "-"))
        if !accept(UInt8(ascii: "0")) {
            guard digits() else { throw unexpected("a digit") }
        }
        if accept(UInt8(ascii: ".")) {
            guard digits() else { throw unexpected("a digit") }
        }
        if accept(UInt8(ascii: "e")) || accept(UInt8(ascii: "E")) {
            if !accept(UInt8(ascii: "+")) { _ = accept(UInt8(ascii: "-")) }
            guard digits() else { throw unexpected("a digit") }
        }
        return JSONNumber(grammatical: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() -> Bool {
        let start = position
        while let digit = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) { position += 1 }
        return position > start
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        position = ByteRuns.endOfPlainJSON(in: bytes, from: start)
        if peek == UInt8(ascii: "\"") {
            defer { position += 1 }
            return text(bytes[start..<position])
        }
        var buffer = Array(bytes[start..<position])
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return text(buffer)
            case UInt8(ascii: "\\"): try escape(into: &buffer)
            case 0..<0x20: throw unexpected("an escaped control character")
            default:
                let end = ByteRuns.endOfPlainJSON(in: bytes, from: position)
                buffer.append(contentsOf: bytes[position..<end])
                position = end
            }
        }
        throw unexpected("a closing quote")
    }

    private func text(_ slice: some Collection<UInt8>) -> String {
        // Nothing is repaired here: the whole input was validated before parsing began.
        String(decoding: slice, as: UTF8.self)
    }

    private mutating func escape(into buffer: inout [UInt8]) throws(JSONError) {
        let start = position
        position += 1
        guard let letter = peek else { throw unexpected("an escape") }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(letter)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): buffer.append(contentsOf: String(try scalar(from: start)).utf8)
        default:
            position = start
            throw unexpected("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
        }
    }

    /// The scalar of a `\u` escape, or of two that form a surrogate pair; `position` is behind the first `u`.
    private mutating func scalar(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        guard (0xD800...0xDFFF).contains(first) else {
            guard let scalar = Unicode.Scalar(first) else { throw .loneSurrogate(at: place(start)) }
            return scalar
        }
        guard first < 0xDC00, accept(UInt8(ascii: "\\")), accept(UInt8(ascii: "u")) else {
            throw .loneSurrogate(at: place(start))
        }
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw .loneSurrogate(at: place(start)) }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count, let pair = Hex.decode(bytes[position..<(position + 4)]) else {
            throw unexpected("four hexadecimal digits")
        }
        position += 4
        return UInt32(pair[0]) << 8 | UInt32(pair[1])
    }

    // MARK: Bytes and places

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func unexpected(_ expected: String) -> JSONError {
        .unexpected(found: found, expected: expected, at: place(position))
    }

    /// What stands at the position: a literal of another language by name, else the kind of byte. Never more of the
    /// text: it may be somebody's.
    private var found: String {
        guard let byte = peek else { return "the end of the document" }
        let word = bytes[position...].prefix { $0.isLetter || $0 == UInt8(ascii: "-") }
        let text = String(decoding: word.prefix(9), as: UTF8.self)
        if JSONError.foreignLiterals.keys.contains(text) { return text }
        if byte.isLetter || byte >= 0x80 { return "a letter" }
        return (0x20..<0x7F).contains(byte) ? "'\(Unicode.Scalar(byte))'" : "the byte 0x\(Hex.encode([byte]))"
    }

    private func place(_ offset: Int) -> SourcePosition {
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return SourcePosition(
            line: before.count { $0 == 0x0A } + 1,
            column: bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1)
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}

extension JSONValue {
    /// The most arrays and objects inside one another that a document may have: deeper ones are an attack, not data.
    public static let defaultDepthLimit = 128

    /// Reads one JSON document strictly.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 text.
    ///   - depthLimit: The most arrays and objects inside one another.
    /// - Throws: ``JSONError`` with the position of the first problem.
    public init(parsing bytes: [UInt8], depthLimit: Int = JSONValue.defaultDepthLimit) throws(JSONError) {
        if let offset = UTF8Validation.firstInvalidByte(in: bytes) { throw .invalidUTF8(offset: offset) }
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSONValue, JSONError> in
            var parser = JSONParser(buffer, depthLimit: depthLimit)
            do throws(JSONError) { return .success(try parser.document()) } catch { return .failure(error) }
        }
        self = try result.get()
    }

    /// Reads one JSON document strictly from a string.
    public init(parsing text: String, depthLimit: Int = JSONValue.defaultDepthLimit) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), depthLimit: depthLimit)
    }
}
