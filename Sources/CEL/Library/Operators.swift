/// Arithmetic, comparison and membership. Integers never wrap: what does not fit is an error.
enum Operators {
    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration("_+_", sums, implementation: .binary(add)),
        FunctionDeclaration("_-_", differences, implementation: .binary(subtract)),
        FunctionDeclaration("_*_", numbers([.int, .uint, .double]), implementation: .binary(multiply)),
        FunctionDeclaration("_/_", numbers([.int, .uint, .double]), implementation: .binary(divide)),
        FunctionDeclaration("_%_", numbers([.int, .uint]), implementation: .binary(remainder)),
        FunctionDeclaration(
            "-_", [.global(.int, returns: .int), .global(.double, returns: .double)], implementation: .unary(negate)),
        FunctionDeclaration("!_", [.global(.bool, returns: .bool)], implementation: .unary(not)),
        FunctionDeclaration("_==_", equality, implementation: .binary(equal)),
        FunctionDeclaration("_!=_", equality, implementation: .binary(notEqual)),
        FunctionDeclaration("_<_", orders, implementation: .binary(comparison("<") { $0 == .less })),
        FunctionDeclaration(
            "_<=_", orders, implementation: .binary(comparison("<=") { $0 == .less || $0 == .equal })),
        FunctionDeclaration("_>_", orders, implementation: .binary(comparison(">") { $0 == .greater })),
        FunctionDeclaration(
            "_>=_", orders, implementation: .binary(comparison(">=") { $0 == .greater || $0 == .equal })),
        FunctionDeclaration("@in", memberships, implementation: .binary(contains)),
    ]

    // MARK: Signatures

    private static let element = CELType.parameter("A")

    private static func numbers(_ types: [CELType]) -> [FunctionDeclaration.Overload] {
        types.map { .global($0, $0, returns: $0) }
    }

    private static let sums: [FunctionDeclaration.Overload] =
        numbers([.int, .uint, .double, .string, .bytes, .list(element), .duration]) + [
            .global(.timestamp, .duration, returns: .timestamp), .global(.duration, .timestamp, returns: .timestamp),
        ]

    private static let differences: [FunctionDeclaration.Overload] =
        numbers([.int, .uint, .double, .duration]) + [
            .global(.timestamp, .timestamp, returns: .duration), .global(.timestamp, .duration, returns: .timestamp),
        ]

    private static let equality: [FunctionDeclaration.Overload] = [.global(element, element, returns: .bool)]

    private static let orders: [FunctionDeclaration.Overload] = {
        let numeric: [CELType] = [.int, .uint, .double]
        let pairs = numeric.flatMap { left in numeric.map { (left, $0) } }
        let same = [CELType.bool, .string, .bytes, .timestamp, .duration].map { ($0, $0) }
        return (pairs + same).map { .global($0.0, $0.1, returns: .bool) }
    }()

    private static let memberships: [FunctionDeclaration.Overload] = [
        .global(element, .list(element), returns: .bool),
        .global(element, .map(key: element, value: .parameter("B")), returns: .bool),
    ]

    // MARK: Arithmetic

    private static func add(_ left: Value, _ right: Value, _ budget: inout Budget) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)): return .int(try whole(left.addingReportingOverflow(right)))
        case (.uint(let left), .uint(let right)): return .uint(try whole(left.addingReportingOverflow(right)))
        case (.double(let left), .double(let right)): return .double(left + right)
        case (.string(let left), .string(let right)):
            try budget.charge(size: left.utf8.count + right.utf8.count)
            return .string(left + right)
        case (.bytes(let left), .bytes(let right)):
            try budget.charge(size: left.count + right.count)
            return .bytes(left + right)
        case (.list(let left), .list(let right)):
            try budget.charge(size: left.count + right.count)
            return .list(left + right)
        default: return try TimeFunctions.add(left, right)
        }
    }

    private static func subtract(
        _ left: Value, _ right: Value, _ budget: inout Budget
    ) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)): .int(try whole(left.subtractingReportingOverflow(right)))
        case (.uint(let left), .uint(let right)): .uint(try whole(left.subtractingReportingOverflow(right)))
        case (.double(let left), .double(let right)): .double(left - right)
        default: try TimeFunctions.subtract(left, right)
        }
    }

    private static func multiply(
        _ left: Value, _ right: Value, _ budget: inout Budget
    ) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)): .int(try whole(left.multipliedReportingOverflow(by: right)))
        case (.uint(let left), .uint(let right)): .uint(try whole(left.multipliedReportingOverflow(by: right)))
        case (.double(let left), .double(let right)): .double(left * right)
        default: throw .noSuchOverload("*", left, right)
        }
    }

    private static func divide(_ left: Value, _ right: Value, _ budget: inout Budget) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)):
            guard right != 0 else { throw .divisionByZero }
            return .int(try whole(left.dividedReportingOverflow(by: right)))
        case (.uint(let left), .uint(let right)):
            guard right != 0 else { throw .divisionByZero }
            return .uint(left / right)
        case (.double(let left), .double(let right)): return .double(left / right)
        default: throw .noSuchOverload("/", left, right)
        }
    }

    private static func remainder(
        _ left: Value, _ right: Value, _ budget: inout Budget
    ) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)):
            guard right != 0 else { throw EvaluationError(.divisionByZero, "modulus by zero") }
            return .int(try whole(left.remainderReportingOverflow(dividingBy: right)))
        case (.uint(let left), .uint(let right)):
            guard right != 0 else { throw EvaluationError(.divisionByZero, "modulus by zero") }
            return .uint(left % right)
        default: throw .noSuchOverload("%", left, right)
        }
    }

    private static func negate(_ value: Value, _ budget: inout Budget) throws(EvaluationError) -> Value {
        switch value {
        case .int(let value): .int(try whole(Int64(0).subtractingReportingOverflow(value)))
        case .double(let value): .double(-value)
        default: throw .noSuchOverload("-", value)
        }
    }

    private static func whole<Integer>(
        _ result: (partialValue: Integer, overflow: Bool)
    ) throws(EvaluationError) -> Integer {
        guard !result.overflow else { throw .overflow }
        return result.partialValue
    }

    // MARK: Logic and comparison

    private static func not(_ value: Value, _ budget: inout Budget) throws(EvaluationError) -> Value {
        guard case .bool(let value) = value else { throw .noSuchOverload("!", value) }
        return .bool(!value)
    }

    private static func equal(_ left: Value, _ right: Value, _ budget: inout Budget) throws(EvaluationError) -> Value {
        try chargeComparison(left, right, &budget)
        return .bool(left == right)
    }

    private static func notEqual(
        _ left: Value, _ right: Value, _ budget: inout Budget
    ) throws(EvaluationError) -> Value {
        try chargeComparison(left, right, &budget)
        return .bool(left != right)
    }

    private static func comparison(
        _ name: String, _ holds: @escaping @Sendable (Order) -> Bool
    ) -> @Sendable (Value, Value, inout Budget) throws(EvaluationError) -> Value {
        { left, right, budget throws(EvaluationError) in
            try chargeComparison(left, right, &budget)
            guard let order = left.order(comparedTo: right) else { throw .noSuchOverload(name, left, right) }
            return .bool(holds(order))
        }
    }

    /// Charges for what a comparison may read; the smaller side bounds texts, the elements of lists count in full.
    private static func chargeComparison(
        _ left: Value, _ right: Value, _ budget: inout Budget
    ) throws(EvaluationError) {
        switch (left, right) {
        case (.string(let left), .string(let right)): try budget.charge(size: min(left.utf8.count, right.utf8.count))
        case (.bytes(let left), .bytes(let right)): try budget.charge(size: min(left.count, right.count))
        case (.list, .list), (.map, .map), (.optional, .optional): try budget.charge(reading: left)
        default: return
        }
    }

    // MARK: Membership

    private static func contains(
        _ element: Value, _ container: Value, _ budget: inout Budget
    ) throws(EvaluationError) -> Value {
        switch container {
        case .list(let elements):
            try budget.charge(reading: element, times: elements.count)
            return .bool(elements.contains(element))
        case .map(let map): return .bool(map[element] != nil)
        default: throw .noSuchOverload("in", element, container)
        }
    }
}
