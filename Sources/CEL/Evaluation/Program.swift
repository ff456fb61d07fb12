/// A compiled expression: evaluate it as often as needed, from as many threads as needed.
public struct Program: Sendable {
    /// The text it was compiled from.
    public let source: String
    /// The type of its value; `dyn` if it was not checked or cannot be known.
    public let outputType: CELType
    /// The names of the environment's variables it refers to, in the order of their slots.
    public let variables: [String]
    private let step: Step
    private let localCount: Int
    private let lazyCount: Int

    init(_ expression: Expression, in environment: Environment, outputType: CELType) {
        var planner = Planner(environment)
        source = expression.source
        self.outputType = outputType
        step = planner.step(for: expression.root)
        variables = planner.slots.sorted().map { environment.variables[$0].name }
        localCount = planner.localCount
        lazyCount = planner.lazyCount
    }

    /// The value of the expression.
    ///
    /// - Parameters:
    ///   - activation: The values of the variables, made for the same environment.
    ///   - limits: What the evaluation may spend.
    /// - Throws: ``EvaluationError``; also when a limit is reached.
    public func evaluate(
        _ activation: Activation, limits: EvaluationLimits = EvaluationLimits()
    ) throws(EvaluationError) -> Value {
        var frame = Frame(
            slots: activation.slots,
            locals: localCount == 0 ? [] : Array(repeating: .null, count: localCount),
            lazyValues: lazyCount == 0 ? [] : Array(repeating: nil, count: lazyCount),
            budget: try Budget(limits))
        return try step(&frame)
    }
}
