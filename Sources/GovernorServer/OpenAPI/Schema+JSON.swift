import GovernorCore

extension Schema {
    /// The schema as JSON Schema 2020-12, with named schemas as references.
    var json: JSONValue { .object(members) }

    private var members: JSONObject {
        switch self {
        case .any(let description): ["description": .string(description)]
        case .integer(let range): Self.integer(range)
        case .number(let range): Self.number(range)
        case .string(let form): form.members
        case .array(let element, let count):
            [
                "type": "array", "items": element.json, "minItems": .integer(count.lowerBound),
                "maxItems": .integer(count.upperBound),
            ]
        case .object(let form): form.json
        case .optional(let schema): ["anyOf": [schema.json, ["type": "null"]]]
        case .described(let schema, let text): Self.described(schema.members, text)
        case .named(let name, _): ["$ref": .string("#/components/schemas/\(name)")]
        }
    }

    private static func integer(_ range: ClosedRange<Int64>) -> JSONObject {
        var members: JSONObject = ["type": "integer", "minimum": .integer(range.lowerBound)]
        if range.upperBound < .max { members["maximum"] = .integer(range.upperBound) }
        return members
    }

    private static func number(_ range: ClosedRange<Double>?) -> JSONObject {
        var members: JSONObject = ["type": "number"]
        if let range {
            members["minimum"] = JSONNumber(range.lowerBound).map(JSONValue.number)
            members["maximum"] = JSONNumber(range.upperBound).map(JSONValue.number)
        }
        return members
    }

    private static func described(_ members: JSONObject, _ text: String) -> JSONObject {
        var members = members
        members["description"] = .string(text)
        return members
    }

    /// The schemas with a name that this one is made of, itself included.
    var named: [(name: String, schema: Schema)] {
        switch self {
        case .any, .integer, .number, .string: []
        case .array(let element, _): element.named
        case .object(let form): form.members.flatMap(\.schema.named) + (form.others?.named ?? [])
        case .optional(let schema), .described(let schema, _): schema.named
        case .named(let name, let schema): [(name, schema)] + schema.named
        }
    }
}

extension Schema.ObjectForm {
    fileprivate var json: JSONObject {
        var json: JSONObject = ["type": "object"]
        if !members.isEmpty { json["properties"] = .object(JSONObject(members.map { ($0.name, $0.schema.json) })) }
        let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { json["required"] = .array(required) }
        if !alternatives.isEmpty {
            json["oneOf"] = .array(alternatives.map { ["required": [.string($0)]] })
        }
        json["additionalProperties"] = others?.json ?? false
        return json
    }
}

extension TextForm {
    fileprivate var members: JSONObject {
        var members: JSONObject = ["type": "string"]
        if !words.isEmpty {
            members["enum"] = .array(words.map(JSONValue.string))
            return members
        }
        members["pattern"] = pattern.map(JSONValue.string)
        members["format"] = format.map(JSONValue.string)
        // A pattern or format gives the length as well; both together confuse generators of examples.
        if pattern == nil, format == nil {
            members["minLength"] = .integer(length.lowerBound)
            members["maxLength"] = .integer(length.upperBound)
        }
        members["examples"] = example.map { [.string($0)] }
        return members
    }
}
