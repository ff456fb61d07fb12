import GovernorCore

/// A policy as its file has it, before what depends on other parts of the file has been checked.
struct PolicyDraft: Sendable {
    let metadata: PolicyMetadata?
    let enforcement: Enforcement
    let thresholds: [Named<[Named<Checked<ThresholdDraft>>]>]
    let rules: [RuleDraft]
    let admission: [AdmissionDraft]
    let context: [Named<VariableDraft>]
    let inspection: InspectionDraft
    let objectives: [Named<ObjectiveDraft>]
    let waivers: [WaiverDraft]
    let ownership: [Named<[String]>]
    let frameworks: [FrameworkReference]
}

struct ThresholdDraft: Sendable {
    let targetMin: Located<ExactDecimal>?
    let targetMax: Located<ExactDecimal>?
    let target: Located<ExactDecimal>?
    let comparison: Located<Comparison>?
    let blockAbove: Located<Bool>?
    let blockBelow: Located<Bool>?
    let warnMin: Located<ExactDecimal>?
    let warnMax: Located<ExactDecimal>?
    let enforcement: Enforcement?
    let description: String?
    let owner: String?
    let remediation: String?
    let frameworks: [String]
}

struct RuleDraft: Sendable {
    let id: Located<String>?
    let description: String?
    let owner: String?
    let stages: Located<[Stage]>?
    let condition: SourceText?
    let action: Action?
    let message: String?
    let enforcement: Enforcement?
    let frameworks: [String]
}

struct AdmissionDraft: Sendable {
    let id: Located<String>?
    let description: String?
    let owner: String?
    let condition: SourceText?
    let message: String?
    let enforcement: Enforcement?
    let frameworks: [String]
}

struct VariableDraft: Sendable {
    let kind: RuleVariable.Kind
    let defaultValue: Located<JSONValue>?
    let stages: [Stage]?
    let description: String?
}

struct ObjectiveDraft: Sendable {
    let indicator: String
    let target: ExactDecimal
    let window: Swift.Duration
    let description: String?
    let owner: String?
}

struct WaiverDraft: Sendable {
    let id: Located<String>
    let rule: Located<String>?
    let threshold: Located<String>?
    let owner: String
    let reason: String
    let expires: Timestamp
}
