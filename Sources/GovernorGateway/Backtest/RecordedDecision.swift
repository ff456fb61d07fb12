package import GovernorCore
import GovernorDialects
import GovernorInspect
import GovernorPolicy

/// A decision as its fact tells it, to be made again under another policy.
package struct RecordedDecision: Sendable {
    /// What was decided.
    package let action: Action
    /// The rules that matched.
    package let matches: [RuleMatch]
    /// Whether all of its texts were kept: then they are inspected again, else what was found counts.
    package let hasTexts: Bool
    /// How many keys of the caller's context were not kept, because no rule could see them.
    package let forgottenKeys: Int

    let subject: DecisionSubject
    let principal: Principal
    private let found: [RecordedText]
    private let scores: [RecordedScore]

    /// The types of the facts that hold decisions about texts.
    package static let factTypes: [FactType] = ["decision.prompt", "decision.output"]

    /// Whether the payload of a fact of ``factTypes`` is a decision: it may be the denial that followed one made too late.
    package static func isDecision(_ payload: JSONValue) -> Bool { payload.object?["matches"] != nil }

    /// Reads the payload of a decision.
    ///
    /// - Returns: nil for a form that is not this version's.
    package init?(_ payload: JSONValue) {
        guard let payload = payload.object, let stage = payload["stage"]?.string.flatMap(Stage.init),
            let action = payload["action"]?.string.flatMap(Action.init(rawValue:)),
            let role = payload["principal_role"]?.string.flatMap(Role.init),
            let matches = payload["matches"]?.array?.all(RuleMatch.init(recorded:)),
            let scores = payload["scores"]?.array?.all({ RecordedScore($0, stage: stage) }),
            let texts = (payload["texts"]?.array ?? [.object(payload)]).all({ RecordedText($0, stage: stage) })
        else { return nil }
        self.action = action
        self.matches = matches
        self.scores = scores
        found = texts
        hasTexts = found.allSatisfy { $0.bytes != nil }
        forgottenKeys = Int(payload["ignored_context_keys"]?.number?.integer ?? 0)
        // Their name is hidden in the fact, and decides nothing.
        principal = Principal(id: "recorded", role: role)
        subject = DecisionSubject(
            stage: stage, texts: found.map(\.subject), context: payload["context"]?.object ?? JSONObject(),
            model: payload["model"]?.string ?? "")
    }

    /// What inspectors say of its texts now; a second opinion is the one that was heard then.
    func inspected(by decisions: DecisionMaker) -> Inspection {
        var inspection = decisions.inspect(subject) {}
        for index in inspection.scores.indices {
            inspection.scores[index].opinion = opinion(on: inspection.scores[index])
        }
        return inspection
    }

    /// What was found then, as far as it was kept.
    func remembered(by decisions: DecisionMaker) -> Inspection {
        var inspection = Inspection(found.map { ($0.stage, $0.inspection) }, settings: decisions.settings)
        inspection.scores = scores.map(\.score)
        for stage in subject.stages {
            inspection.unknown[stage] = decisions.measured(at: stage).subtracting(known(at: stage))
        }
        return inspection
    }

    /// The variables that the record speaks of. Which texts of a stage hold personal data or secrets it always says.
    private func known(at stage: Stage) -> Set<MeasuredVariable> {
        let texts = found.filter { $0.stage == stage }.map(\.inspection)
        let labels = scores.map(\.score).filter { $0.stage == stage }.map(\.label)
        return Set(
            MeasuredVariable.allCases.filter { variable in
                switch variable {
                case .containsPII, .containsSecret: true
                case .verbatimRatio: texts.contains { $0.overlap != nil }
                case .language: texts.contains { $0.language != nil }
                case .isRefusal: texts.contains { $0.isRefusal != nil }
                case .jailbreakScore, .promptInjectionScore, .harmfulContentScore, .toxicityScore:
                    variable.label.map(labels.contains) ?? false
                }
            })
    }

    private func opinion(on score: LabelScore) -> Opinion? {
        scores.first { $0.score.label == score.label && $0.score.stage == score.stage }?.score.opinion
    }
}

/// One text of a recorded decision.
private struct RecordedText: Sendable {
    let stage: Stage
    /// The text, where it was kept.
    let bytes: [UInt8]?
    let subject: SubjectText
    let inspection: TextInspection

    init?(_ json: JSONValue, stage: Stage) {
        guard let json = json.object, let content = json["content"]?.object,
            let size = content["size_bytes"]?.number?.integer, size >= 0,
            let findings = json["findings"]?.array?.all(Finding.init(recorded:))
        else { return nil }
        self.stage = json["stage"]?.string.flatMap(Stage.init) ?? stage
        bytes = content["text"]?.string.map { Array($0.utf8) }
        let role = json["role"]?.string
        subject = SubjectText(
            // Of a text that was not kept only the length is known.
            bytes ?? Array(repeating: UInt8(ascii: " "), count: Int(size)), stage: self.stage, role: role,
            isInstruction: role.flatMap(TextRole.init)?.isInstruction ?? false,
            isRepetition: json["repeats"]?.bool ?? false)
        inspection = TextInspection(
            findings: findings, probabilities: [],
            overlap: json["verbatim"]?.object?["ratio"]?.number.map {
                OverlapReport(verbatimRatio: $0.doubleValue, words: 0, passages: [])
            },
            language: json["language"]?.string, isRefusal: json["is_refusal"]?.bool)
    }
}

/// A score of a recorded decision.
private struct RecordedScore: Sendable {
    let score: LabelScore

    init?(_ json: JSONValue, stage: Stage) {
        guard let json = json.object, let label = json["label"]?.string.flatMap(TextLabel.init),
            let probability = json["probability"]?.number?.doubleValue
        else { return nil }
        var score = LabelScore(
            label: label, stage: json["stage"]?.string.flatMap(Stage.init) ?? stage, text: 0, probability: probability)
        if let heard = json["second_opinion"] {
            guard let opinion = Opinion(recorded: heard) else { return nil }
            score.opinion = opinion
        }
        self.score = score
    }
}

extension Array {
    /// What becomes of every element; nil when nothing becomes of one.
    fileprivate func all<Result>(_ transform: (Element) -> Result?) -> [Result]? {
        let results = compactMap(transform)
        return results.count == count ? results : nil
    }
}

extension Opinion {
    fileprivate init?(recorded json: JSONValue) {
        guard let json = json.object, let name = json["classifier"]?.string,
            let onFailure = json["on_failure"]?.string.flatMap(SecondOpinion.FailureMode.init)
        else { return nil }
        let answer: Result<Double, OpinionFailure>
        if let probability = json["probability"]?.number?.doubleValue {
            answer = .success(probability)
        } else if let failure = json["outcome"]?.string.flatMap(OpinionFailure.init) {
            answer = .failure(failure)
        } else {
            return nil
        }
        self.init(name: name, answer: answer, onFailure: onFailure, duration: .zero)
    }
}

extension Finding {
    fileprivate init?(recorded json: JSONValue) {
        guard let json = json.object, let kind = json["kind"]?.string, let start = json["start"]?.number?.integer,
            let end = json["end"]?.number?.integer, start <= end,
            let confidence = json["confidence"]?.number?.doubleValue,
            let evidence = json["evidence"]?.string.flatMap(Evidence.init), let detector = json["detector"]?.string
        else { return nil }
        self.init(
            kind: kind, span: Int(start)..<Int(end), confidence: confidence, evidence: evidence, detector: detector,
            otherKinds: json["other_kinds"]?.array?.compactMap(\.string) ?? [])
    }
}

extension RuleMatch {
    fileprivate init?(recorded json: JSONValue) {
        guard let json = json.object, let rule = json["rule"]?.string,
            let action = json["action"]?.string.flatMap(Action.init(rawValue:)),
            let enforcement = json["enforcement"]?.string.flatMap(Enforcement.init)
        else { return nil }
        // Its message stands in the policy, not in the record.
        self.init(
            ruleID: rule, action: action, enforcement: enforcement, message: "", waiverID: json["waiver"]?.string)
    }
}
