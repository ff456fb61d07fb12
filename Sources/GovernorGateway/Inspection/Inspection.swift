package import GovernorCore
import GovernorInspect
import GovernorPolicy

/// What the inspectors found in the texts of a subject.
package struct Inspection: Sendable {
    /// What was found in each text, in their order.
    package let texts: [TextInspection]
    /// The stage of each text.
    let stages: [Stage]
    /// For each stage and label that rules ask about, how likely the worst of its texts is that.
    var scores: [LabelScore]
    /// What the policy says findings count toward.
    let settings: InspectionSettings
    /// What nobody can say any more, of an inspection that is read from a record: rules that need it fail.
    var unknown: [Stage: Set<MeasuredVariable>] = [:]

    init(_ texts: [(stage: Stage, found: TextInspection)], settings: InspectionSettings) {
        self.texts = texts.map(\.found)
        stages = texts.map(\.stage)
        self.settings = settings
        scores = []
        for (index, (stage, found)) in texts.enumerated() {
            for (label, probability) in found.probabilities {
                let score = LabelScore(label: label, stage: stage, text: index, probability: probability)
                if let place = scores.firstIndex(where: { $0.label == label && $0.stage == stage }) {
                    if scores[place].probability < probability { scores[place] = score }
                } else {
                    scores.append(score)
                }
            }
        }
    }

    /// The findings of all texts.
    package var findings: [Finding] { texts.flatMap(\.findings) }

    /// The findings in one text that a variable is about.
    func findings(for variable: MeasuredVariable, inText index: Int) -> [Finding] {
        texts[index].findings.filter { settings.variables(of: $0).contains(variable) }
    }

    /// Whether anything is found that a variable is about.
    func finds(_ variable: MeasuredVariable) -> Bool {
        texts.indices.contains { !findings(for: variable, inText: $0).isEmpty }
    }

    /// What rules of a stage are told.
    func measurements(at stage: Stage) -> Measurements {
        measurements(at: stage, of: texts.indices.filter { stages[$0] == stage })
    }

    /// What rules are told of some texts of a stage. Scores are always those of the worst of all of them.
    func measurements(at stage: Stage, of indices: [Int]) -> Measurements {
        var measured = Measurements()
        for variable in [MeasuredVariable.containsPII, .containsSecret] {
            measured.set(variable, indices.contains { !findings(for: variable, inText: $0).isEmpty })
        }
        for score in scores where score.stage == stage {
            for variable in MeasuredVariable.allCases where variable.label == score.label {
                if let value = score.value { measured.set(variable, value) } else { measured.fail(variable) }
            }
        }
        let found = indices.map { texts[$0] }
        if let ratio = found.compactMap({ $0.overlap?.verbatimRatio }).max() { measured.set(.verbatimRatio, ratio) }
        if let language = found.lazy.compactMap(\.language).first(where: { !$0.isEmpty }) ?? found.first?.language {
            measured.set(.language, language)
        }
        if found.contains(where: { $0.isRefusal != nil }) {
            measured.set(.isRefusal, found.contains { $0.isRefusal == true })
        }
        for variable in unknown[stage] ?? [] { measured.fail(variable) }
        return measured
    }
}

extension InspectionSettings {
    /// The variables that a finding is about.
    func variables(of finding: Finding) -> Set<MeasuredVariable> {
        Set(
            finding.kinds.compactMap { kind in
                switch meaning(of: kind) {
                case .personalData: .containsPII
                case .secret: .containsSecret
                case .nothing: nil
                }
            })
    }
}
