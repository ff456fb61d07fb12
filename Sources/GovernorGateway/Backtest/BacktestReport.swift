package import GovernorCore

/// What a policy that is not in force yet would have changed.
package struct BacktestReport: Sendable {
    /// A verdict that would be another one.
    package struct Flip: Sendable, Hashable {
        /// The fact that recorded the decision.
        package let id: UUIDv7
        /// When it was made.
        package let time: Timestamp
        /// What it was, and what it would be.
        package let comparison: Backtest.Comparison
        /// What ended the wait of what was held; nil for what was not held, or not reviewed.
        package let review: Hold.State?
    }

    /// What would become of decisions that were held.
    package struct HeldTally: Sendable, Hashable {
        /// Those that would be held again.
        package var held = 0
        /// Those that would go on without a person's word.
        package var letOn = 0
        /// Those that would be refused without one.
        package var refused = 0

        /// How many were held.
        package var count: Int { held + letOn + refused }
    }

    /// What a rule has to do with it.
    package struct RuleTally: Sendable, Hashable {
        /// In how many decisions the rule matched, whether it counted or not.
        package var before = 0
        /// In how many it would match.
        package var after = 0
        /// Verdicts that would be stricter because of it.
        package var stricter = 0
        /// Verdicts that would be milder because of it.
        package var milder = 0
    }

    /// Decisions whose texts were inspected again.
    package private(set) var inspected = 0
    /// Decisions that were judged by what was found then.
    package private(set) var remembered = 0
    /// Decisions of which the caller's context was kept in part.
    package private(set) var withForgottenKeys = 0
    /// Verdicts that cannot be foretold, by the rules that ask for what was not recorded.
    package private(set) var undetermined: [String: Int] = [:]
    /// How many those are.
    package private(set) var undeterminedCount = 0
    /// Decisions that cannot be read: erased, damaged, or recorded by a version that wrote less.
    package private(set) var erased = 0
    package private(set) var unreadable = 0
    /// The verdicts that flip, in the order of the ledger.
    package private(set) var flips: [Flip] = []
    /// Decisions that carry out a review of a hold, or wait for one: what was held is compared in their place.
    package private(set) var following = 0
    /// What would become of what was held, by what ended its wait; nil for what nobody has reviewed.
    package private(set) var held: [Hold.State?: HeldTally] = [:]
    /// What each rule has to do with it.
    package private(set) var rules: [String: RuleTally] = [:]

    package init() {}

    /// How many decisions could be made again.
    package var compared: Int { inspected + remembered - undeterminedCount }

    /// Counts a decision that was made again.
    ///
    /// - Parameter review: What ended the wait, of a decision that was held.
    package mutating func add(
        _ outcome: Backtest.Outcome, of recorded: RecordedDecision, id: UUIDv7, time: Timestamp,
        review: Hold.State? = nil
    ) {
        if recorded.hasTexts { inspected += 1 } else { remembered += 1 }
        if recorded.forgottenKeys > 0 { withForgottenKeys += 1 }
        switch outcome {
        case .undetermined(let rules):
            undeterminedCount += 1
            for rule in Set(rules) { undetermined[rule, default: 0] += 1 }
        case .compared(let comparison):
            for rule in Set(comparison.matchesBefore.map(\.ruleID)) { rules[rule, default: RuleTally()].before += 1 }
            for rule in Set(comparison.matchesAfter.map(\.ruleID)) { rules[rule, default: RuleTally()].after += 1 }
            if recorded.action == .hold { addHeld(comparison.after, review) }
            guard comparison.isFlip else { return }
            flips.append(Flip(id: id, time: time, comparison: comparison, review: review))
            for rule in comparison.rules {
                if comparison.isStricter {
                    rules[rule, default: RuleTally()].stricter += 1
                } else {
                    rules[rule, default: RuleTally()].milder += 1
                }
            }
        }
    }

    private mutating func addHeld(_ action: Action, _ review: Hold.State?) {
        let kind: WritableKeyPath<HeldTally, Int> =
            action == .hold ? \.held : action < .hold ? \.letOn : \.refused
        held[review, default: HeldTally()][keyPath: kind] += 1
    }

    /// Counts a decision that follows from a hold.
    package mutating func addFollowing() { following += 1 }

    /// Counts a decision whose payload has been erased.
    package mutating func addErased() { erased += 1 }

    /// Counts a fact that holds no decision that this version can read.
    package mutating func addUnreadable() { unreadable += 1 }
}
