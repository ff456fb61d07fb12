/// The outcome of evaluating a policy's rules for one stage, with every reason kept.
public struct Verdict: Sendable, Hashable {
    /// The strongest action among the enforced rules that matched; `allow` if none did.
    public let action: Action
    /// Every rule that matched, strongest action first, then in the policy's order.
    public let matches: [RuleMatch]

    /// Creates a verdict from what matched.
    public init(action: Action, matches: [RuleMatch]) {
        self.action = action
        self.matches = matches
    }

    /// The outcome of several evaluations together.
    public init(all verdicts: [Verdict]) {
        let matches = verdicts.flatMap(\.matches)
        self.init(
            action: verdicts.map(\.action).max() ?? .allow,
            matches: verdicts.count == 1
                ? matches
                // The order of equals stays, also where sorting would not keep it.
                : Action.allCases.reversed().flatMap { action in matches.filter { $0.action == action } })
    }

    /// The same verdict as if rules with some actions only warned: what they ask for is done in another way.
    public func lifting(_ actions: Set<Action>) -> Verdict {
        guard matches.contains(where: { actions.contains($0.action) }) else { return self }
        let matches = matches.map { match in
            guard actions.contains(match.action), match.enforcement == .enforce else { return match }
            return RuleMatch(
                ruleID: match.ruleID, action: match.action, enforcement: .warn, message: match.message,
                waiverID: match.waiverID)
        }
        let enforced = matches.filter { $0.enforcement == .enforce }
        return Verdict(action: enforced.map(\.action).max() ?? .allow, matches: matches)
    }

    /// Whether the text may go on, perhaps altered.
    public var isAllowed: Bool { action.allows }

    /// The messages a caller sees: those of rules that are enforced or warn, not those in shadow.
    public var reasons: [String] { matches.filter { $0.enforcement != .shadow }.map(\.message) }
}

/// A rule that matched, or that failed while it was evaluated.
public struct RuleMatch: Sendable, Hashable {
    /// The rule's id in the policy.
    public let ruleID: String
    /// The action the rule asks for; `errorBlock` when it could not be evaluated.
    public let action: Action
    /// Whether the action counted.
    public let enforcement: Enforcement
    /// The rule's own words for people, or what went wrong.
    public let message: String
    /// The waiver that lifted the rule, if one is in force.
    public let waiverID: String?

    /// Creates a match.
    public init(ruleID: String, action: Action, enforcement: Enforcement, message: String, waiverID: String? = nil) {
        self.ruleID = ruleID
        self.action = action
        self.enforcement = enforcement
        self.message = message
        self.waiverID = waiverID
    }
}
