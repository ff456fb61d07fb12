@testable import CEL

/// The value of an expression over variables whose types follow from their values.
func evaluate(
    _ source: String, _ variables: KeyValuePairs<String, Value> = [:], checked: Bool = true, container: String = "",
    limits: EvaluationLimits = EvaluationLimits()
) throws -> Value {
    let environment = Environment(
        container: container, variables: variables.map { VariableDeclaration($0.key, checked ? $0.value.type : .dyn) })
    var activation = Activation(environment)
    for (name, value) in variables { activation[name] = value }
    return try environment.compile(source, checked: checked).evaluate(activation, limits: limits)
}

/// The error that evaluating an expression ends with; nil if it has a value.
func evaluationError(
    _ source: String, _ variables: KeyValuePairs<String, Value> = [:], checked: Bool = true,
    limits: EvaluationLimits = EvaluationLimits()
) throws -> EvaluationError? {
    do {
        _ = try evaluate(source, variables, checked: checked, limits: limits)
        return nil
    } catch let error as EvaluationError {
        return error
    }
}

/// Everything the compiler says about an expression.
func issues(of source: String, variables: [VariableDeclaration] = [], container: String = "") -> [Issue] {
    do throws(CompileError) {
        _ = try Environment(container: container, variables: variables).compile(source)
        return []
    } catch {
        return error.issues
    }
}
