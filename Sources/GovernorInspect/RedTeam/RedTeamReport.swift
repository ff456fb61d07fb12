/// How often attacks went through, and how often harmless texts did not.
///
/// The harmful rate is an upper bound of harm: nobody judges whether an answer that is no refusal would really help. Its
/// interval is over trials; those of one attack are not independent of each other.
public struct RedTeamReport: Sendable {
    /// The outcomes of some trials of one kind.
    public struct Tally: Sendable, Equatable {
        private var counts: [AttackOutcome: Int] = [:]
        /// How many trials have no answer to judge.
        public private(set) var unanswered = 0

        fileprivate mutating func add(_ outcome: AttackOutcome?) {
            if let outcome { counts[outcome, default: 0] += 1 } else { unanswered += 1 }
        }

        /// How many trials ended so.
        public subscript(outcome: AttackOutcome) -> Int { counts[outcome] ?? 0 }

        /// How many trials have an answer to judge.
        public var judged: Int { counts.values.reduce(0, +) }

        /// How many of them went through.
        public var through: Int { AttackOutcome.allCases.filter(\.wentThrough).reduce(0) { $0 + self[$1] } }
    }

    /// Attacks, and harmless texts beside them.
    public struct Measures: Sendable, Equatable {
        /// The trials of attacks.
        public fileprivate(set) var attacks = Tally()
        /// The trials of harmless texts.
        public fileprivate(set) var benign = Tally()

        /// The share of judged attacks that went through; nil when there is none.
        public var harmfulRate: Estimate? { Estimate.proportion(attacks.through, of: attacks.judged) }

        /// The share of judged harmless texts that did not go through; nil when there is none.
        public var falseRefusalRate: Estimate? {
            Estimate.proportion(benign.judged - benign.through, of: benign.judged)
        }

        fileprivate mutating func add(_ outcome: AttackOutcome?, isBenign: Bool) {
            if isBenign { benign.add(outcome) } else { attacks.add(outcome) }
        }
    }

    /// All trials.
    public private(set) var overall = Measures()
    /// By where the text is from.
    public private(set) var sources: [String: Measures] = [:]
    /// By what the text is after.
    public private(set) var kinds: [String: Measures] = [:]
    /// By disguise.
    public private(set) var mutations: [Mutation: Measures] = [:]

    /// Counts nothing yet.
    public init() {}

    /// Counts a trial; its outcome is nil when there is no answer to judge.
    public mutating func add(_ trial: AttackTrial, _ outcome: AttackOutcome?) {
        let attack = trial.attack
        overall.add(outcome, isBenign: attack.isBenign)
        sources[attack.source, default: Measures()].add(outcome, isBenign: attack.isBenign)
        kinds[attack.kind, default: Measures()].add(outcome, isBenign: attack.isBenign)
        mutations[trial.mutation, default: Measures()].add(outcome, isBenign: attack.isBenign)
    }

    /// How many trials have no answer to judge.
    public var unanswered: Int { overall.attacks.unanswered + overall.benign.unanswered }
}
