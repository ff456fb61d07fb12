public import GovernorCore

/// A rule of a policy: when an expression is true, an action.
public struct Rule: Sendable, Hashable {
    /// The rule's name, unique in its policy.
    public let id: String
    /// What the rule is for.
    public let description: String?
    /// Who answers for it: its own owner, else that of the policy.
    public let owner: String?
    /// Where the rule is evaluated; at least one stage.
    public let stages: Set<Stage>
    /// The condition as the file has it.
    public let condition: String
    /// What happens when the condition holds.
    public let action: Action
    /// What the caller is told.
    public let message: String
    /// How much the action counts.
    public let enforcement: Enforcement
    /// The controls of frameworks that it serves.
    public let frameworks: [String]
}

/// A rule that stops a promotion: when an expression over what the registry knows is true, it is denied.
public struct AdmissionRule: Sendable, Hashable {
    /// The rule's name, unique in its policy.
    public let id: String
    /// What the rule is for.
    public let description: String?
    /// Who answers for it: its own owner, else that of the policy.
    public let owner: String?
    /// The condition under which a promotion is denied, as the file has it.
    public let condition: String
    /// What the person who asked is told.
    public let message: String
    /// How much a denial counts.
    public let enforcement: Enforcement
    /// The controls of frameworks that it serves.
    public let frameworks: [String]
}
