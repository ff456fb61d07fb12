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

    /// The highest rate minus the lowest; nil unless two groups are estimable.
    public var difference: Double? {
        pair.map { lowest, highest in
            CrossProducts(lowest, highest)?.difference ?? highest.value - lowest.value
        }
    }

    /// The lowest rate over the highest; nil unless two groups are estimable and one is not 0.
    public var ratio: Double? {
        pair.flatMap { lowest, highest in
            guard highest.value > 0 else { return nil }
            return CrossProducts(lowest, highest)?.ratio ?? lowest.value / highest.value
        }
    }

    /// Whether the ratio is below four fifths, told exactly for whole numbers of rows; nil where there is no ratio.
    public var isBelowFourFifths: Bool? {
        pair.flatMap { lowest, highest in
            guard highest.value > 0 else { return nil }
            return CrossProducts(lowest, highest)?.isBelowFourFifths
                ?? !ParityBand.fourFifths.contains((lowest.value / highest.value).roundedForJudging)
        }
    }

    private var pair: (lowest: Extreme, highest: Extreme)? {
        guard estimableGroups >= 2, let lowest, let highest else { return nil }
        return (lowest, highest)
    }
}

/// Two shares of whole numbers of rows, brought to one denominator: what their doubles cannot tell, such as that 55 of 100 are
/// not more than 0.05 above 50 of 100.
private struct CrossProducts {
    private let lowest: Int128
    private let highest: Int128
    private let denominator: Int128

    /// - Returns: nil where weights are no whole numbers.
    init?(_ lowest: Spread.Extreme, _ highest: Spread.Extreme) {
        guard let x1 = Int64(exactly: lowest.part), let n1 = Int64(exactly: lowest.whole),
            let x2 = Int64(exactly: highest.part), let n2 = Int64(exactly: highest.whole),
            max(n1, n2) < 1 << 60
        else { return nil }
        self.lowest = Int128(x1) * Int128(n2)
        self.highest = Int128(x2) * Int128(n1)
        denominator = Int128(n1) * Int128(n2)
    }

    var difference: Double { Double(highest - lowest) / Double(denominator) }
    var ratio: Double { Double(lowest) / Double(highest) }
    var isBelowFourFifths: Bool { lowest * 5 < highest * 4 }
}

extension Double {
    /// The nearest number of twelve significant digits. What is computed from doubles is off in the last of their sixteen, and a
    /// threshold that is met exactly must not be missed for that.
    var roundedForJudging: Double {
        guard isFinite, self != 0 else { return self }
        var (power, scaled) = (1.0, magnitude)
        // Powers of ten up to the 22nd are exact.
        while scaled < 1e11, power < 1e22 {
            power *= 10
            scaled = magnitude * power
        }
        return scaled < 1e11 || scaled >= 1e12 ? self : (self * power).rounded() / power
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
