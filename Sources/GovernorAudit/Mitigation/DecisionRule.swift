/// Which rate a threshold optimizer makes equal for all groups.
public enum ParityConstraint: String, Sendable, CaseIterable {
    /// Selection rates.
    case demographicParity = "demographic_parity"
    /// True positive rates.
    case truePositiveRateParity = "true_positive_rate_parity"
    /// False positive rates.
    case falsePositiveRateParity = "false_positive_rate_parity"
    /// True and false positive rates.
    case equalizedOdds = "equalized_odds"
}

/// What a threshold optimizer makes as large as the constraint allows, over all rows.
public enum DecisionObjective: String, Sendable, CaseIterable {
    /// The share of rows that are decided as labelled.
    case accuracy
    /// The mean of the true positive and the true negative rate.
    case balancedAccuracy = "balanced_accuracy"
}

/// How to decide about a group's rows by their score, with chance where that takes away a gap.
public struct DecisionRule: Sendable, Equatable {
    /// A threshold and how often it is the one that counts.
    public struct Part: Sendable, Equatable {
        /// Scores above this are selected; infinite for all or none.
        public let threshold: Double
        /// How often, in `0...1`.
        public let probability: Double
    }

    /// The group.
    public let group: Group
    /// One threshold, or two between which is drawn; their probabilities add up to 1.
    public let parts: [Part]
    /// How often the score is ignored.
    public let ignored: Double
    /// How often a row is selected whose score is ignored.
    public let constant: Double

    /// The probability that a row with a score is selected.
    public func probability(of score: Double) -> Double {
        let byScore = parts.reduce(0) { $0 + (score > $1.threshold ? $1.probability : 0) }
        return ignored * constant + (1 - ignored) * byScore
    }

    /// Whether the same score is always decided alike.
    public var isDeterministic: Bool { ignored == 0 && parts.count == 1 }

    /// The counts to be expected when rows with scores are decided so.
    public func expectedCounts(of scores: ScoredOutcomes) -> OutcomeCounts {
        var counts = OutcomeCounts()
        for entry in scores.entries {
            let selected = probability(of: entry.score)
            counts[.positive, .positive] += entry.positives * selected
            counts[.positive, .negative] += entry.positives * (1 - selected)
            counts[.negative, .positive] += entry.negatives * selected
            counts[.negative, .negative] += entry.negatives * (1 - selected)
        }
        return counts
    }
}
