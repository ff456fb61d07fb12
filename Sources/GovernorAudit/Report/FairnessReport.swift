/// What an audit found about groups.
public struct FairnessReport: Sendable, Equatable {
    /// How it was judged.
    public let audit: FairnessAudit
    /// How many rows were read.
    public let rows: Int
    /// The share of rows that lack each attribute, in the order of the schema, nil where that is not shown; empty without rows.
    public let missingShares: [Double?]
    /// All rows together; with ``MissingLevels/drop`` without those that lack any attribute.
    public let overall: GroupCounts
    /// Every set of attributes, single ones first.
    public let sets: [AttributeSetReport]
    /// What the scores are worth; nil when rows have none, and where small groups are not shown.
    public let scores: ScoreReport?
    /// Levels that are looked at as one because they are small.
    public let pooled: [PooledLevels]
    /// The sets of attributes that are not shown because some combination of their levels is small, or has no row, or because small
    /// groups would follow from them (``NestedSets``).
    ///
    /// Adding and subtracting what is shown does not undo that. All that a report says is a function of the counts of the groups of its
    /// sets, which ``rows`` and ``overall`` are sums of. A smaller group than ``FairnessAudit/suppressedBelow`` either has a level that is
    /// pooled with others, whose sum alone is known; or it is of a set that is not shown, nor is any that contains it, since their
    /// combinations are smaller still. Choose another level for each of its attributes, add a row to every group of these levels
    /// that differs from it in an even number of them, and take one from the others: its size changes, and no group's of any set that
    /// lacks one of its attributes. So its size is no sum of what is shown; the same holds for its rows with a label and a prediction.
    /// That adds rows to combinations that had none. Who knows of many combinations that they cannot occur may compute more: of two
    /// sets with up to four attributes ``NestedSets`` looks after that, of three and more together nobody does.
    public let setsNotShown: [[String]]

    /// The largest gap in a rate over all sets of attributes; nil where no set has two groups that are large enough.
    public func largestGap(_ rate: Rate) -> Double? { gaps(rate).compactMap(\.spread.difference).max() }

    /// The smallest ratio of rates over all sets of attributes.
    public func smallestRatio(_ rate: Rate) -> Double? { gaps(rate).compactMap(\.spread.ratio).min() }

    /// A limit below all sets' largest gap in a rate with a probability of at least 1 − α; nil where there is no gap.
    ///
    /// The largest gap itself is never 0 by chance, and the larger the more sets and groups there are. This is above 0 only where the
    /// data show that some gap is.
    public func largestGapLow(_ rate: Rate) -> Double? { gaps(rate).compactMap(\.lowerOverAllSets).max() }

    /// In how many sets of attributes a rate makes no gap, because fewer than two groups are large enough.
    ///
    /// Nothing is known either about sets that are not shown.
    public func setsWithoutGap(_ rate: Rate) -> Int {
        gaps(rate).count { $0.spread.difference == nil } + setsNotShown.count
    }

    /// The largest gap in a rate that rows which lack an attribute allow, over all sets of attributes; see ``GapBounds``.
    public func largestGapBound(_ rate: Rate) -> Double? { gaps(rate).compactMap(\.bounds?.difference.upper).max() }

    /// The smallest ratio of rates that they allow.
    public func smallestRatioBound(_ rate: Rate) -> Double? { gaps(rate).compactMap(\.bounds?.ratio?.lower).min() }

    /// The largest share of rows that lack an attribute; nil without rows, and where one of the shares is not shown.
    public var largestMissingShare: Double? {
        let known = missingShares.compactMap(\.self)
        return known.count == missingShares.count ? known.max() : nil
    }

    private func gaps(_ rate: Rate) -> [GapReport] { sets.flatMap(\.gaps).filter { $0.spread.rate == rate } }
}

/// What was found about the groups that some attributes form.
public struct AttributeSetReport: Sendable, Equatable {
    /// The attributes.
    public let attributes: [String]
    /// The groups that have rows, ascending.
    public let groups: [GroupCounts]
    /// How far apart the groups are, by rate.
    public let gaps: [GapReport]
    /// What other definitions of fairness come to.
    public let measures: FairnessMeasures
    /// What is said about each group, by rate.
    public let judgements: [[GroupJudgement]]
}

/// How far apart groups are in a rate.
public struct GapReport: Sendable, Equatable {
    /// The extremes of the groups that are large enough.
    public let spread: Spread
    /// Where the largest difference of two groups lies, whichever they are; nil without two groups. See ``LargestGap``.
    public let interval: Interval?
    /// The lower limit where the limits of all sets of attributes are to hold at once.
    public let lowerOverAllSets: Double?
    /// What rows that lack an attribute could change, with ``MissingLevels/bounds``.
    public let bounds: GapBounds?
}

/// What is said about a group and a rate.
public struct GroupJudgement: Sendable, Equatable {
    /// What the numbers allow to say.
    public enum Verdict: String, Sendable {
        /// The group differs from the rest, by more than chance explains.
        case differs
        /// Chance may explain the difference; see how large a gap could have been seen.
        case noEvidence = "no_evidence"
        /// Too few rows to judge, in the group or beside it.
        case tooFewRows = "too_few_rows"
        /// No row is in the rate's denominator.
        case notEstimable = "not_estimable"
    }

    /// The group.
    public let group: Group
    /// The rate.
    public let rate: Rate
    /// The rate's value and interval; nil when it is not estimable.
    public let estimate: RateEstimate?
    /// The group against the rest; nil for groups that get no verdict.
    public let comparison: Comparison?
    /// The verdict.
    public let verdict: Verdict
    /// Where the rate lies whatever rows that lack an attribute belong to, with ``MissingLevels/bounds``.
    public let bounds: Interval?
    /// What a comparison with the rest would show, as if the group were large enough to be judged; nil where there is none.
    public let sight: Sight?

    /// The smallest gap to the rest that would be seen; nil when none would.
    public var smallestVisibleGap: Double? { sight?.smallestGap }

    /// What sizes of groups allow to see: a gap that leads to ``Verdict/differs`` in four of five cases.
    public struct Sight: Sendable, Equatable {
        /// The smallest gap that is seen; nil when none is.
        public let smallestGap: Double?
        /// How many rows more in the rate's denominator the group needs for ``FairnessAudit/visibleGap`` to be seen, beside as many
        /// others as there are, and for a verdict at all; 0 when it is. nil when no number would do, because the others are too few,
        /// and for groups that differ.
        public let moreRowsNeeded: Int?
        /// Where no number would do: how many rows the group and the others need together, in the proportion they have.
        public let rowsNeededInAll: Int?
    }
}
