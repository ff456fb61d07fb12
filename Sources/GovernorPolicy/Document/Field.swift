public import GovernorCore

/// One key of an object: its name, its value's shape, and whether it may be left out.
public struct Field<Part: Sendable>: Sendable {
    let key: String
    let isRequired: Bool
    let schema: JSONObject
    /// Makes the part from the value, or from its absence (`nil`); nil when that is a problem, which it reports.
    let part: @Sendable (_ value: DocumentNode?, _ owner: DocumentNode, _ reader: inout DocumentReader) -> Part?

    /// A key that must be there.
    ///
    /// - Parameters:
    ///   - key: The name, `snake_case`.
    ///   - shape: The value's shape.
    ///   - sentence: What the key is for, for people: shown in editors and in the reference.
    ///   - isSecret: Whether the value must never be shown.
    public static func required(
        _ key: String, _ shape: Shape<Part>, _ sentence: String, isSecret: Bool = false
    ) -> Field<Part> {
        Field(key, true, describe(shape, sentence, isSecret: isSecret)) { node, owner, reader in
            guard let node else {
                Self.reportMissing(key, shape, owner, &reader)
                return nil
            }
            return reader.descend(key, isSecret: isSecret) { shape.read(node, &$0) }
        }
    }

    /// A key that must be there, but without which the rest of the object is still read and checked.
    ///
    /// The part is nil when the key is missing or its value is not usable; either has then been reported.
    public static func wanted<Value>(
        _ key: String, _ shape: Shape<Value>, _ sentence: String
    ) -> Field<Value?> where Part == Value? {
        Field(key, true, describe(shape, sentence, isSecret: false)) { node, owner, reader in
            guard let node else {
                Self.reportMissing(key, shape, owner, &reader)
                return .some(nil)
            }
            return .some(reader.descend(key) { shape.read(node, &$0) })
        }
    }

    /// A key that may be left out.
    public static func optional<Value>(
        _ key: String, _ shape: Shape<Value>, _ sentence: String, isSecret: Bool = false
    ) -> Field<Value?> where Part == Value? {
        Field(key, false, describe(shape, sentence, isSecret: isSecret)) { node, _, reader in
            guard let node else { return .some(nil) }
            return .some(reader.descend(key, isSecret: isSecret) { shape.read(node, &$0) })
        }
    }

    /// A key that has a default.
    ///
    /// - Parameters:
    ///   - value: The default.
    ///   - shown: The default as the schema shows it; nil shows none.
    public static func defaulted(
        _ key: String, _ shape: Shape<Part>, to value: Part, shown: JSONValue? = nil, _ sentence: String,
        isSecret: Bool = false
    ) -> Field<Part> {
        var schema = describe(shape, sentence, isSecret: isSecret)
        schema["default"] = shown ?? Self.json(value) ?? Self.empty(value, schema)
        return Field(key, false, schema) { node, _, reader in
            guard let node else { return value }
            return reader.descend(key, isSecret: isSecret) { shape.read(node, &$0) }
        }
    }

    private init(
        _ key: String, _ isRequired: Bool, _ schema: JSONObject,
        _ part: @escaping @Sendable (DocumentNode?, DocumentNode, inout DocumentReader) -> Part?
    ) {
        self.key = key
        self.isRequired = isRequired
        self.schema = schema
        self.part = part
    }

    private static func describe<Value>(_ shape: Shape<Value>, _ sentence: String, isSecret: Bool) -> JSONObject {
        var schema = shape.schema
        schema["description"] = .string(sentence)
        if isSecret { schema["writeOnly"] = true }
        return schema
    }

    private static func reportMissing<Value>(
        _ key: String, _ shape: Shape<Value>, _ owner: DocumentNode, _ reader: inout DocumentReader
    ) {
        reader.report(
            "document.missing-key", at: owner.position, "the key '\(key)' is missing",
            hint: "add '\(key):' with \(shape.expectation)")
    }

    /// An empty list or map, in the form that the schema gives it.
    private static func empty(_ value: Part, _ schema: JSONObject) -> JSONValue? {
        guard let collection = value as? any Collection, collection.isEmpty else { return nil }
        return schema["type"] == "object" ? .object(JSONObject()) : .array([])
    }

    private static func json(_ value: Part) -> JSONValue? {
        switch value {
        case let value as Bool: .bool(value)
        case let value as Int: .integer(value)
        case let value as String: .string(value)
        case let value as ExactDecimal: .number(JSONNumber(value))
        case let value as any RawRepresentable<String>: .string(value.rawValue)
        default: nil
        }
    }
}
