import GovernorCore

/// Turns the conditions of rules into expressions, and finds out at which stages they can be evaluated.
struct RuleCompiler {
    private let variables: [RuleVariable]
    let environment: ConditionEnvironment

    init(variables: [RuleVariable]) {
        self.variables = variables
        environment = ConditionEnvironment(variables: variables)
    }

    /// The compiler for admission rules, whose facts have no fixed type.
    static let admission = RuleCompiler(names: RuleVariable.admission)

    private init(names: [String]) {
        variables = []
        environment = ConditionEnvironment(untyped: names)
    }

    /// Compiles a condition, or reports everything that is wrong with it.
    func compile(
        _ condition: SourceText, stages: Located<[Stage]>?, _ reader: inout DocumentReader
    ) -> CompiledCondition? {
        let words = LogicalWords(condition.text)
        let used = variables.filter { words.names.contains($0.name) }
        let stages = self.stages(used, stated: stages, condition, &reader)
        guard let compiled = environment.compile(words, condition, &reader), let stages else { return nil }
        return CompiledCondition(condition: compiled, position: condition.position, stages: stages, used: used)
    }

    /// The stages at which all variables exist; the stated ones must be among them.
    private func stages(
        _ used: [RuleVariable], stated: Located<[Stage]>?, _ condition: SourceText, _ reader: inout DocumentReader
    ) -> Set<Stage>? {
        let possible = used.reduce(Set<Stage>.all) { $0.intersection($1.stages) }
        guard let stated, !stated.value.isEmpty else {
            if possible.isEmpty {
                reader.report(
                    "policy.no-stage", at: condition.position,
                    "no stage has all of \(used.map(\.name).joined(separator: ", "))",
                    hint: "split the rule into one for each stage")
            }
            return possible.isEmpty ? nil : possible
        }
        let wanted = Set(stated.value)
        let missing = used.filter { !wanted.isSubset(of: $0.stages) }
        for variable in missing {
            let existing = Stage.allCases.filter(variable.stages.contains).map(\.rawValue)
            reader.report(
                "policy.stage", at: stated.position, "\(variable.name) does not exist at this stage",
                hint: "it exists at \(existing.joined(separator: ", "))")
        }
        return missing.isEmpty ? wanted : nil
    }
}

/// A condition and what is known of it before it is evaluated.
struct CompiledCondition: Sendable {
    let condition: Condition
    /// Where it is in the file.
    let position: SourcePosition
    /// The stages at which all of its variables exist.
    let stages: Set<Stage>
    /// The variables that it mentions.
    let used: [RuleVariable]

    /// The variables that are measured.
    var measured: [MeasuredVariable] { used.compactMap { MeasuredVariable(rawValue: $0.name) } }
    /// The names of those that speak of something in the text of which an inspector says where it is.
    var located: [String] { used.filter { $0.location == .spans }.map(\.name) }
    /// The names of those that speak of something in the text of which nothing says where it is.
    var unlocated: [String] { used.filter { $0.location == .unknown }.map(\.name) }
}
