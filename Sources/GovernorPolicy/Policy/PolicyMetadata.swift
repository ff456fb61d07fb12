public import GovernorCore

/// What a policy says about itself.
public struct PolicyMetadata: Sendable, Hashable {
    /// The policy's name, such as `adr-006.embedded-governance`.
    public let id: String
    /// The policy's version.
    public let version: String
    /// The day or moment from which it is meant to hold.
    public let effectiveDate: Timestamp?
    /// A short name for people.
    public let title: String?
    /// What the policy is for.
    public let description: String?
    /// Who answers for it.
    public let owner: String?
}

/// A service level objective as the policy states it; its evaluation is the monitor's.
public struct ServiceObjective: Sendable, Hashable {
    /// Its name, unique in the policy.
    public let name: String
    /// The indicator it is about, usually a metric's name.
    public let indicator: String
    /// The share of good events or time slices that is promised, from 0 to 1.
    public let target: ExactDecimal
    /// The time it is measured over.
    public let window: Swift.Duration
    /// What it is for.
    public let description: String?
    /// Who answers for it.
    public let owner: String?
}

/// A framework that the policy serves.
public struct FrameworkReference: Sendable, Hashable {
    /// The short name that rules use before the colon, such as `eu-ai-act`.
    public let id: String
    /// Its full name.
    public let title: String?
    /// Its version or date.
    public let version: String?
    /// The controls in scope.
    public let controls: [String]
}

/// Who answers for a part of the policy.
public struct Ownership: Sendable, Hashable {
    /// A category of thresholds, or any other part or role.
    public let subject: String
    /// The owners, at least one.
    public let owners: [String]
}
