/// A type of the Common Expression Language, as the checker reasons about it.
///
/// `dyn` stands for "known at run time only" and is compatible with every other type. Protobuf messages are not
/// supported; `wrapper` exists because environments may declare nullable primitives.
public indirect enum CELType: Sendable, Hashable {
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    case list(CELType)
    case map(key: CELType, value: CELType)
    /// The type of a type: `type(1)` has the type `type(int)`.
    case type(CELType)
    /// A primitive that may also be null, as protobuf's wrapper messages.
    case wrapper(CELType)
    /// A type that the language knows only by name, such as `optional_type` or `net.IP`.
    case opaque(name: String, parameters: [CELType])
    /// A type parameter of a function declaration, such as `A` in `dyn(A)`.
    case parameter(String)
    /// The type of an expression that did not check; compatible with everything so that one mistake is reported once.
    case error
}

extension CELType {
    /// The type of an optional value that holds `wrapped` when it is present.
    public static func optional(_ wrapped: CELType) -> CELType {
        .opaque(name: "optional_type", parameters: [wrapped])
    }

    /// The type of an IP address (`net.IP`).
    public static let ip = CELType.opaque(name: "net.IP", parameters: [])

    /// The type of an IP network in CIDR notation (`net.CIDR`).
    public static let cidr = CELType.opaque(name: "net.CIDR", parameters: [])

    /// The name under which `type(value)` reports this type; type parameters are not part of it.
    public var name: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .list: "list"
        case .map: "map"
        case .type: "type"
        case .wrapper(let primitive): primitive.name
        case .opaque(let name, _): name
        case .parameter(let name): name
        case .error: "error"
        }
    }

    /// The type that an optional of this type would hold, or nil when this is not an optional type.
    var optionalWrapped: CELType? {
        guard case .opaque("optional_type", let parameters) = self, parameters.count == 1 else { return nil }
        return parameters[0]
    }
}

extension CELType: CustomStringConvertible {
    /// The type as a reader of the language would write it, such as `map(string, list(int))`.
    public var description: String {
        switch self {
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .type(let inner): "type(\(inner))"
        case .wrapper(let primitive): "wrapper(\(primitive))"
        case .opaque(let name, let parameters) where !parameters.isEmpty:
            "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        default: name
        }
    }
}
