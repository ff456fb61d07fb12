/// Finds the members of JSON objects, one a line (RFC 8259 and jsonlines.org), in bytes, without copying them.
///
/// A member's value is a text, a number, true, false or null; a member that is null, or not there, has no value. `NaN`, as Python
/// writes it, is a missing value like the text. Members that are not columns are stepped over, whatever they hold. Lines
/// without anything are skipped.
struct JSONLinesScanner: RecordScanner {
    /// The most columns: where keys are values, not names, there is no table.
    static let maximumColumns = 4096
    private static let maximumDepth = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    private let columns: [[UInt8]: Int]
    private let ordered: [[UInt8]]
    private var position = 0
    private var line: Int
    private var lineStart = 0
    /// The fields of the last record.
    private(set) var fields: [RecordField]
    /// Names that are no columns, in the order in which they came, when they are asked for.
    private var unknown: [[UInt8]]?
    private let isClosed: Bool

    /// - Parameters:
    ///   - bytes: Whole lines.
    ///   - isClosed: Whether a member that is no column is an error.
    ///   - line: The line at which they begin, from 1.
    init(_ bytes: UnsafeBufferPointer<UInt8>, names: [String], isClosed: Bool = false, line: Int) {
        self.isClosed = isClosed
        self.bytes = bytes
        self.line = line
        ordered = names.map { Array($0.utf8) }
        columns = Dictionary(ordered.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        fields = names.map { _ in RecordField.none }
    }

    /// The names of the members in the lines of a chunk, in the order in which they come.
    static func names(in chunk: RecordChunks.Chunk) throws(AuditError) -> [String] {
        let result = chunk.bytes.withUnsafeBufferPointer { bytes -> Result<[[UInt8]], AuditError> in
            do throws(AuditError) { return .success(try members(of: bytes, chunk.line)) } catch {
                return .failure(error)
            }
        }
        var names: [String] = []
        for name in try result.get() {
            guard let text = String(validating: name, as: UTF8.self) else {
                throw .invalidHeader(problem: "a member's name is not UTF-8")
            }
            names.append(text)
        }
        return names
    }

    private static func members(of bytes: UnsafeBufferPointer<UInt8>, _ line: Int) throws(AuditError) -> [[UInt8]] {
        guard line > 1 || (!bytes.starts(with: [0xFF, 0xFE]) && !bytes.starts(with: [0xFE, 0xFF])) else {
            throw .invalidHeader(problem: "the text is UTF-16; save it as UTF-8")
        }
        var scanner = Self(bytes, names: [], line: line)
        scanner.unknown = []
        var names: [[UInt8]] = []
        var seen = Set<[UInt8]>()
        while try scanner.next() != nil {
            for name in scanner.unknown ?? [] where seen.insert(name).inserted { names.append(name) }
            scanner.unknown?.removeAll(keepingCapacity: true)
            guard names.count <= maximumColumns else {
                throw .invalidHeader(problem: "more than \(maximumColumns) names of members")
            }
        }
        guard !names.isEmpty else { throw .invalidHeader(problem: "no record has a member") }
        return names
    }

    mutating func next() throws(AuditError) -> Int? {
        if position == 0, line == 1, bytes.starts(with: CSVHeader.mark) {
            position = CSVHeader.mark.count
        }
        while true {
            lineStart = position
            skipSpaces()
            guard position < bytes.count else { return nil }
            if bytes[position] == 0x0A {
                step()
                continue
            }
            let start = line
            try scanObject()
            skipSpaces()
            guard position == bytes.count || bytes[position] == 0x0A else {
                throw invalid("something after the object")
            }
            step()
            return start
        }
    }

    func text(of field: RecordField) -> String? {
        let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
        guard field.hasEscapes else { return String(validating: raw, as: UTF8.self) }
        return Self.unescaped(raw).flatMap { String(validating: $0, as: UTF8.self) }
    }

    // MARK: - Objects

    private mutating func scanObject() throws(AuditError) {
        guard bytes[position] == UInt8(ascii: "{") else { throw invalid("not an object") }
        position += 1
        for index in fields.indices { fields[index] = .none }
        skipSpaces()
        if take(UInt8(ascii: "}")) { return }
        var expected = 0
        while true {
            let column = try scanName(&expected)
            skipSpaces()
            guard take(UInt8(ascii: ":")) else { throw invalid("expected ':'") }
            skipSpaces()
            let field = try scanValue(depth: 0)
            if let column {
                guard fields[column].isAbsent else { throw invalid("a member is there twice", column) }
                guard let field else { throw invalid("an object or array where a value is expected", column) }
                fields[column] = field
            }
            skipSpaces()
            if take(UInt8(ascii: "}")) { return }
            guard take(UInt8(ascii: ",")) else { throw invalid("expected ',' or '}'") }
            skipSpaces()
        }
    }

    /// - Parameter expected: The column that comes next where records have one order.
    /// - Returns: Which column the name is; nil for none.
    private mutating func scanName(_ expected: inout Int) throws(AuditError) -> Int? {
        let field = try scanText()
        let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
        if !field.hasEscapes, expected < ordered.count, ordered[expected].elementsEqual(raw) {
            expected += 1
            return expected - 1
        }
        guard let name = field.hasEscapes ? Self.unescaped(raw) : Array(raw) else {
            throw invalid("an escape is none")
        }
        if let column = columns[name] {
            expected = column + 1
            return column
        }
        guard !isClosed else {
            throw .invalidRecord(
                line: line, column: String(decoding: name, as: UTF8.self),
                problem: .unknownMember)
        }
        unknown?.append(name)
        return nil
    }

    // MARK: - Values

    /// - Returns: Where the value is; nil for an object or array, which is stepped over.
    private mutating func scanValue(depth: Int) throws(AuditError) -> RecordField? {
        guard position < bytes.count else { throw invalid("expected a value") }
        switch bytes[position] {
        case UInt8(ascii: "\""): return try scanText()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < Self.maximumDepth else {
                throw invalid("more than \(Self.maximumDepth) values in one another")
            }
            try skipContainer(depth: depth)
            return nil
        default: return try scanWord()
        }
    }

    private mutating func skipContainer(depth: Int) throws(AuditError) {
        let isObject = bytes[position] == UInt8(ascii: "{")
        let end = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        position += 1
        skipSpaces()
        if take(end) { return }
        while true {
            if isObject {
                _ = try scanText()
                skipSpaces()
                guard take(UInt8(ascii: ":")) else { throw invalid("expected ':'") }
                skipSpaces()
            }
            _ = try scanValue(depth: depth + 1)
            skipSpaces()
            if take(end) { return }
            guard take(UInt8(ascii: ",")) else { throw invalid("expected ',' or the end of what began") }
            skipSpaces()
        }
    }

    /// A number, true, false, null or NaN; whether it is a number is for whoever reads one to see.
    private mutating func scanWord() throws(AuditError) -> RecordField {
        let start = position
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        let raw = UnsafeBufferPointer(rebasing: bytes[start..<position])
        guard let first = raw.first else { throw invalid("expected a value") }
        if first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) {
            guard DecimalText.value(of: raw) != nil else { throw invalid("a number that is none, or too large") }
            return RecordField(start: start, end: position, hasEscapes: false)
        }
        if raw.elementsEqual("null".utf8) { return RecordField(start: start, end: start, hasEscapes: false) }
        guard ["true", "false", "NaN"].contains(where: { raw.elementsEqual($0.utf8) }) else {
            throw invalid("expected a value")
        }
        return RecordField(start: start, end: position, hasEscapes: false)
    }

    private mutating func scanText() throws(AuditError) -> RecordField {
        guard take(UInt8(ascii: "\"")) else { throw invalid("expected '\"'") }
        var field = RecordField(start: position, end: position, hasEscapes: false)
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                field.end = position
                position += 1
                return field
            }
            guard byte >= 0x20 else { break }
            if byte == UInt8(ascii: "\\") {
                field.hasEscapes = true
                position += 1
                guard position < bytes.count, bytes[position] >= 0x20 else { break }
            }
            position += 1
        }
        throw invalid(position < bytes.count ? "a control character in a text" : "a text is never closed")
    }

    /// The bytes that escapes stand for; nil if one is none.
    private static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var text: [UInt8] = []
        var index = 0
        while index < raw.count {
            guard raw[index] == UInt8(ascii: "\\") else {
                text.append(raw[index])
                index += 1
                continue
            }
            guard index + 1 < raw.count else { return nil }
            if let simple = simpleEscapes[raw[index + 1]] {
                text.append(simple)
                index += 2
                continue
            }
            guard let (scalar, length) = unicodeEscape(raw, at: index) else { return nil }
            text.append(contentsOf: Array(String(scalar).utf8))
            index += length
        }
        return text
    }

    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"),
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D,
        UInt8(ascii: "t"): 0x09,
    ]

    /// The character of `\uXXXX`, or of two of them that are surrogates.
    private static func unicodeEscape(
        _ raw: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (scalar: Unicode.Scalar, length: Int)? {
        guard let high = unit(raw, at: index) else { return nil }
        if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
        guard (0xD800..<0xDC00).contains(high), let low = unit(raw, at: index + 6), (0xDC00..<0xE000).contains(low)
        else {
            return nil
        }
        let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        return Unicode.Scalar(value).map { ($0, 12) }
    }

    private static func unit(_ raw: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt16? {
        guard index + 6 <= raw.count, raw[index] == UInt8(ascii: "\\"), raw[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        let digits = raw[(index + 2)..<(index + 6)]
        guard digits.allSatisfy({ isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20) }) else {
            return nil
        }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    // MARK: - Bytes

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }

    private mutating func skipSpaces() {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 || bytes[position] == 0x0D {
            position += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Steps over a line's end.
    private mutating func step() {
        position = min(position + 1, bytes.count)
        line += 1
    }

    private func invalid(_ problem: String, _ column: Int? = nil) -> AuditError {
        let name = column.map { String(decoding: ordered[$0], as: UTF8.self) }
        return .invalidRecord(
            line: line, column: name, problem: .notJSONLines(problem, byte: position - lineStart + 1))
    }
}
