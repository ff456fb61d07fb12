/// How far apart the groups are in a rate.
public struct Spread: Sendable, Equatable {
    /// A group and its rate.
    public struct Extreme: Sendable, Equatable {
        /// The group.
        public let group: Group
        /// Its rate.
        public let value: Double
        /// The weight of the rows that are counted.
        let part: Double
        /// The weight of the rows that they are a share of.
        let whole: Double
    }

    /// The rate.
    public let rate: Rate
    /// The group with the lowest rate, of equal ones the one with more rows; nil when no group's is estimable.
    public let lowest: Extreme?
    /// The group with the highest rate, of equal ones the one with more rows.
    public let highest: Extreme?
    /// How many groups' rates are estimable.
    public let estimableGroups: Int
    /// The groups whose rate is not estimable, for ``Rate/reasonNotEstimable``.
    public let notEstimable: [Group]

    // Differences and ratios are quotients of whole numbers, rounded once: 40 % of 50 rows less 35 % of 20 are 0.05, not more,
    // as subtracting the two rates would have it, and a threshold of 0.05 holds.

    /// The highest rate minus the lowest; nil unless two groups are estimable.
    public var difference: Double? {
        pair.map { max(0, $0.part * $1.whole - $1.part * $0.whole) / ($0.whole * $1.whole) }
    }

    /// The lowest rate over the highest; nil unless two groups are estimable and one is not 0.
    public var ratio: Double? {
        pair.flatMap { $0.part > 0 ? $1.part * $0.whole / ($1.whole * $0.part) : nil }
    }

    private var pair: (highest: Extreme, lowest: Extreme)? {
        guard estimableGroups >= 2, let lowest, let highest else { return nil }
        return (highest, lowest)
    }
}

extension Disaggregation {
    /// How far apart the groups are in a rate.
    ///
    /// - Parameter minimumRows: Groups with fewer rows in the rate's denominator are left out, as if they were not there.
    public func spread(_ rate: Rate, minimumRows: Double = 0) -> Spread {
        let considered = minimumRows > 0 ? groups.filter { $0.effectiveRows(rate) >= minimumRows } : groups
        var estimable: [(counts: GroupCounts, value: Double)] = []
        var notEstimable: [Group] = []
        for counts in considered {
            if let value = counts.value(rate) {
                estimable.append((counts, value))
            } else {
                notEstimable.append(counts.group)
            }
        }
        let bySize = estimable.sorted { $0.counts.effectiveRows(rate) > $1.counts.effectiveRows(rate) }
        let extreme = { (entry: (counts: GroupCounts, value: Double)) in
            let (part, whole) = rate.fraction(of: entry.counts.weights)
            return Spread.Extreme(group: entry.counts.group, value: entry.value, part: part, whole: whole)
        }
        return Spread(
            rate: rate, lowest: bySize.min { $0.value < $1.value }.map(extreme),
            highest: bySize.max { $0.value < $1.value }.map(extreme), estimableGroups: estimable.count,
            notEstimable: notEstimable)
    }

    /// The group that is worst off in a rate: the lowest, or for a rate of harm the highest.
    ///
    /// - Parameter minimumRows: Smaller groups are not considered: theirs is chance.
    public func worst(_ rate: Rate, minimumRows: Double) -> Spread.Extreme? {
        let spread = spread(rate, minimumRows: minimumRows)
        return rate.isHarm ? spread.highest : spread.lowest
    }

    /// The largest distance of a group's rate from that of all rows; nil when no group's is estimable.
    public func differenceToOverall(_ rate: Rate) -> Double? {
        guard let all = overall.value(rate) else { return nil }
        return groups.compactMap { $0.value(rate) }.map { abs($0 - all) }.max()
    }

    /// The smallest of r and 1 ∕ r, r being a group's rate over that of all rows; nil when no group's is estimable.
    public func ratioToOverall(_ rate: Rate) -> Double? {
        guard let all = overall.value(rate), all > 0 else { return nil }
        return groups.compactMap { $0.value(rate) }.map { min($0 / all, $0 > 0 ? all / $0 : .infinity) }.min()
    }
}
