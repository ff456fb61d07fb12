extension Library {
    /// Functions over numbers: extremes, rounding, signs, bits.
    public static let math = Library("math", functions: MathExtensions.functions)
}

enum MathExtensions {
    static let functions: [FunctionDeclaration] =
        [extreme("math.greatest", .greater), extreme("math.least", .less)] + rounding + kinds + signs + bits

    // MARK: Extremes

    /// The greatest or least of several numbers, or of a list that is not empty; of equal ones the first.
    private static func extreme(_ name: String, _ wanted: Order) -> FunctionDeclaration {
        let numbers: [CELType] = [.int, .uint, .double]
        let same = numbers.map {
            FunctionDeclaration.Overload(isMember: false, parameters: [$0], result: $0, isVariadic: true)
        }
        let lists = numbers.map { FunctionDeclaration.Overload.global(.list($0), returns: $0) }
        // Numbers of several types are compared as they are, and the result has the type of the one chosen.
        let pairs = numbers.flatMap { left in numbers.filter { $0 != left }.map { (left, $0) } }
        let mixed = pairs.map { FunctionDeclaration.Overload.global($0.0, $0.1, returns: .dyn) }
        let anything = FunctionDeclaration.Overload(
            isMember: false, parameters: [.dyn, .dyn, .dyn], result: .dyn, isVariadic: true)
        return FunctionDeclaration(
            name, same + lists + mixed + [anything],
            implementation: .any { arguments, budget throws(EvaluationError) in
                var numbers = arguments
                if arguments.count == 1, case .list(let elements) = arguments[0] { numbers = elements }
                try budget.charge(size: numbers.count)
                guard var chosen = numbers.first, chosen.isNumber else {
                    throw EvaluationError(
                        .invalidArgument, "\(name) takes numbers, or a list of them that is not empty")
                }
                for number in numbers.dropFirst() {
                    guard number.isNumber, let order = number.order(comparedTo: chosen) else {
                        throw .noSuchOverload(name, number)
                    }
                    if order == wanted { chosen = number }
                }
                return chosen
            })
    }

    // MARK: Doubles

    private static let rounding: [FunctionDeclaration] = [
        double("math.ceil") { .double($0.rounded(.up)) },
        double("math.floor") { .double($0.rounded(.down)) },
        double("math.round") { .double($0.rounded(.toNearestOrAwayFromZero)) },
        double("math.trunc") { .double($0.rounded(.towardZero)) },
    ]

    private static let kinds: [FunctionDeclaration] = [
        double("math.isNaN", returns: .bool) { .bool($0.isNaN) },
        double("math.isInf", returns: .bool) { .bool($0.isInfinite) },
        double("math.isFinite", returns: .bool) { .bool($0.isFinite) },
    ]

    private static func double(
        _ name: String, returns result: CELType = .double, _ body: @escaping @Sendable (Double) -> Value
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, [.global(.double, returns: result)],
            implementation: .unary { value, _ throws(EvaluationError) in
                guard case .double(let number) = value else { throw .noSuchOverload(name, value) }
                return body(number)
            })
    }

    // MARK: Signs and roots

    private static let signs: [FunctionDeclaration] = [
        number("math.abs") { value throws(EvaluationError) in
            switch value {
            case .int(let number):
                guard number != .min else { throw .overflow }
                return .int(abs(number))
            case .uint: return value
            case .double(let number): return .double(abs(number))
            default: throw .noSuchOverload("math.abs", value)
            }
        },
        number("math.sign") { value throws(EvaluationError) in
            switch value {
            case .int(let number): .int(number.signum())
            case .uint(let number): .uint(number == 0 ? 0 : 1)
            case .double(let number): .double(number.isNaN || number == 0 ? number : number < 0 ? -1 : 1)
            default: throw .noSuchOverload("math.sign", value)
            }
        },
        FunctionDeclaration(
            "math.sqrt", [CELType.int, .uint, .double].map { .global($0, returns: .double) },
            implementation: .unary { value, _ throws(EvaluationError) in
                switch value {
                case .int(let number): .double(Double(number).squareRoot())
                case .uint(let number): .double(Double(number).squareRoot())
                case .double(let number): .double(number.squareRoot())
                default: throw .noSuchOverload("math.sqrt", value)
                }
            }),
    ]

    private static func number(
        _ name: String, _ body: @escaping @Sendable (Value) throws(EvaluationError) -> Value
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, [CELType.int, .uint, .double].map { .global($0, returns: $0) },
            implementation: .unary { value, _ throws(EvaluationError) in try body(value) })
    }

    // MARK: Bits

    private static let bits: [FunctionDeclaration] = [
        bitwise("math.bitAnd", { $0 & $1 }, { $0 & $1 }),
        bitwise("math.bitOr", { $0 | $1 }, { $0 | $1 }),
        bitwise("math.bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
        FunctionDeclaration(
            "math.bitNot", [CELType.int, .uint].map { .global($0, returns: $0) },
            implementation: .unary { value, _ throws(EvaluationError) in
                switch value {
                case .int(let number): .int(~number)
                case .uint(let number): .uint(~number)
                default: throw .noSuchOverload("math.bitNot", value)
                }
            }),
        shift("math.bitShiftLeft") { $0 << $1 },
        // Shifting right fills with zeros, also for negative numbers.
        shift("math.bitShiftRight") { $0 >> $1 },
    ]

    private static func bitwise(
        _ name: String, _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
        _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, [CELType.int, .uint].map { .global($0, $0, returns: $0) },
            implementation: .binary { left, right, _ throws(EvaluationError) in
                switch (left, right) {
                case (.int(let left), .int(let right)): .int(signed(left, right))
                case (.uint(let left), .uint(let right)): .uint(unsigned(left, right))
                default: throw .noSuchOverload(name, left, right)
                }
            })
    }

    private static func shift(
        _ name: String, _ body: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, [CELType.int, .uint].map { .global($0, .int, returns: $0) },
            implementation: .binary { left, right, _ throws(EvaluationError) in
                guard case .int(let distance) = right else { throw .noSuchOverload(name, left, right) }
                guard distance >= 0 else { throw EvaluationError(.invalidArgument, "\(name): negative offset") }
                // Swift's smart shifts give 0 for distances of 64 and more.
                switch left {
                case .int(let number):
                    return .int(Int64(bitPattern: body(UInt64(bitPattern: number), UInt64(distance))))
                case .uint(let number): return .uint(body(number, UInt64(distance)))
                default: throw .noSuchOverload(name, left, right)
                }
            })
    }
}
