/// Scores with how many rows of each label have them, ascending: what measures of ranking and calibration are functions of.
///
/// Where scores were rounded (see ``ValueRuns``) these measures are of the rounded scores.
public struct ScoredOutcomes: Sendable, Equatable {
    /// A score and its rows.
    public struct Entry: Sendable, Equatable {
        /// The score, in `0...1`.
        public let score: Double
        /// Rows labelled negative.
        public let negatives: Double
        /// Rows labelled positive.
        public let positives: Double

        /// All rows.
        var rows: Double { negatives + positives }
    }

    /// The distinct scores, ascending.
    public let entries: [Entry]
    /// Rows labelled negative.
    public let negatives: Double
    /// Rows labelled positive.
    public let positives: Double

    /// Joins the scores of both labels.
    ///
    /// - Parameters:
    ///   - negatives: The scores of rows labelled negative.
    ///   - positives: The scores of rows labelled positive, at the same level.
    public init(negatives: ValueRuns, positives: ValueRuns) {
        let common = min(negatives.level, positives.level)
        let (left, right) = (
            negatives.rounded(to: common).valuesAndCounts, positives.rounded(to: common).valuesAndCounts
        )
        var entries: [Entry] = []
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            let score = min(i < left.count ? left[i].value : .infinity, j < right.count ? right[j].value : .infinity)
            let negative = i < left.count && left[i].value == score ? left[i].count : 0
            let positive = j < right.count && right[j].value == score ? right[j].count : 0
            entries.append(Entry(score: score, negatives: Double(negative), positives: Double(positive)))
            if negative > 0 { i += 1 }
            if positive > 0 { j += 1 }
        }
        self.entries = entries
        self.negatives = Double(negatives.total)
        self.positives = Double(positives.total)
    }

    /// The scores of a group of a cube.
    public init(_ cube: CountCube, group: Int) {
        self.init(
            negatives: cube.scoreRuns(group: group, label: .negative),
            positives: cube.scoreRuns(group: group, label: .positive))
    }

    /// All rows with a label and a score.
    public var rows: Double { negatives + positives }

    /// Whether rows of both labels have scores.
    var hasBoth: Bool { negatives > 0 && positives > 0 }
}
