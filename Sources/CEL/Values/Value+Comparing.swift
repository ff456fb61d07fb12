extension Value: Hashable {
    /// Equality of the language: numbers across types, `NaN` equal to nothing, different kinds unequal, never an error.
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameScalars(as: right)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.list(let left), .list(let right)): left == right
        case (.map(let left), .map(let right)): left == right
        case (.type(let left), .type(let right)): left.name == right.name
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.ip(let left), .ip(let right)): left == right
        case (.cidr(let left), .cidr(let right)): left == right
        case (.optional(let left), .optional(let right)): left == right
        default: left.isNumber && right.isNumber && left.order(comparedTo: right) == .equal
        }
    }

    /// Feeds the value to a hasher; equal numbers of different types hash alike.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(Double(value))
        case .uint(let value): hasher.combine(Double(value))
        case .double(let value): hasher.combine(value)
        case .string(let value): value.hashScalars(into: &hasher)
        case .bytes(let value): hasher.combine(value)
        case .list(let values): hasher.combine(values)
        case .map(let value): hasher.combine(value.count)
        case .type(let value): hasher.combine(value.name)
        case .timestamp(let value): hasher.combine(value)
        case .duration(let value): hasher.combine(value)
        case .ip(let value): hasher.combine(value)
        case .cidr(let value): hasher.combine(value)
        case .optional(let value): hasher.combine(value)
        }
    }

    var isNumber: Bool {
        switch self {
        case .int, .uint, .double: true
        default: false
        }
    }
}

extension MapValue: Equatable {
    /// Whether both maps have equal values under equal keys, in any order.
    public static func == (left: MapValue, right: MapValue) -> Bool {
        left.count == right.count
            && zip(left.keys, left.values).allSatisfy { key, value in right[key].map { $0 == value } ?? false }
    }
}

/// How two values stand in the order of their kind.
enum Order {
    case less, equal, greater
    /// At least one is `NaN`.
    case unordered
}

extension Value {
    /// The order of two values of kinds that have one; nil for kinds that have none, or that differ.
    func order(comparedTo other: Value) -> Order? {
        switch (self, other) {
        case (.int(let left), .int(let right)): Order(left, right)
        case (.uint(let left), .uint(let right)): Order(left, right)
        case (.double(let left), .double(let right)): Order(left, right)
        case (.int(let left), .uint(let right)): left < 0 ? .less : Order(UInt64(left), right)
        case (.uint(let left), .int(let right)): right < 0 ? .greater : Order(left, UInt64(right))
        case (.int(let left), .double(let right)): Order(integer: left, right)
        case (.double(let left), .int(let right)): Order(integer: right, left).reversed
        case (.uint(let left), .double(let right)): Order(integer: left, right)
        case (.double(let left), .uint(let right)): Order(integer: right, left).reversed
        case (.bool(let left), .bool(let right)): Order(left ? 1 : 0, right ? 1 : 0)
        case (.string(let left), .string(let right)):
            left.hasSameScalars(as: right) ? .equal : left.precedesByScalars(right) ? .less : .greater
        case (.bytes(let left), .bytes(let right)):
            left == right ? .equal : left.lexicographicallyPrecedes(right) ? .less : .greater
        case (.timestamp(let left), .timestamp(let right)): Order(left, right)
        case (.duration(let left), .duration(let right)): Order(left, right)
        default: nil
        }
    }
}

extension Order {
    fileprivate init<Operand: Comparable>(_ left: Operand, _ right: Operand) {
        self = left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
    }

    /// The order of an integer and a double: as doubles, so that integers beyond 2^53 may equal their neighbours.
    fileprivate init(integer: some FixedWidthInteger, _ double: Double) {
        self = Order(Double(integer), double)
    }

    fileprivate var reversed: Order {
        switch self {
        case .less: .greater
        case .greater: .less
        case .equal, .unordered: self
        }
    }
}
