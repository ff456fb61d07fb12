public import GovernorCore

extension Shape {
    /// The shape as a complete JSON Schema (draft 2020-12) for editors and other tools.
    ///
    /// - Parameters:
    ///   - id: The schema's identifier, a URI.
    ///   - title: What the document is called.
    public func jsonSchema(id: String, title: String) -> JSONValue {
        var document: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": .string(id), "title": .string(title),
        ]
        for (name, value) in schema { document[name] = value }
        return .object(document)
    }

    /// Every key of the document with its type, default and range, outermost first, for a reference page.
    public var keys: [DocumentKey] { DocumentKey.all(in: schema, path: "") }
}

/// One key of a document as its reference describes it.
public struct DocumentKey: Sendable, Hashable {
    /// The path, such as `listeners.port`; `*` stands for a name the author chooses, `[]` for each element of a list.
    public let path: String
    /// The type in the words of JSON Schema.
    public let type: String
    /// The default, if the key has one.
    public let defaultValue: JSONValue?
    /// The accepted range or words, if they are limited.
    public let range: String?
    /// Whether the key must be there.
    public let isRequired: Bool
    /// Whether the value is never shown.
    public let isSecret: Bool
    /// What the key is for.
    public let sentence: String

    fileprivate static func all(in schema: JSONObject, path: String) -> [DocumentKey] {
        var keys: [DocumentKey] = []
        let required = schema["required"]?.array ?? []
        for (name, value) in schema["properties"]?.object ?? [:] {
            guard let property = value.object else { continue }
            let here = path.isEmpty ? name : "\(path).\(name)"
            keys.append(DocumentKey(property, path: here, isRequired: required.contains(.string(name))))
            keys += all(in: property, path: here)
        }
        if let items = schema["items"]?.object { keys += all(in: items, path: path + "[]") }
        if let values = schema["additionalProperties"]?.object { keys += all(in: values, path: path + ".*") }
        for choice in schema["anyOf"]?.array ?? [] {
            if let choice = choice.object { keys += all(in: choice, path: path) }
        }
        return keys
    }

    private init(_ schema: JSONObject, path: String, isRequired: Bool) {
        self.path = path
        self.isRequired = isRequired
        type = Self.type(of: schema)
        defaultValue = schema["default"]
        range = Self.range(of: schema)
        isSecret = schema["writeOnly"] == true
        sentence = schema["description"]?.string ?? ""
    }

    private static func type(of schema: JSONObject) -> String {
        if schema["enum"] != nil { return "string" }
        switch schema["type"] {
        case .string(let name): return name
        case .array(let names): return names.compactMap(\.string).joined(separator: " or ")
        default:
            let choices = (schema["anyOf"]?.array ?? []).compactMap(\.object).map(type(of:))
            return choices.joined(separator: " or ")
        }
    }

    private static func range(of schema: JSONObject) -> String? {
        if let words = schema["enum"]?.array { return words.compactMap(\.string).joined(separator: ", ") }
        switch (schema["minimum"]?.number, schema["maximum"]?.number) {
        case (let low?, let high?): return "\(low)…\(high)"
        case (let low?, nil): return "≥ \(low)"
        case (nil, let high?): return "≤ \(high)"
        case (nil, nil): return nil
        }
    }
}
