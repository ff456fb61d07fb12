import GovernorCore

extension Shape {
    /// A map with a fixed set of keys. Any other key is reported with the nearest of them.
    ///
    /// - Parameters:
    ///   - sentence: What the object is, for people.
    ///   - field: The keys; see ``Field``.
    ///   - make: Makes the value from the parts, in the order of the fields.
    public static func object<each Part: Sendable>(
        _ sentence: String, _ field: repeat Field<each Part>,
        make: @escaping @Sendable (repeat each Part) -> Value
    ) -> Shape<Value> {
        var keys: [String] = []
        var required: [JSONValue] = []
        var properties = JSONObject()
        for field in repeat each field {
            keys.append(field.key)
            properties[field.key] = .object(field.schema)
            if field.isRequired { required.append(.string(field.key)) }
        }
        var schema: JSONObject = [
            "type": "object", "description": .string(sentence), "properties": .object(properties),
            "additionalProperties": false,
        ]
        if !required.isEmpty { schema["required"] = .array(required) }
        let known = keys
        return Shape(schema: schema, expectation: "a map") { node, reader in
            guard case .map(let map) = node.content else {
                reader.reportMismatch(node, expected: "a map with the keys \(known.joined(separator: ", "))")
                return nil
            }
            reader.reportUnknownKeys(of: map, known: known)
            var values = FieldValues(map: map, owner: node, reader: reader)
            let parts = (repeat values.part(each field))
            reader = values.reader
            do throws(Incomplete) {
                return make(repeat try Incomplete.unwrap(each parts))
            } catch {
                return nil
            }
        }
    }
}

/// A part of an object could not be read; the problem has been reported.
private struct Incomplete: Error {
    static func unwrap<Part>(_ part: Part?) throws(Incomplete) -> Part {
        guard let part else { throw Incomplete() }
        return part
    }
}

/// Reads the fields of one map one after the other.
private struct FieldValues {
    let map: DocumentMap
    let owner: DocumentNode
    var reader: DocumentReader

    mutating func part<Part>(_ field: Field<Part>) -> Part? {
        field.part(map[field.key].flatMap { $0.value.isNull ? nil : $0.value }, owner, &reader)
    }
}

extension DocumentNode {
    /// Whether the value is `null` or left empty, which means the same as no key.
    fileprivate var isNull: Bool {
        if case .scalar(let scalar) = content { scalar.kind == .null } else { false }
    }
}

extension DocumentReader {
    fileprivate mutating func reportUnknownKeys(of map: DocumentMap, known: [String]) {
        for entry in map.entries where !known.contains(where: { $0.isExactly(entry.key) }) {
            report(
                "document.unknown-key", at: entry.keyPosition, "unknown key '\(entry.key.shortened)'",
                hint: hint(unknown: entry.key, in: map, known: known))
        }
    }

    private func hint(unknown key: String, in map: DocumentMap, known: [String]) -> String {
        if map.isInBraces, map["when"] != nil || map["deny_when"] != nil {
            return "a comma or colon inside { } ends an unquoted expression: put the expression in quotes"
        }
        if let nearest = nearestName(to: key, among: known) { return "did you mean '\(nearest)'?" }
        return "the keys here are \(known.joined(separator: ", "))"
    }
}
