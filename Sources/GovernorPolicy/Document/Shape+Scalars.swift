public import GovernorCore

extension Shape where Value == String {
    /// A text. Numbers, `true` and `null` without quotes are refused: what is meant as text looks like text.
    public static var string: Shape<String> {
        Shape<String>(schema: ["type": "string"], expectation: "text") { node, reader in
            scalar(node, &reader, expected: "text") { $0.kind == .text ? $0.text : nil }
        }
    }

    /// A text that is not empty.
    public static var nonEmptyString: Shape<String> {
        string.map(expectation: "a text that is not empty", schema: ["minLength": 1]) { $0.isEmpty ? nil : $0 }
    }

    /// A text or a number, taken as it is written: versions such as `1.0`.
    public static var textOrNumber: Shape<String> {
        Shape<String>(schema: ["type": ["string", "number"]], expectation: "text") { node, reader in
            scalar(node, &reader, expected: "text") { scalar in
                switch scalar.kind {
                case .text where !scalar.text.isEmpty, .number, .unusableNumber: scalar.text
                default: nil
                }
            }
        }
    }

    /// A name: letters, digits and `_ . - : / @ +`, at most 128 of them, beginning with a letter or digit.
    public static var identifier: Shape<String> {
        let pattern: JSONValue = "^[A-Za-z0-9][A-Za-z0-9_.:/@+-]{0,127}$"
        return string.map(
            expectation: "a name of letters, digits and '_.-:/@+'", schema: ["pattern": pattern]
        ) { $0.isIdentifier ? $0 : nil }
    }
}

extension Shape where Value == JSONValue {
    /// Any value, as JSON.
    public static var json: Shape<JSONValue> {
        Shape<JSONValue>(schema: [:], expectation: "a value") { node, _ in node.json }
    }

    /// A map with any content, as a JSON object.
    public static var jsonObject: Shape<JSONValue> {
        Shape<JSONValue>(schema: ["type": "object"], expectation: "a map") { node, reader in
            guard case .map = node.content else {
                reader.reportMismatch(node, expected: "a map")
                return nil
            }
            return node.json
        }
    }
}

extension Shape where Value == SourceText {
    /// A text that keeps the place of each of its characters: an expression.
    ///
    /// - Parameter expectation: What the text is, in words.
    public static func sourceText(_ expectation: String) -> Shape<SourceText> {
        Shape<SourceText>(schema: ["type": ["string", "boolean"]], expectation: expectation) { node, reader in
            guard case .scalar(let scalar) = node.content, scalar.kind.isExpression, !scalar.text.isEmpty else {
                let hint = "put the expression in quotes, or under '|' on lines of its own"
                reader.reportMismatch(node, expected: expectation, hint: hint)
                return nil
            }
            return SourceText(scalar, at: node.position, in: reader.source)
        }
    }
}

extension Shape where Value == Bool {
    /// `true` or `false`.
    public static var bool: Shape<Bool> {
        Shape<Bool>(schema: ["type": "boolean"], expectation: "true or false") { node, reader in
            scalar(node, &reader, expected: "true or false") { scalar in
                if case .bool(let value) = scalar.kind { value } else { nil }
            }
        }
    }
}

extension Shape where Value == Int {
    /// A whole number within a range.
    public static func integer(in range: ClosedRange<Int>) -> Shape<Int> {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        let schema: JSONObject = [
            "type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
        ]
        return Shape<Int>(schema: schema, expectation: expected) { node, reader in
            scalar(node, &reader, expected: expected) { scalar in
                guard scalar.kind == .number, let value = Int(scalar.text), range.contains(value) else { return nil }
                return value
            }
        }
    }
}

extension Shape where Value == ExactDecimal {
    /// A decimal number, kept exactly.
    ///
    /// - Parameter range: The values that are accepted; all if nil.
    public static func decimal(in range: ClosedRange<ExactDecimal>? = nil) -> Shape<ExactDecimal> {
        let expected = range.map { "a number from \($0.lowerBound) to \($0.upperBound)" } ?? "a number"
        var schema: JSONObject = ["type": "number"]
        if let range {
            schema["minimum"] = .number(JSONNumber(range.lowerBound))
            schema["maximum"] = .number(JSONNumber(range.upperBound))
        }
        return Shape<ExactDecimal>(schema: schema, expectation: expected) { node, reader in
            scalar(node, &reader, expected: expected) { scalar in
                guard scalar.kind == .number, let value = ExactDecimal(scalar.text), range?.contains(value) ?? true
                else { return nil }
                return value
            }
        }
    }
}

extension Shape where Value == Timestamp {
    /// An RFC 3339 date-time, or a date, which means midnight UTC at its start.
    public static var timestamp: Shape<Timestamp> {
        let pattern: JSONValue = "^\\d{4}-\\d{2}-\\d{2}([Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2}))?$"
        return Shape<String>.string.map(
            expectation: "a date such as 2026-01-31 or a time such as 2026-01-31T09:00:00Z",
            schema: ["pattern": pattern], Timestamp.init)
    }
}

extension Shape where Value == Swift.Duration {
    /// A length of time: a whole number and a unit, such as `500ms`, `30s`, `15m`, `6h`, `30d` or `4w`.
    public static var duration: Shape<Swift.Duration> {
        Shape<String>.string.map(
            expectation: "a length of time such as 500ms, 30s, 15m, 6h, 30d or 4w",
            schema: ["pattern": "^[0-9]{1,9}(ms|s|m|h|d|w)$"], Swift.Duration.init(policyText:))
    }
}

extension Shape where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of an enumeration.
    public static var word: Shape<Value> {
        word(Value.allCases.map { ($0.rawValue, $0) })
    }
}

extension Shape {
    /// One of some words, each with its meaning. A misspelt word is answered with the nearest.
    public static func word(_ words: [(String, Value)]) -> Shape<Value> {
        let names = words.map(\.0)
        let expected = "one of \(names.joined(separator: ", "))"
        return Shape(schema: ["enum": .array(names.map { .string($0) })], expectation: expected) { node, reader in
            guard case .scalar(let scalar) = node.content else {
                reader.reportMismatch(node, expected: expected)
                return nil
            }
            if let word = words.first(where: { $0.0.isExactly(scalar.text) }) { return word.1 }
            let hint = nearestName(to: scalar.text, among: names).map { "did you mean '\($0)'?" }
            reader.reportMismatch(node, expected: expected, hint: hint)
            return nil
        }
    }

    /// Reads a scalar, or reports what was expected instead.
    fileprivate static func scalar(
        _ node: DocumentNode, _ reader: inout DocumentReader, expected: String,
        _ value: (DocumentScalar) -> Value?
    ) -> Value? {
        guard case .scalar(let scalar) = node.content, let value = value(scalar) else {
            reader.reportMismatch(node, expected: expected, hint: hint(node, expected: expected))
            return nil
        }
        return value
    }

    private static func hint(_ node: DocumentNode, expected: String) -> String? {
        guard case .scalar(let scalar) = node.content else { return nil }
        switch scalar.kind {
        case .number where expected == "text", .bool where expected == "text": return "put it in quotes"
        case .text where scalar.style != .plain && ExactDecimal(scalar.text) != nil && expected != "text":
            return "remove the quotes"
        default: return nil
        }
    }
}

extension DocumentScalar.Kind {
    /// An expression is text; `true` and `false` without quotes are expressions too.
    fileprivate var isExpression: Bool {
        switch self {
        case .text, .bool: true
        case .null, .number, .unusableNumber: false
        }
    }
}

extension Swift.Duration {
    /// Reads a whole number and a unit; nil for anything else.
    init?(policyText text: String) {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard digits.count <= 9, let number = Int64(String(decoding: digits, as: UTF8.self)) else { return nil }
        switch String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self) {
        case "ms": self = .milliseconds(number)
        case "s": self = .seconds(number)
        case "m": self = .seconds(number * 60)
        case "h": self = .seconds(number * 3600)
        case "d": self = .seconds(number * 86_400)
        case "w": self = .seconds(number * 604_800)
        default: return nil
        }
    }
}

extension Swift.Duration {
    /// The same length of time in one way, in whole seconds where possible.
    var policyText: String {
        let (seconds, attoseconds) = components
        return attoseconds == 0 ? "\(seconds)s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
    }
}

extension String {
    var isIdentifier: Bool {
        guard (1...128).contains(utf8.count), let first = utf8.first, first.isLetterOrDigit else { return false }
        return utf8.allSatisfy { $0.isLetterOrDigit || "_.:/@+-".utf8.contains($0) }
    }
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
