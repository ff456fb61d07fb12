/// From one type to another, exact or an error.
enum Conversions {
    static let functions: [FunctionDeclaration] = [
        function("int", from: [.int, .uint, .double, .string, .timestamp], to: .int, int),
        function("uint", from: [.uint, .int, .double, .string], to: .uint, uint),
        function("double", from: [.double, .int, .uint, .string], to: .double, double),
        function("bool", from: [.bool, .string], to: .bool, bool),
        function("bytes", from: [.bytes, .string], to: .bytes, bytes),
        function(
            "string", from: [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration], to: .string, string),
        function("timestamp", from: [.timestamp, .string, .int], to: .timestamp, timestamp),
        function("duration", from: [.duration, .string], to: .duration, duration),
        FunctionDeclaration(
            "dyn", [.global(.parameter("A"), returns: .dyn)], implementation: .unary { value, _ in value }),
        FunctionDeclaration(
            "type", [.global(.parameter("A"), returns: .type(.parameter("A")))],
            implementation: .unary { value, _ in .type(value.type) }),
    ]

    private static func function(
        _ name: String, from types: [CELType], to result: CELType,
        _ convert: @escaping @Sendable (Value) throws(EvaluationError) -> Value
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, types.map { .global($0, returns: result) },
            implementation: .unary { value, budget throws(EvaluationError) in
                try budget.charge(reading: value)
                return try convert(value)
            })
    }

    private static func int(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .int: return value
        case .uint(let number): return .int(try inRange(Int64(exactly: number)))
        case .double(let number):
            // The bounds themselves are excluded: as doubles they stand for neighbours that do not fit.
            guard number > -0x1p63, number < 0x1p63 else { throw outOfRange }
            return .int(Int64(number))
        case .string(let text): return .int(try parsed(NumberText.int(text), "an int"))
        case .timestamp(let time): return .int(time.seconds)
        default: throw .noSuchOverload("int", value)
        }
    }

    private static func uint(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .uint: return value
        case .int(let number): return .uint(try inRange(UInt64(exactly: number)))
        case .double(let number):
            guard number >= 0, number < 0x1p64 else { throw outOfRange }
            return .uint(UInt64(number))
        case .string(let text): return .uint(try parsed(NumberText.uint(text), "a uint"))
        default: throw .noSuchOverload("uint", value)
        }
    }

    private static func double(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .double: value
        case .int(let number): .double(Double(number))
        case .uint(let number): .double(Double(number))
        case .string(let text): .double(try parsed(NumberText.double(text), "a double"))
        default: throw .noSuchOverload("double", value)
        }
    }

    private static func bool(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .bool: return value
        case .string("true"), .string("True"), .string("TRUE"), .string("t"), .string("1"): return .bool(true)
        case .string("false"), .string("False"), .string("FALSE"), .string("f"), .string("0"): return .bool(false)
        case .string: throw EvaluationError(.invalidConversion, "the text is not a bool")
        default: throw .noSuchOverload("bool", value)
        }
    }

    private static func bytes(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .bytes: value
        case .string(let text): .bytes(Array(text.utf8))
        default: throw .noSuchOverload("bytes", value)
        }
    }

    private static func string(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .string: return value
        case .bool(let flag): return .string(flag ? "true" : "false")
        case .int(let number): return .string(String(number))
        case .uint(let number): return .string(String(number))
        case .double(let number): return .string(NumberText.text(number))
        case .bytes(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw EvaluationError(.invalidConversion, "invalid UTF-8 in bytes, cannot convert to string")
            }
            return .string(text)
        case .timestamp(let time): return .string(time.description)
        case .duration(let span): return .string(span.description)
        case .ip(let address): return .string(address.description)
        case .cidr(let block): return .string(block.description)
        default: throw .noSuchOverload("string", value)
        }
    }

    private static func timestamp(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .timestamp: value
        case .int(let seconds):
            try TimeFunctions.time { () throws(CELTimeError) in .timestamp(try CELTimestamp(seconds: seconds)) }
        case .string(let text):
            try TimeFunctions.time { () throws(CELTimeError) in .timestamp(try CELTimestamp(parsing: text)) }
        default: throw .noSuchOverload("timestamp", value)
        }
    }

    private static func duration(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .duration: value
        case .string(let text):
            try TimeFunctions.time { () throws(CELTimeError) in .duration(try CELDuration(parsing: text)) }
        default: throw .noSuchOverload("duration", value)
        }
    }

    private static let outOfRange = EvaluationError(.outOfRange, "range error: the number does not fit")

    private static func inRange<Number>(_ number: Number?) throws(EvaluationError) -> Number {
        guard let number else { throw outOfRange }
        return number
    }

    private static func parsed<Number>(_ number: Number?, _ name: String) throws(EvaluationError) -> Number {
        guard let number else { throw EvaluationError(.invalidConversion, "the text is not \(name)") }
        return number
    }
}
