/// `"%s has %d".format([name, count])`.
///
/// Verbs: `%s` any value, `%d` whole numbers, `%f` and `%e` with a precision of six digits or as given in `%.3f`, `%b` `%o`
/// `%x` `%X` other bases, `%%` a percent sign.
enum FormatFunction {
    static let declaration = FunctionDeclaration(
        "format", [.member(.string, .list(.dyn), returns: .string)],
        implementation: .binary { template, arguments, budget throws(EvaluationError) in
            guard case (.string(let text), .list(let values)) = (template, arguments) else {
                throw .noSuchOverload("format", template, arguments)
            }
            try budget.charge(reading: template)
            return .string(try format(text, values, &budget))
        })

    private static let defaultPrecision = 6

    private static func format(
        _ template: String, _ values: [Value], _ budget: inout Budget
    ) throws(EvaluationError) -> String {
        var result = String.UnicodeScalarView()
        var rest = template.unicodeScalars[...]
        var used = 0
        while let scalar = rest.popFirst() {
            guard scalar == "%" else {
                result.append(scalar)
                continue
            }
            if rest.first == "%" {
                result.append("%")
                rest.removeFirst()
                continue
            }
            let precision = try takePrecision(&rest)
            guard let verb = rest.popFirst() else { throw invalid("the clause is not complete") }
            guard values.indices.contains(used) else { throw invalid("index \(used) out of range") }
            try budget.charge(reading: values[used])
            let text = try text(of: values[used], verb, precision)
            try budget.charge(size: text.utf8.count)
            result.append(contentsOf: text.unicodeScalars)
            used += 1
        }
        return String(result)
    }

    private static func takePrecision(_ rest: inout Substring.UnicodeScalarView) throws(EvaluationError) -> Int? {
        guard rest.first == "." else { return nil }
        rest.removeFirst()
        let digits = rest.prefix { $0.isDigit }
        rest.removeFirst(digits.count)
        guard let precision = Int(String(digits)), precision <= NumberText.maximumPrecision else {
            throw invalid("the precision is a number from 0 to \(NumberText.maximumPrecision)")
        }
        return precision
    }

    private static func text(
        of value: Value, _ verb: Unicode.Scalar, _ precision: Int?
    ) throws(EvaluationError) -> String {
        switch verb {
        case "s": return try plain(value)
        case "d": return try whole(value)
        case "f": return NumberText.fixed(try number(value), precision: precision ?? defaultPrecision)
        case "e": return NumberText.scientific(try number(value), precision: precision ?? defaultPrecision)
        case "b": return try based(value, radix: 2)
        case "o": return try based(value, radix: 8)
        case "x": return try hexadecimal(value, isUppercase: false)
        case "X": return try hexadecimal(value, isUppercase: true)
        default: throw invalid("unrecognized formatting clause")
        }
    }

    // MARK: Verbs

    private static func plain(_ value: Value) throws(EvaluationError) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number): return NumberText.plainText(number)
        case .string(let text): return text
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .timestamp(let time): return time.description
        case .duration(let span): return span.description
        case .type(let type): return type.name
        case .list(let elements):
            var parts: [String] = []
            for element in elements { parts.append(try plain(element)) }
            return "[\(parts.joined(separator: ", "))]"
        case .map(let map):
            var entries: [(key: String, value: String)] = []
            for (key, value) in zip(map.keys, map.values) { entries.append((try plain(key), try plain(value))) }
            entries.sort { $0.key.precedesByScalars($1.key) }
            return "{\(entries.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
        case .optional, .ip, .cidr: throw wrong(value, "s")
        }
    }

    private static func whole(_ value: Value) throws(EvaluationError) -> String {
        switch value {
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number) where !number.isFinite: return NumberText.plainText(number)
        default: throw wrong(value, "d")
        }
    }

    private static func number(_ value: Value) throws(EvaluationError) -> Double {
        switch value {
        case .double(let number): number
        case .int(let number): Double(number)
        case .uint(let number): Double(number)
        default: throw wrong(value, "f")
        }
    }

    private static func based(_ value: Value, radix: Int) throws(EvaluationError) -> String {
        switch value {
        case .int(let number): return String(number, radix: radix)
        case .uint(let number): return String(number, radix: radix)
        case .bool(let flag) where radix == 2: return flag ? "1" : "0"
        default: throw wrong(value, radix == 2 ? "b" : "o")
        }
    }

    private static func hexadecimal(_ value: Value, isUppercase: Bool) throws(EvaluationError) -> String {
        switch value {
        case .int(let number): return String(number, radix: 16, uppercase: isUppercase)
        case .uint(let number): return String(number, radix: 16, uppercase: isUppercase)
        case .string(let text): return NumberText.hexadecimal(text.utf8, uppercase: isUppercase)
        case .bytes(let bytes): return NumberText.hexadecimal(bytes, uppercase: isUppercase)
        default: throw wrong(value, "x")
        }
    }

    private static func wrong(_ value: Value, _ verb: String) -> EvaluationError {
        invalid("%\(verb) does not take \(value.type.name)")
    }

    private static func invalid(_ message: String) -> EvaluationError {
        EvaluationError(.invalidArgument, "error during formatting: \(message)")
    }
}
