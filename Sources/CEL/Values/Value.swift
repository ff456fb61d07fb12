/// A value of the Common Expression Language.
///
/// Equality and hashing follow the language: numbers compare across `int`, `uint` and `double`, `NaN` equals nothing,
/// strings compare by Unicode scalars (never by canonical equivalence), maps ignore order.
public enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case list([Value])
    // Boxed, so that a value stays as small as a string.
    indirect case map(MapValue)
    case type(CELType)
    case timestamp(CELTimestamp)
    case duration(CELDuration)
    indirect case ip(IPAddress)
    indirect case cidr(CIDR)
    /// A value that may be absent: `optional.none()` is `.optional(nil)`.
    indirect case optional(Value?)
}

extension Value {
    /// The type of this value as far as the value alone tells it: elements of lists and maps count as `dyn`.
    public var type: CELType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list: .list(.dyn)
        case .map: .map(key: .dyn, value: .dyn)
        case .type: .type(.dyn)
        case .timestamp: .timestamp
        case .duration: .duration
        case .ip: .ip
        case .cidr: .cidr
        case .optional: .optional(.dyn)
        }
    }

    /// A map from string keys, for hosts that build their context from records.
    ///
    /// - Parameter fields: Names and values; of two equal names the later wins.
    public static func record(_ fields: KeyValuePairs<String, Value>) -> Value {
        .map(MapValue(fields.map { (.string($0.key), $0.value) }))
    }
}

extension Value: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
    /// The `bool` of a literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// The `int` of a literal.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// The `double` of a literal.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// The `string` of a literal.
    public init(stringLiteral value: String) { self = .string(value) }
    /// The `list` of a literal.
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
}
