import GovernorCore

/// The keys of a policy file. The loader, the JSON Schema and the reference all come from here.
extension PolicyDraft {
    static let shape: Shape<PolicyDraft> = .object(
        "A Governor policy: thresholds for the gate, rules for run time, conditions for promotion.",
        .wanted("meta", PolicyMetadata.shape, "What the policy says about itself."),
        .defaulted(
            "enforcement", .word, to: .enforce,
            "How much rules and thresholds count unless they say so themselves: shadow records, warn reports, enforce "
                + "decides."),
        .defaulted(
            "thresholds", thresholds, to: [],
            "Limits for metrics, by category and metric. The gate in the pipeline judges by them."),
        .defaulted(
            "rules", .list(of: RuleDraft.shape), to: [],
            "What happens at run time. All rules that match are kept as reasons, the strongest action wins."),
        .defaulted(
            "admission", .list(of: AdmissionDraft.shape), to: [], "What stops a promotion, over the registry's facts."),
        .defaulted(
            "context", .map(of: VariableDraft.shape, key: "a variable"), to: [],
            "Further variables for rules, which callers state in a request's context."),
        .defaulted(
            "inspection", InspectionDraft.shape, to: .empty, shown: .object(JSONObject()),
            "How texts are inspected: what is looked for besides, what does not count, what takes its place."),
        .defaulted(
            "slos", .map(of: ObjectiveDraft.shape, key: "an objective"), to: [], "Service level objectives."),
        .defaulted(
            "waivers", .list(of: WaiverDraft.shape), to: [],
            "Rules and thresholds that are lifted for a time. They end by themselves and stay visible."),
        .defaulted(
            "ownership", .map(of: .words, key: "a part of the policy"), to: [],
            "Who answers for a category of thresholds or for another part of the policy."),
        .defaulted("frameworks", FrameworkReference.shapes, to: [], "The frameworks that the policy serves."),
        make: PolicyDraft.init)

    private static let thresholds: Shape<[Named<[Named<Checked<ThresholdDraft>>]>]> = .map(
        of: .map(of: ThresholdDraft.shape.checked, key: "a metric"), key: "a category")
}

extension PolicyMetadata {
    static let shape: Shape<PolicyMetadata> = .object(
        "What the policy says about itself.",
        .required("policy_id", .identifier, "The policy's name, the same in every version."),
        .required("version", .textOrNumber, "The policy's version."),
        .optional("effective_date", .timestamp, "From when the policy is meant to hold."),
        .optional("title", .string, "A short name for people."),
        .optional("description", .string, "What the policy is for."),
        .optional("owner", .nonEmptyString, "Who answers for the policy."),
        make: PolicyMetadata.init)
}

extension ThresholdDraft {
    static let shape: Shape<ThresholdDraft> = .object(
        "A limit for one metric. The key of the target says its direction.",
        .optional("target_min", Shape.decimal().located, "The least value that passes."),
        .optional("target_max", Shape.decimal().located, "The greatest value that passes."),
        .optional("target", Shape.decimal().located, "A value to compare with; needs an operator."),
        .optional("operator", Shape<Comparison>.word.located, "How the metric is compared with the target."),
        .optional(
            "block_above", Shape.bool.located,
            "Whether a value above a maximum fails the gate; false only warns. The default is to fail."),
        .optional(
            "block_below", Shape.bool.located,
            "Whether a value below a minimum fails the gate; false only warns. The default is to fail."),
        .optional("warn_min", Shape.decimal().located, "A higher minimum, below which the metric warns."),
        .optional("warn_max", Shape.decimal().located, "A lower maximum, above which the metric warns."),
        .optional("enforcement", .word, "How much the threshold counts; the policy's enforcement if left out."),
        .optional("description", .string, "What the threshold is for."),
        .optional("owner", .nonEmptyString, "Who answers for the threshold."),
        .optional("remediation", .nonEmptyString, "What to do when the threshold is not met."),
        .defaulted("frameworks", .list(of: .identifier), to: [], "The controls that the threshold serves."),
        make: ThresholdDraft.init
    ).map(schema: .exactlyOne(of: "target_min", "target_max", "target")) { $0 }
}

extension RuleDraft {
    static let shape: Shape<RuleDraft> = .object(
        "A rule for run time.",
        .wanted("id", Shape.identifier.located, "The rule's name, unique in the policy."),
        .optional("description", .string, "What the rule is for."),
        .optional("owner", .nonEmptyString, "Who answers for the rule."),
        .optional(
            "stage", stages.located,
            "Where the rule is evaluated; left out or any: wherever all its variables exist."),
        .wanted("when", .sourceText("an expression"), "The condition, in the Common Expression Language."),
        .wanted("action", action, "What happens when the condition holds; pass is allow, mask is redact."),
        .wanted("message", .nonEmptyString, "What the caller is told."),
        .optional("enforcement", .word, "How much the rule counts; the policy's enforcement if left out."),
        .defaulted("frameworks", .list(of: .identifier), to: [], "The controls that the rule serves."),
        make: RuleDraft.init)

    static let action: Shape<Action> = .word(
        (Action.selectable.map(\.rawValue) + ["pass", "mask"]).compactMap { name in
            Action(policyName: name).map { (name, $0) }
        })

    /// A stage, `any`, or a list of stages. Any and no stage at all are the same.
    static let stages: Shape<[Stage]> = .collection(
        .list(of: Shape<Stage>.word, limit: Stage.allCases.count),
        orScalar: .word(Stage.allCases.map { ($0.rawValue, [$0]) } + [("any", [])]))
}

extension AdmissionDraft {
    static let shape: Shape<AdmissionDraft> = .object(
        "A rule that stops a promotion.",
        .wanted("id", Shape.identifier.located, "The rule's name, unique in the policy."),
        .optional("description", .string, "What the rule is for."),
        .optional("owner", .nonEmptyString, "Who answers for the rule."),
        .wanted("deny_when", .sourceText("an expression"), "The condition that denies the promotion."),
        .wanted("message", .nonEmptyString, "What the person who asked is told."),
        .optional("enforcement", .word, "How much a denial counts; the policy's enforcement if left out."),
        .defaulted("frameworks", .list(of: .identifier), to: [], "The controls that the rule serves."),
        make: AdmissionDraft.init)
}

extension VariableDraft {
    /// `name: bool`, or a map with more about it.
    static let shape: Shape<VariableDraft> = .collection(
        .object(
            "A variable that callers state.",
            .required("type", Shape<RuleVariable.Kind>.word, "The kind of value."),
            .optional(
                "default", Shape<JSONValue>.json.located,
                "The value where the caller says nothing; else false, 0 or empty."),
            .optional("stage", RuleDraft.stages, "Where the variable exists; everywhere if left out."),
            .optional("description", .string, "What the variable means."),
            make: VariableDraft.init),
        orScalar: Shape<RuleVariable.Kind>.word.map {
            VariableDraft(kind: $0, defaultValue: nil, stages: nil, description: nil)
        })
}

extension ObjectiveDraft {
    static let shape: Shape<ObjectiveDraft> = .object(
        "A service level objective.",
        .required("sli", .identifier, "The indicator, usually a metric such as fairness.subgroup_delta."),
        .required("target", share, "The share of good events that is promised."),
        .required("window", .duration, "The time it is measured over."),
        .optional("description", .string, "What it is for."),
        .optional("owner", .nonEmptyString, "Who answers for it."),
        make: ObjectiveDraft.init)

    private static let share = Shape<ExactDecimal>.decimal(in: ExactDecimal(0)...ExactDecimal(1))
}

extension WaiverDraft {
    static let shape: Shape<WaiverDraft> = .object(
        "A rule or threshold that is lifted for a time.",
        .required("id", Shape.identifier.located, "The waiver's name, unique in the policy."),
        .optional("rule", Shape.identifier.located, "The rule that is lifted, by its id."),
        .optional("threshold", Shape.identifier.located, "The threshold that is lifted, as category.metric."),
        .required("owner", .nonEmptyString, "Who answers for the waiver."),
        .required("reason", .nonEmptyString, "Why it is needed."),
        .required(
            "expires", .timestamp, "When it stops to hold; a date means midnight UTC at the start of that day."),
        make: WaiverDraft.init
    ).map(schema: .exactlyOne(of: "rule", "threshold")) { $0 }
}

extension FrameworkReference {
    /// A list of names, or a map from short names to what is known of each.
    static let shapes: Shape<[FrameworkReference]> = .map(
        Shape<[Named<FrameworkDetails>]>.map(of: details, key: "a framework").map { entries in
            entries.map { entry in
                FrameworkReference(
                    id: entry.name, title: entry.value.title, version: entry.value.version,
                    controls: entry.value.controls)
            }
        },
        orList: Shape<[String]>.list(of: .nonEmptyString).map { names in
            names.map { FrameworkReference(id: $0, title: nil, version: nil, controls: []) }
        })

    private static let details: Shape<FrameworkDetails> = .map(
        .object(
            "What is known of a framework.",
            .optional("title", .string, "Its full name."),
            .optional("version", .textOrNumber, "Its version or date."),
            .defaulted("controls", .list(of: .textOrNumber), to: [], "The controls in scope."),
            make: FrameworkDetails.init),
        orList: Shape<[String]>.list(of: .textOrNumber).map {
            FrameworkDetails(title: nil, version: nil, controls: $0)
        })
}

private struct FrameworkDetails: Sendable {
    let title: String?
    let version: String?
    let controls: [String]
}

extension JSONObject {
    /// What a schema says of keys of which exactly one must be there. The loader checks it too, with better words.
    static func exactlyOne(of keys: String...) -> JSONObject {
        ["oneOf": .array(keys.map { ["required": .array([.string($0)])] })]
    }
}

extension Shape where Value == [String] {
    /// A text, or a list of texts.
    fileprivate static var words: Shape<[String]> {
        .collection(.list(of: .nonEmptyString), orScalar: Shape<String>.nonEmptyString.map { [$0] })
    }
}
