package import GovernorCore

/// Makes recorded decisions again under a policy that is not in force yet, G.57.
///
/// A text that was kept is inspected again; of one that was not, what was found then is judged by the new rules. What no record
/// says is unknown, and a verdict that hangs on it is not guessed.
package struct Backtest: Sendable {
    private let candidate: DecisionMaker
    private let baseline: DecisionMaker?
    private let time: Timestamp

    /// Creates a test of a policy.
    ///
    /// - Parameters:
    ///   - candidate: Decides by the policy that is to come.
    ///   - baseline: Decides by the policy to compare with; nil to compare with what was decided then.
    ///   - time: The moment by which waivers hold or have expired.
    package init(_ candidate: DecisionMaker, against baseline: DecisionMaker?, at time: Timestamp) {
        self.candidate = candidate
        self.baseline = baseline
        self.time = time
    }

    /// Makes one decision again.
    package func outcome(of recorded: RecordedDecision) -> Outcome {
        let new = decide(recorded, candidate)
        guard new.unknown.isEmpty else { return .undetermined(rules: new.unknown) }
        var old = (action: recorded.action, matches: recorded.matches)
        if let baseline {
            let before = decide(recorded, baseline)
            guard before.unknown.isEmpty else { return .undetermined(rules: before.unknown) }
            old = (before.decision.action, before.decision.verdict.matches)
        }
        return .compared(
            Comparison(
                before: old.action, after: new.decision.action, matchesBefore: old.matches,
                matchesAfter: new.decision.verdict.matches))
    }

    /// Decides again, and says which rules could not be asked because of what the record does not say.
    private func decide(
        _ recorded: RecordedDecision, _ decisions: DecisionMaker
    ) -> (decision: Decision, unknown: [String]) {
        var inspection =
            recorded.hasTexts ? recorded.inspected(by: decisions) : recorded.remembered(by: decisions)
        let decision = decisions.decide(recorded.subject, inspection, by: recorded.principal, at: time)
        guard inspection.unknown.contains(where: { !$0.value.isEmpty }) else { return (decision, []) }
        // A rule that fails because of what is unknown does not fail, or does not fail so, when it is taken for nothing.
        inspection.unknown = [:]
        let hopeful = decisions.decide(recorded.subject, inspection, by: recorded.principal, at: time).verdict.matches
        let failed = decision.verdict.matches.filter { match in
            match.action == .errorBlock && match.enforcement == .enforce && !hopeful.contains(match)
        }
        return (decision, failed.map(\.ruleID))
    }

    /// What became of a decision.
    package enum Outcome: Sendable, Hashable {
        case compared(Comparison)
        /// The rules ask for what was not recorded.
        case undetermined(rules: [String])
    }

    /// A decision of then and now.
    package struct Comparison: Sendable, Hashable {
        /// What was decided.
        package let before: Action
        /// What would be.
        package let after: Action
        /// The rules that matched then, or under the policy to compare with.
        package let matchesBefore: [RuleMatch]
        /// The rules that match now.
        package let matchesAfter: [RuleMatch]

        /// Whether somebody would notice.
        package var isFlip: Bool { before != after }
        /// Whether less would pass.
        package var isStricter: Bool { after > before }

        /// The rules that count now and did not, or did and do not any more, in the order of then and now.
        ///
        /// Empty where the rules are the same and only what they can be carried out on differs.
        package var rules: [String] {
            let (old, new) = (Self.counting(matchesBefore), Self.counting(matchesAfter))
            let changed = old.filter { !new.contains($0) } + new.filter { !old.contains($0) }
            return changed.reduce(into: []) { rules, match in
                if !rules.contains(match.rule) { rules.append(match.rule) }
            }
        }

        private struct Counting: Hashable {
            let rule: String
            let action: Action
        }

        private static func counting(_ matches: [RuleMatch]) -> [Counting] {
            matches.filter { $0.enforcement == .enforce }.map { Counting(rule: $0.ruleID, action: $0.action) }
        }
    }
}
