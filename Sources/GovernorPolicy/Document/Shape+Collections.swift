public import GovernorCore

extension Shape {
    /// A list of values of one shape. Elements that cannot be read are reported and left out.
    ///
    /// - Parameter limit: The most elements.
    public static func list<Element>(of element: Shape<Element>, limit: Int = 10_000) -> Shape<[Element]>
    where Value == [Element] {
        let schema: JSONObject = [
            "type": "array", "items": .object(element.schema), "maxItems": .integer(limit),
        ]
        return Shape(schema: schema, expectation: "a list") { node, reader in
            guard case .list(let nodes) = node.content else {
                reader.reportMismatch(node, expected: "a list", hint: "begin each element with '- '")
                return nil
            }
            guard nodes.count <= limit else {
                reader.report("document.too-many", at: node.position, "\(nodes.count) elements, at most \(limit)")
                return nil
            }
            return nodes.enumerated().compactMap { offset, node in
                reader.descend(String(offset + 1)) { element.read(node, &$0) }
            }
        }
    }

    /// A map from names that the author chooses to values of one shape, in the order they are written.
    ///
    /// - Parameters:
    ///   - value: The values' shape.
    ///   - key: What the names stand for, such as `a metric`.
    public static func map<Element>(of value: Shape<Element>, key: String) -> Shape<[Named<Element>]>
    where Value == [Named<Element>] {
        let schema: JSONObject = [
            "type": "object", "additionalProperties": .object(value.schema),
            "propertyNames": ["pattern": "^[A-Za-z0-9][A-Za-z0-9_.:/@+-]{0,127}$"],
        ]
        return Shape(schema: schema, expectation: "a map") { node, reader in
            guard case .map(let map) = node.content else {
                reader.reportMismatch(node, expected: "a map")
                return nil
            }
            return map.entries.compactMap { entry in
                guard entry.key.isIdentifier else {
                    reader.report(
                        "document.name", at: entry.keyPosition,
                        "'\(entry.key.shortened)' is no name for \(key)",
                        hint: "use letters, digits and '_.-:/@+', at most 128 of them")
                    return nil
                }
                return reader.descend(entry.key) { value.read(entry.value, &$0) }.map {
                    Named(name: entry.key, position: entry.keyPosition, value: $0)
                }
            }
        }
    }

    /// One of two shapes: the first where the value is written as a list or a map, the second where it is a scalar.
    public static func collection(_ collection: Shape<Value>, orScalar scalar: Shape<Value>) -> Shape<Value> {
        let expected = "\(scalar.expectation) or \(collection.expectation)"
        let schema: JSONObject = ["anyOf": [.object(scalar.schema), .object(collection.schema)]]
        return Shape(schema: schema, expectation: expected) { node, reader in
            if case .scalar = node.content { return scalar.read(node, &reader) }
            return collection.read(node, &reader)
        }
    }

    /// One of two shapes: the first where the value is written as a map, the second where it is a list.
    public static func map(_ map: Shape<Value>, orList list: Shape<Value>) -> Shape<Value> {
        let expected = "a map or a list"
        let schema: JSONObject = ["anyOf": [.object(map.schema), .object(list.schema)]]
        return Shape(schema: schema, expectation: expected) { node, reader in
            switch node.content {
            case .map: return map.read(node, &reader)
            case .list: return list.read(node, &reader)
            case .scalar, .refused:
                reader.reportMismatch(node, expected: expected)
                return nil
            }
        }
    }
}

/// An entry of a map whose names the author chose.
public struct Named<Value: Sendable>: Sendable {
    /// The name.
    public let name: String
    /// Where the name stands.
    public let position: SourcePosition
    /// The value.
    public let value: Value
}
