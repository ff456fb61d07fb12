package import GovernorCore
import GovernorInspect
import GovernorPolicy

/// What the inspectors found in a text.
package struct Inspection: Sendable {
    /// Personal data and secrets, in order, without overlaps.
    package let findings: [Finding]
    /// What rules of the text's stage ask of the text classifiers; empty where they ask nothing.
    var scores: [LabelScore]
    /// What an output copies from the corpus; nil where that is not looked for.
    let overlap: OverlapReport?

    /// The findings that a variable is about.
    func findings(for variable: MeasuredVariable) -> [Finding] {
        findings.filter { finding in
            switch variable {
            case .containsPII: finding.kinds.contains { !SecretsInspector.kinds.contains($0) }
            case .containsSecret: finding.kinds.contains { SecretsInspector.kinds.contains($0) }
            default: false
            }
        }
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
        return measured
    }
}
