import CEL
import GovernorCore

/// A compiled condition.
struct Condition: Sendable {
    private let program: Program

    fileprivate init(_ program: Program) { self.program = program }

    /// Whether the condition holds.
    ///
    /// - Throws: ``ConditionError`` when it has no value, costs too much or takes too long.
    func isTrue(_ values: Activation, _ limits: inout DecisionLimits) throws(ConditionError) -> Bool {
        do throws(EvaluationError) {
            if case .bool(let holds) = try limits.value(of: program, values) { return holds }
        } catch {
            throw ConditionError(error)
        }
        throw ConditionError(message: "it is neither true nor false")
    }
}

/// Why a condition has no value; never holds the values involved.
struct ConditionError: Error {
    private let message: String
    /// Whether a variable has no value.
    private var isUnbound = false

    fileprivate init(message: String) { self.message = message }

    fileprivate init(_ error: EvaluationError) {
        message = error.message
        isUnbound = error.kind == .unboundVariable
    }

    /// The reason in words.
    ///
    /// - Parameters:
    ///   - condition: The condition.
    ///   - mistyped: The variables that the request states with a value of another type, for which they have none.
    func message(of condition: LogicalWords, mistyped: [RuleVariable]) -> String {
        guard isUnbound, let variable = mistyped.first(where: { condition.names.contains($0.name) }) else {
            return message
        }
        return
            "the variable '\(variable.name)' must be of the type \(variable.kind.rawValue), and the request states another"
    }
}

/// The variables that conditions may use, and their compiler.
struct ConditionEnvironment: Sendable {
    /// The variables in the order of their slots; none where they have no type.
    let variables: [RuleVariable]
    let environment: CEL.Environment

    /// Conditions over rule variables.
    init(variables: [RuleVariable]) {
        self.variables = variables
        environment = Environment(variables: variables.map { VariableDeclaration($0.name, $0.kind.type) })
    }

    /// Conditions over facts whose fields are known at run time only.
    init(untyped names: [String]) {
        variables = []
        environment = Environment(variables: names.map { VariableDeclaration($0, .dyn) })
    }

    /// Compiles a condition, or reports everything that is wrong with it at its place in the file.
    func compile(_ words: LogicalWords, _ text: SourceText, _ reader: inout DocumentReader) -> Condition? {
        do throws(CompileError) {
            let program = try environment.compile(words.expression)
            guard program.outputType == .bool || (variables.isEmpty && program.outputType == .dyn) else {
                reader.report(
                    "policy.expression", at: text.position,
                    "a condition must be true or false, this is \(program.outputType)",
                    hint: "write a comparison")
                return nil
            }
            return Condition(program)
        } catch {
            for issue in error.issues {
                reader.report(
                    "policy.expression", at: text.position(ofScalar: words.originalOffset(of: issue.offset)),
                    issue.message, hint: issue.hint)
            }
            return nil
        }
    }

    /// The value of a piece of a condition in words, for an explanation.
    ///
    /// - Parameter mistyped: The variables that the request states with a value of another type.
    func valueText(
        of text: String, _ values: Activation, _ limits: inout DecisionLimits, mistyped: [RuleVariable]
    ) -> String {
        do throws(CompileError) {
            let program = try environment.compile(text)
            do throws(EvaluationError) {
                return Self.text(try limits.value(of: program, values))
            } catch {
                return "error: \(ConditionError(error).message(of: LogicalWords(text), mistyped: mistyped))"
            }
        } catch {
            return "not an expression of its own"
        }
    }

    private static func text(_ value: Value) -> String {
        switch value {
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .uint(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let value): "\"\(value.shortened)\""
        case .null: "null"
        default: "a value of the type \(value.type)"
        }
    }
}

extension RuleVariable.Kind {
    /// The type for the expression language.
    fileprivate var type: CELType {
        switch self {
        case .bool: .bool
        case .int: .int
        case .double: .double
        case .string: .string
        case .list: .list(.dyn)
        case .map: .map(key: .string, value: .dyn)
        }
    }
}
