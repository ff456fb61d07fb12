extension Library {
    /// Values that may be absent; the syntax `.?`, `[?]` and the macros are part of the parser.
    public static let optionals = Library(
        "optional", functions: OptionalFunctions.functions, types: [.optional(.dyn)])
}

enum OptionalFunctions {
    private static let value = CELType.parameter("V")

    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(
            "optional.of", [.global(value, returns: .optional(value))],
            implementation: .unary { value, _ in .optional(value) }),
        FunctionDeclaration(
            "optional.ofNonZeroValue", [.global(value, returns: .optional(value))],
            implementation: .unary { value, _ in .optional(value.isZero ? nil : value) }),
        FunctionDeclaration(
            "optional.none", [.global(returns: .optional(value))], implementation: .any { _, _ in .optional(nil) }),
        FunctionDeclaration(
            "hasValue", [.member(.optional(value), returns: .bool)],
            implementation: .unary { value, _ throws(EvaluationError) in .bool(try unwrap(value, "hasValue") != nil) }),
        FunctionDeclaration(
            "value", [.member(.optional(value), returns: value)],
            implementation: .unary { value, _ throws(EvaluationError) in
                guard let wrapped = try unwrap(value, "value") else {
                    throw EvaluationError(.absentOptional, "optional.none() dereference")
                }
                return wrapped
            }),
        FunctionDeclaration(
            "or", [.member(.optional(value), .optional(value), returns: .optional(value))],
            implementation: .binary { left, right, _ throws(EvaluationError) in
                _ = try unwrap(right, "or")
                return try unwrap(left, "or") == nil ? right : left
            }),
        FunctionDeclaration(
            "orValue", [.member(.optional(value), value, returns: value)],
            implementation: .binary { left, right, _ throws(EvaluationError) in try unwrap(left, "orValue") ?? right }),
        FunctionDeclaration(
            "optional.unwrap", [.global(.list(.optional(value)), returns: .list(value))],
            implementation: .unary(unwrapAll)),
        FunctionDeclaration(
            "unwrapOpt", [.member(.list(.optional(value)), returns: .list(value))], implementation: .unary(unwrapAll)),
        ends("first") { $0.first },
        ends("last") { $0.last },
    ]

    private static func unwrap(_ value: Value, _ function: String) throws(EvaluationError) -> Value? {
        guard case .optional(let wrapped) = value else { throw .noSuchOverload(function, value) }
        return wrapped
    }

    private static func unwrapAll(_ value: Value, _ budget: inout Budget) throws(EvaluationError) -> Value {
        guard case .list(let elements) = value else { throw .noSuchOverload("unwrap", value) }
        try budget.charge(size: elements.count)
        var values: [Value] = []
        for element in elements {
            if let wrapped = try unwrap(element, "unwrap") { values.append(wrapped) }
        }
        return .list(values)
    }

    private static func ends(
        _ name: String, _ pick: @escaping @Sendable ([Value]) -> Value?
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, [.member(.list(value), returns: .optional(value))],
            implementation: .unary { list, _ throws(EvaluationError) in
                guard case .list(let elements) = list else { throw .noSuchOverload(name, list) }
                return .optional(pick(elements))
            })
    }
}

extension Value {
    /// Whether it is the value that its type has when nothing was said: false, 0, empty, null.
    fileprivate var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let flag): !flag
        case .int(let number): number == 0
        case .uint(let number): number == 0
        case .double(let number): number == 0
        case .string(let text): text.isEmpty
        case .bytes(let bytes): bytes.isEmpty
        case .list(let elements): elements.isEmpty
        case .map(let map): map.count == 0
        case .timestamp(let time): time.seconds == 0 && time.nanoseconds == 0
        case .duration(let span): span == .zero
        case .optional(let wrapped): wrapped == nil
        case .type, .ip, .cidr: false
        }
    }
}
