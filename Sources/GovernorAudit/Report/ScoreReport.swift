/// What an audit found about scores: whether they promise every group what comes true, and what other thresholds lead to.
///
/// Rows count without their weights, since scores are kept by row.
public struct ScoreReport: Sendable, Equatable {
    /// Bins of calibration curves: each is a whole number of a cube's usual buckets.
    public static let bins = 10
    /// The thresholds that are looked at: 0, 0.01, … 1.
    public static let thresholds = (0...100).map { Double($0) / 100 }

    /// All rows together.
    public let overall: GroupScores
    /// Every single attribute of the cube, in its order.
    public let attributes: [AttributeScores]
    /// What deciding by each threshold leads to, ascending.
    public let outcomes: [ThresholdOutcome]
}

/// The scores of the groups that one attribute forms.
public struct AttributeScores: Sendable, Equatable {
    /// The attribute.
    public let attribute: String
    /// The groups that have scores, ascending.
    public let groups: [GroupScores]
}

/// What the scores of a group are worth.
public struct GroupScores: Sendable, Equatable {
    /// Rows whose scores are close.
    public struct Bin: Sendable, Equatable {
        /// What was promised and what came true.
        public let bin: CalibrationCurve.Bin
        /// Where the share that came true lies.
        public let interval: Interval?
    }

    /// The group.
    public let group: Group
    /// Rows that have a score.
    public let rows: Int
    /// Rows that have a score and a label: what follows is about them.
    public let labelledRows: Int
    /// The calibration curve, without bins that have no rows.
    public let bins: [Bin]
    /// The mean distance of promise and truth over ``bins``; nil without labelled rows.
    public let expectedError: Double?
    /// The mean of (score − label)²; nil without labelled rows, and where scores were not kept.
    public let brierScore: Double?
    /// The area under the ROC curve; nil unless rows of both labels have scores.
    public let rocAUC: Double?
    /// Where it lies; nil unless each label has two rows, and where it is 0 or 1.
    public let rocAUCInterval: Interval?
}

/// What deciding by a threshold leads to.
public struct ThresholdOutcome: Sendable, Equatable {
    /// How far apart selection rates are.
    public struct Gap: Sendable, Equatable {
        /// The attribute that forms the groups.
        public let attribute: String
        /// The highest selection rate minus the lowest; nil unless two groups are large enough.
        public let difference: Double?
        /// The lowest over the highest; nil too when nobody is selected.
        public let ratio: Double?
    }

    /// Scores from this on are selected.
    public let threshold: Double
    /// The share of rows with a score that is selected.
    public let selectionRate: Double
    /// The share of rows with a score and a label that is decided as labelled; nil without such rows.
    public let accuracy: Double?
    /// By attribute, over the groups that have enough rows.
    public let gaps: [Gap]
}
