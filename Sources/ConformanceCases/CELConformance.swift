import CEL
import GovernorCore

/// Runs the cases of the CEL specification in their JSON form (see `Tests/Fixtures/cel/README.md`).
package enum CELConformance {
    /// Runs a case file.
    ///
    /// - Throws: ``ConformanceError`` when the document is no case file, or ``JSONError`` when it is no JSON.
    package static func run(file: String, bytes: [UInt8]) throws -> FileReport {
        guard let cases = try JSONValue(parsing: bytes)["cases"]?.array else {
            throw ConformanceError.unknownFormat(file: file, expected: "an object with \"cases\"")
        }
        return FileReport(file: file, outcomes: cases.map(outcome))
    }

    private static func outcome(_ json: JSONValue) -> CaseOutcome {
        let id = json["id"]?.string ?? "?"
        if json["needs_proto"]?.bool == true {
            return CaseOutcome(id: id, status: .skipped, detail: "needs protocol buffers")
        }
        guard let test = CELCase(json) else { return CaseOutcome(id: id, complaint: "the case cannot be read") }
        return CaseOutcome(id: id, complaint: test.complaint)
    }
}

/// One case: an expression, what it may refer to, and what must come of it.
struct CELCase {
    private let expression: String
    private let environment: Environment
    private let bindings: [(name: String, value: Value)]
    private let isChecked: Bool
    private let isCheckOnly: Bool
    private let expectation: JSONValue

    init?(_ json: JSONValue) {
        guard let expression = json["expr"]?.string, let expectation = json["expect"] else { return nil }
        self.expression = expression
        self.expectation = expectation
        isChecked = json["disable_check"]?.bool != true
        isCheckOnly = json["check_only"]?.bool == true
        var variables: [VariableDeclaration] = []
        var functions: [FunctionDeclaration] = []
        for declaration in json["type_env"]?.array ?? [] {
            guard let name = declaration["name"]?.string else { return nil }
            if let type = declaration["ident"].flatMap(CELType.init(json:)) {
                variables.append(VariableDeclaration(name, type))
            } else if let overloads = declaration["function"]?.array {
                functions.append(
                    FunctionDeclaration(name, overloads.compactMap(FunctionDeclaration.Overload.init(json:))))
            } else {
                return nil
            }
        }
        var bindings: [(String, Value)] = []
        for (name, binding) in json["bindings"]?.object ?? JSONObject() {
            guard let value = binding["value"].flatMap(Value.init(json:)) else { return nil }
            bindings.append((name, value))
            // Cases that are not checked bind without declaring.
            if !variables.contains(where: { $0.name == name }) { variables.append(VariableDeclaration(name, .dyn)) }
        }
        self.bindings = bindings
        environment = Environment(
            container: json["container"]?.string ?? "", variables: variables, functions: functions,
            macros: json["disable_macros"]?.bool != true)
    }

    /// What is wrong with the result; nil if nothing is.
    var complaint: String? {
        let program: Program
        do {
            program = try environment.compile(expression, checked: isChecked)
        } catch {
            return expectsError ? nil : "did not compile: \(error.description)"
        }
        if let expected = expectation["deduced_type"] {
            guard let type = CELType(json: expected) else { return "the expected type cannot be read" }
            guard program.outputType == type else { return "expected type \(type), found \(program.outputType)" }
        }
        return isCheckOnly ? nil : complaintAboutValue(of: program)
    }

    private var expectsError: Bool { expectation["eval_error"] != nil || expectation["any_eval_errors"] != nil }

    private func complaintAboutValue(of program: Program) -> String? {
        var activation = Activation(environment)
        for (name, value) in bindings { activation[name] = value }
        do {
            let value = try program.evaluate(activation)
            if expectsError { return "expected an error, found \(value)" }
            guard let expected = expectation["value"].flatMap(Value.init(json:)) else {
                return "the expected value cannot be read"
            }
            return value.isSame(as: expected) ? nil : "expected \(expected), found \(value)"
        } catch {
            return expectsError ? nil : "expected a value, found the error: \(error.message)"
        }
    }
}

extension Value {
    /// Whether both are of one type and equal; unlike in the language `NaN` equals itself and `1` is not `1.0`.
    fileprivate func isSame(as other: Value) -> Bool {
        switch (self, other) {
        case (.double(let left), .double(let right)):
            left.isNaN && right.isNaN || left == right && left.sign == right.sign
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        case (.map(let left), .map(let right)):
            left.count == right.count
                && zip(left.keys, left.values).allSatisfy { key, value in
                    zip(right.keys, right.values).contains { key.isSame(as: $0) && value.isSame(as: $1) }
                }
        default: type == other.type && self == other
        }
    }

    /// Reads a value of a case: an object with one member that names the type.
    fileprivate init?(json: JSONValue) {
        guard let (kind, content) = json.object?.first.map({ ($0.name, $0.value) }) else { return nil }
        switch (kind, content) {
        case ("null", _): self = .null
        case ("bool", .bool(let flag)): self = .bool(flag)
        case ("int", .string(let text)):
            guard let number = Int64(text) else { return nil }
            self = .int(number)
        case ("uint", .string(let text)):
            guard let number = UInt64(text) else { return nil }
            self = .uint(number)
        case ("double", .string(let text)):
            guard let number = Double(text) else { return nil }
            self = .double(number)
        case ("string", .string(let text)): self = .string(text)
        case ("bytes_hex", .string(let text)):
            guard let bytes = Hex.decode(text.utf8) else { return nil }
            self = .bytes(bytes)
        case ("list", .array(let elements)):
            let values = elements.compactMap(Value.init(json:))
            guard values.count == elements.count else { return nil }
            self = .list(values)
        case ("map", .array(let entries)):
            var pairs: [(Value, Value)] = []
            for entry in entries {
                guard let pair = entry.array, pair.count == 2, let key = Value(json: pair[0]),
                    let value = Value(json: pair[1])
                else { return nil }
                pairs.append((key, value))
            }
            self = .map(MapValue(pairs))
        case ("type", .string(let name)): self = .type(CELType(name: name))
        case ("enum", _):
            // Without strong enumerations their values are ints.
            guard let number = content["value"]?.number?.integer else { return nil }
            self = .int(number)
        case ("object", _): self.init(message: content)
        default: return nil
        }
    }

    /// Timestamps and durations come as the messages that carry them.
    private init?(message: JSONValue) {
        let text = message["json"]?.string ?? message["json"]?["value"]?.string
        switch (message["object"]?.string, text) {
        case ("google.protobuf.Timestamp", let text?):
            guard let time = try? CELTimestamp(parsing: text) else { return nil }
            self = .timestamp(time)
        case ("google.protobuf.Duration", let text?):
            guard let span = try? CELDuration(parsing: text) else { return nil }
            self = .duration(span)
        default: return nil
        }
    }
}

extension CELType {
    fileprivate init(name: String) {
        let plain: [CELType] = [
            .null, .bool, .int, .uint, .double, .string, .bytes, .list(.dyn), .map(key: .dyn, value: .dyn), .type(.dyn),
            .timestamp, .duration, .dyn,
        ]
        self = plain.first { $0.name == name } ?? .opaque(name: name, parameters: [])
    }

    fileprivate init?(json: JSONValue) {
        if let name = json.string {
            let renamed = [
                "int64": "int", "uint64": "uint", "null": "null_type", "timestamp": "google.protobuf.Timestamp",
                "duration": "google.protobuf.Duration", "any": "dyn",
            ]
            self = CELType(name: renamed[name] ?? name)
        } else if let element = json["list"] {
            guard let type = CELType(json: element) else { return nil }
            self = .list(type)
        } else if let pair = json["map"]?.array, pair.count == 2 {
            guard let key = CELType(json: pair[0]), let value = CELType(json: pair[1]) else { return nil }
            self = .map(key: key, value: value)
        } else if let name = json["param"]?.string {
            self = .parameter(name)
        } else if let name = json["abstract"]?.string {
            self = .opaque(name: name, parameters: (json["params"]?.array ?? []).compactMap(CELType.init(json:)))
        } else if let inner = json["type"] {
            self = .type(CELType(json: inner) ?? .dyn)
        } else if let inner = json["wrapper"].flatMap(CELType.init(json:)) {
            self = .wrapper(inner)
        } else {
            return nil
        }
    }
}

extension FunctionDeclaration.Overload {
    fileprivate init?(json: JSONValue) {
        guard let result = json["result"].flatMap(CELType.init(json:)) else { return nil }
        self.init(
            isMember: json["instance"]?.bool == true,
            parameters: (json["params"]?.array ?? []).compactMap(CELType.init(json:)), result: result)
    }
}
