package import GovernorCore
import GovernorInspect
import GovernorPolicy

/// What the inspectors found in a text.
package struct Inspection: Sendable {
    /// Personal data, secrets and what else the policy looks for, in order, without overlaps.
    package let findings: [Finding]
    /// How many more there would be if the policy did not allow them.
    let allowedCount: Int
    /// What rules of the text's stage ask of the text classifiers; empty where they ask nothing.
    var scores: [LabelScore]
    /// What an output copies from the corpus; nil where that is not looked for.
    let overlap: OverlapReport?
    /// The language of the text, empty where it is not known; nil where no rule asks.
    let language: String?
    /// Whether an output refuses to answer; nil where no rule asks.
    let isRefusal: Bool?
    /// What the policy says findings count toward.
    let settings: InspectionSettings

    /// The findings that a variable is about.
    func findings(for variable: MeasuredVariable) -> [Finding] {
        let meaning: DeclaredRecognizer.Meaning
        switch variable {
        case .containsPII: meaning = .personalData
        case .containsSecret: meaning = .secret
        default: return []
        }
        return findings.filter { $0.kinds.contains { settings.meaning(of: $0) == meaning } }
    }

    /// What rules are told.
    var measurements: Measurements {
        var measured = Measurements()
        for variable in [MeasuredVariable.containsPII, .containsSecret] {
            measured.set(variable, !findings(for: variable).isEmpty)
        }
        for score in scores {
            for variable in MeasuredVariable.allCases where variable.label == score.label {
                if let value = score.value { measured.set(variable, value) } else { measured.fail(variable) }
            }
        }
        if let overlap { measured.set(.verbatimRatio, overlap.verbatimRatio) }
        if let language { measured.set(.language, language) }
        if let isRefusal { measured.set(.isRefusal, isRefusal) }
        return measured
    }
}
