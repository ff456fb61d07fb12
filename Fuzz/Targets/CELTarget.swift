// One expression: read, checked and evaluated under a small cost limit, checked and unchecked. What the parser accepts, the
// checker and the evaluator must survive; evaluating twice must say the same thing.

@testable import CEL

func fuzzExpression(_ input: [UInt8]) {
    let source = String(decoding: input, as: UTF8.self)
    do throws(CompileError) {
        let expression = try Harness.environment.parse(source)
        if let program = try? Harness.environment.compile(expression, checked: false) { Harness.evaluate(program) }
        Harness.evaluate(try Harness.environment.compile(expression))
    } catch {
        let length = source.unicodeScalars.count
        precondition(!error.issues.isEmpty, "a refusal without a reason")
        precondition(error.issues.allSatisfy { (0...length).contains($0.offset) }, "a place outside the expression")
    }
}

private enum Harness {
    /// A variable of every shape, so that the checker has something to find.
    static let environment = Environment(
        variables: [
            VariableDeclaration("b", .bool), VariableDeclaration("i", .int), VariableDeclaration("u", .uint),
            VariableDeclaration("d", .double), VariableDeclaration("s", .string), VariableDeclaration("y", .bytes),
            VariableDeclaration("x", .dyn), VariableDeclaration("l", .list(.int)),
            VariableDeclaration("m", .map(key: .string, value: .dyn)), VariableDeclaration("t", .timestamp),
            VariableDeclaration("o", .optional(.int)), VariableDeclaration("a.b.c", .int),
        ], timeZones: .utcOnly)

    static let activation: Activation = {
        var activation = Activation(environment)
        activation["b"] = true
        activation["i"] = -1
        activation["u"] = .uint(.max)
        activation["d"] = 0.1
        activation["s"] = "héllo 😀"
        activation["y"] = .bytes([0, 255, 104])
        activation["x"] = [1, "two", 3.0, [], true]
        activation["l"] = [3, 1, 2]
        activation["m"] = .record(["k": 1, "list": [1, 2], "name": "value"])
        activation["t"] = (try? CELTimestamp(seconds: 1_234_567_890, nanoseconds: 5)).map(Value.timestamp)
        activation["o"] = .optional(nil)
        // `a.b.c` stays unbound.
        return activation
    }()

    static func evaluate(_ program: Program) {
        let limits = EvaluationLimits(cost: 20_000)
        let first = outcome(program, limits)
        let second = outcome(program, limits)
        precondition(first == second, "two answers to one question")
    }

    /// The kind of the value or of the error; values with NaN are not equal to themselves.
    private static func outcome(_ program: Program, _ limits: EvaluationLimits) -> String {
        do throws(EvaluationError) {
            return try program.evaluate(activation, limits: limits).type.name
        } catch {
            precondition(!error.message.isEmpty)
            return error.code
        }
    }
}
