public import GovernorCore

/// A rule or threshold that somebody lifted for a time, with a name and a reason.
///
/// A waiver ends by itself. It stays in the policy and in every report, so that what was waived can be seen.
public struct Waiver: Sendable, Hashable {
    /// What a waiver lifts.
    public enum Subject: Sendable, Hashable {
        /// A rule, or an admission rule, by its id.
        case rule(String)
        case threshold(MetricName)
    }

    /// The waiver's own name, unique in its policy.
    public let id: String
    /// What it lifts.
    public let subject: Subject
    /// Who answers for it.
    public let owner: String
    /// Why.
    public let reason: String
    /// The first moment at which it no longer holds. A date in the file means midnight UTC at its start.
    public let expires: Timestamp

    /// Whether the waiver holds at a moment.
    public func isInForce(at time: Timestamp) -> Bool { time < expires }

    /// The threshold it lifts, if it lifts one.
    public var thresholdName: MetricName? { if case .threshold(let name) = subject { name } else { nil } }

    /// The rule it lifts, if it lifts one.
    public var ruleID: String? { if case .rule(let id) = subject { id } else { nil } }
}

/// A waiver as it stood at the time of a decision.
public struct WaiverState: Sendable, Hashable {
    /// The waiver.
    public let waiver: Waiver
    /// Whether it had expired.
    public let isExpired: Bool

    /// Creates the state at a moment.
    public init(_ waiver: Waiver, at time: Timestamp) {
        self.waiver = waiver
        isExpired = !waiver.isInForce(at: time)
    }
}
