import GovernorCore

extension CompiledRule {
    /// What whoever wrote the rule should know although it can be loaded; nil when there is nothing.
    var warning: DocumentProblem? {
        guard rule.action == .redact else { return nil }
        let place = "rules.\(rule.id): "
        let names = MeasuredVariable.located.map(\.rawValue).joined(separator: " and ")
        if let obstacle {
            return DocumentProblem(
                code: "policy.never-redacts", at: compiled.position, "\(place)where it matches it denies: \(obstacle)",
                hint: "choose 'block'; what inspectors find with its place is \(names)")
        }
        guard compiled.located.isEmpty else { return nil }
        return DocumentProblem(
            code: "policy.redacts-unmeasured", at: compiled.position,
            "\(place)its condition looks for nothing in the text: where it matches and nothing is found, it denies",
            hint: "ask for what to mask, \(names), or choose another action")
    }
}
