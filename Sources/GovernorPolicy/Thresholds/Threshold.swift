public import GovernorCore

/// A limit for one metric: what the gate in the pipeline judges, and later the target at run time.
public struct Threshold: Sendable, Hashable {
    /// The metric.
    public let name: MetricName
    /// How the metric is compared with the target.
    public let comparison: Comparison
    /// The target.
    public let target: ExactDecimal
    /// A stricter value beyond which the metric only warns; nil for none.
    public let warning: ExactDecimal?
    /// Whether missing the target fails the gate.
    public let enforcement: Enforcement
    /// What the threshold is for.
    public let description: String?
    /// Who answers for it: its own owner, else that of its category or of the policy.
    public let owner: String?
    /// What to do when it fails, in the policy's own words.
    public let remediation: String?
    /// The controls of frameworks that it serves, such as `eu-ai-act:art-15`.
    public let frameworks: [String]

    /// The target as a person reads it, such as `max 0.05`.
    public var targetText: String { "\(comparison.targetWord) \(target)" }
}
