import GovernorCore

/// Gives the variables of rules their values for one evaluation.
struct VariableBinder: Sendable {
    private let variables: [RuleVariable]
    private let slots: [ExactString: Int]

    init(_ environment: ExpressionEnvironment) {
        variables = environment.variables
        slots = Dictionary(
            variables.enumerated().map { (ExactString($1.name), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The variable of a name.
    func variable(named name: String) -> RuleVariable? { slots[ExactString(name)].map { variables[$0] } }

    func bind(_ input: RuleInput, stage: Stage) -> ExpressionValues { ExpressionValues() }
}
