public import GovernorCore

/// What the gate decided and why, threshold by threshold.
public struct GateReport: Sendable, Hashable {
    /// Whether the build may go on.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case pass = "PASS"
        case fail = "FAIL"
    }

    /// The policy that was applied.
    public let policy: PolicyReference
    /// The moment of the decision, by which waivers were judged.
    public let time: Timestamp
    /// One result a threshold, in the policy's order.
    public let results: [ThresholdResult]
    /// Every waiver of a threshold, those that have expired too.
    public let waivers: [WaiverState]
    /// Metrics that no threshold asks for, sorted.
    public let unjudged: [MetricName]

    /// FAIL when at least one enforced threshold is not met, missing metrics included.
    public var outcome: Outcome { results.contains(where: \.blocks) ? .fail : .pass }

    /// The results that fail the gate.
    public var failures: [ThresholdResult] { results.filter(\.blocks) }
}

/// How one threshold fared.
public struct ThresholdResult: Sendable, Hashable {
    /// How a threshold can fare.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        case pass = "PASS"
        case fail = "FAIL"
        /// Not met, but not enforced; or met, but beyond the warning level.
        case warn = "WARN"
        /// No artifact reports the metric.
        case missing = "MISSING"
        /// Not met, but a waiver is in force.
        case waived = "WAIVED"
    }

    /// The threshold.
    public let threshold: Threshold
    /// The metric's value; nil when it is missing.
    public let actual: ExactDecimal?
    /// How it fared.
    public let status: Status
    /// The waiver that applied.
    public let waiverID: String?

    /// Whether this result fails the gate.
    public var blocks: Bool {
        switch status {
        case .fail: true
        case .missing: threshold.enforcement == .enforce
        case .pass, .warn, .waived: false
        }
    }

    /// The result in one line, such as `fairness.subgroup_delta 0.08 > max 0.05`.
    public var message: String {
        guard let actual else { return "\(threshold.name) is missing (\(threshold.targetText))" }
        let comparison = threshold.comparison
        if !comparison.holds(actual, threshold.target) {
            return "\(threshold.name) \(actual) \(comparison.opposite.rawValue) \(threshold.targetText)"
        }
        if let warning = threshold.warning, threshold.isWarned(by: actual) {
            return "\(threshold.name) \(actual) \(comparison.opposite.rawValue) warning level \(warning)"
        }
        return "\(threshold.name) \(actual) \(comparison.rawValue) \(threshold.targetText)"
    }

    /// By how much the target is missed and what usually helps; nil for a threshold that passed.
    public var remediation: String? { status == .pass ? nil : Remediation.text(for: self) }
}
