import GovernorCore
import GovernorInspect
import GovernorPolicy

/// What is looked for in a text, as the rules of its stage ask.
struct InspectionPlan: Sendable {
    /// What classifiers are asked.
    let labels: [TextLabel]
    let readsLanguage: Bool
    let readsRefusal: Bool

    /// Nothing but what is found at a place.
    static let none = InspectionPlan([], isInstruction: false)

    /// - Parameter isInstruction: Whether the text is made of instructions that the application gives: those are not judged
    ///   as an attempt to give some.
    fileprivate init(_ wanted: Set<MeasuredVariable>, isInstruction: Bool) {
        let asked = Set(wanted.compactMap(\.label))
        labels = TextLabel.allCases.filter { asked.contains($0) && !(isInstruction && $0 == .injection) }
        readsLanguage = wanted.contains(.language)
        readsRefusal = wanted.contains(.isRefusal)
    }
}

/// The plans of all stages, made once for a policy.
struct InspectionPlans: Sendable {
    private let ofOthers: [InspectionPlan]
    private let ofInstructions: [InspectionPlan]

    init(_ rules: RuleSet) {
        ofOthers = Self.plans(rules, isInstruction: false)
        ofInstructions = Self.plans(rules, isInstruction: true)
    }

    private static func plans(_ rules: RuleSet, isInstruction: Bool) -> [InspectionPlan] {
        Stage.allCases.map { InspectionPlan(rules.measuredVariables(at: $0), isInstruction: isInstruction) }
    }

    /// The plan for a text.
    subscript(stage: Stage, isInstruction isInstruction: Bool) -> InspectionPlan {
        (isInstruction ? ofInstructions : ofOthers)[stage.ordinal]
    }
}
