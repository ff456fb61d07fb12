/// What rows that lack an attribute could change about gaps between groups, whichever groups they belong to.
///
/// These are worst-case bounds (Manski, *Nonparametric Bounds on Treatment Effects*, 1990): they assume nothing about why an attribute is
/// missing, only that each row belongs to a group of levels that some row has. They are about the rows that were read; chance
/// comes on top.
public struct GapBounds: Sendable, Equatable {
    /// Where the highest rate minus the lowest lies. The upper bound is reached; the lower one is of fractions of rows, and with several
    /// attributes may not be.
    public let difference: Interval
    /// Where the lowest rate over the highest lies; nil when no row counts.
    public let ratio: Interval?
}

/// The rows of a set of attributes that lack some of these, and which groups they could belong to.
struct MissingRows {
    /// Rows that lack the same attributes and agree in the others.
    private let parts: [GroupCounts]
    /// By group: the parts whose rows could belong to it, ascending.
    private let consistent: [Group: [Int]]
    /// By part: how many combinations of levels its rows could have. Where there is one only, they belong to that group.
    private let choices: [Double]

    /// - Parameter set: Disaggregated with ``MissingLevels/bounds``.
    init(_ set: Disaggregation) {
        let parts = set.lacking
        self.parts = parts
        var places: [[Int]: [Group: Int]] = [:]
        for (part, counts) in parts.enumerated() {
            let known = counts.group.levels.indices.filter { counts.group.levels[$0] != .missing }
            places[known, default: [:]][Group(known.map { counts.group.levels[$0] })] = part
        }
        consistent = Dictionary(
            uniqueKeysWithValues: set.groups.map { counts in
                let found = places.compactMap { known, parts in parts[Group(known.map { counts.group.levels[$0] })] }
                return (counts.group, found.sorted())
            })
        let levels = set.attributes.indices.map { attribute in
            let all = (set.groups + parts).map { $0.group.levels[attribute] }
            return Double(Set(all).subtracting([.missing]).count)
        }
        choices = parts.map { counts in
            zip(counts.group.levels, levels).reduce(1) { $1.0 == .missing ? $0 * $1.1 : $0 }
        }
    }

    /// Where the rate of a group lies; nil when no row counts.
    func bounds(_ counts: GroupCounts, _ rate: Rate) -> Interval? {
        let share = known(counts, rate)
        let could = elsewhere(counts).reduce(Share()) { $0 + Share(parts[$1], rate) }
        guard share.part + share.other + could.part + could.other > 0 else { return nil }
        return Interval(share.with(others: could.other) ?? 0, share.with(part: could.part) ?? 1)
    }

    /// The rows of a group, with those that lack an attribute and can be nobody else's.
    private func known(_ counts: GroupCounts, _ rate: Rate) -> Share {
        (consistent[counts.group] ?? []).reduce(Share(counts, rate)) { known, part in
            choices[part] == 1 ? known + Share(parts[part], rate) : known
        }
    }

    /// The parts whose rows could be of a group, or of another one.
    private func elsewhere(_ counts: GroupCounts) -> [Int] {
        (consistent[counts.group] ?? []).filter { choices[$0] > 1 }
    }

    /// Where the gap of some groups lies; nil unless there are two.
    func bounds(_ groups: [GroupCounts], _ rate: Rate) -> GapBounds? {
        let limits = groups.compactMap { bounds($0, rate) }
        guard groups.count >= 2, limits.count == groups.count else { return nil }
        // Rows that count go to one group and rows that do not to another, so that both limits are reached at once.
        let pairs = Self.furthest(limits)
        let closest = closest(groups, rate)
        let upper = pairs.map { $0.high - $0.low }.max() ?? 0
        let ratios = pairs.filter { $0.high > 0 }.map { $0.low / $0.high }
        return GapBounds(
            difference: Interval(max(0, closest.upper - closest.lower), max(0, upper)),
            ratio: ratios.min().map {
                Interval(min(1, $0), closest.upper > 0 ? min(1, closest.lower / closest.upper) : 1)
            })
    }

    /// The lowest lower limits with the highest upper ones of other groups: the pairs that can be furthest apart.
    private static func furthest(_ limits: [Interval]) -> [(low: Double, high: Double)] {
        let byLower = limits.indices.sorted { limits[$0].lower < limits[$1].lower }
        let byUpper = limits.indices.sorted { limits[$0].upper > limits[$1].upper }
        let pairs = byLower.prefix(2).flatMap { low in byUpper.prefix(2).map { (low, $0) } }
        return pairs.filter { $0 != $1 }.map { (limits[$0].lower, limits[$1].upper) }
    }

    /// What the lowest rate cannot exceed, and the highest not fall below, wherever rows belong.
    ///
    /// The lowest rate is at most that of any groups together, with every row that counts and could be theirs. The lowest groups
    /// give the least limit: it is the level to which these rows would fill them up. Where no row could belong elsewhere,
    /// the lowest rate is at most that of all, too, and the highest at least.
    private func closest(_ groups: [GroupCounts], _ rate: Rate) -> (lower: Double, upper: Double) {
        let ascending = groups.map { (group: $0, value: known($0, rate).value ?? 0) }.sorted { $0.value < $1.value }
            .map(\.group)
        var (lower, upper) = (1.0, 0.0)
        for (limit, share) in zip(filled(ascending, rate), filled(ascending.reversed(), rate)) {
            lower = min(lower, limit.known.with(part: limit.could.part) ?? 1)
            upper = max(upper, share.known.with(others: share.could.other) ?? 0)
        }
        var reached = [Double](repeating: 0, count: parts.count)
        for counts in groups { for part in consistent[counts.group] ?? [] { reached[part] += 1 } }
        if zip(reached, choices).allSatisfy({ $0 == $1 }), let all = filled(groups, rate).last,
            let together = (all.known + all.could).value
        {
            (lower, upper) = (min(lower, together), max(upper, together))
        }
        return (lower, upper)
    }

    /// The first group, the first two and so on: their rows, and those that could be theirs.
    private func filled(_ groups: [GroupCounts], _ rate: Rate) -> [(known: Share, could: Share)] {
        var seen = [Bool](repeating: false, count: parts.count)
        var (known, could) = (Share(), Share())
        return groups.map { counts in
            known = known + self.known(counts, rate)
            for part in elsewhere(counts) where !seen[part] {
                seen[part] = true
                could = could + Share(parts[part], rate)
            }
            return (known, could)
        }
    }

    /// Rows that a rate counts, and the others that it is a share of.
    private struct Share {
        var part = 0.0
        var other = 0.0

        init() {}

        init(_ counts: GroupCounts, _ rate: Rate) {
            let (part, whole) = rate.fraction(of: counts.weights)
            (self.part, other) = (part, whole - part)
        }

        var value: Double? { part + other > 0 ? part / (part + other) : nil }

        func with(part more: Double) -> Double? { (self + Share(part: more, other: 0)).value }
        func with(others more: Double) -> Double? { (self + Share(part: 0, other: more)).value }

        private init(part: Double, other: Double) { (self.part, self.other) = (part, other) }

        static func + (left: Self, right: Self) -> Self {
            Share(part: left.part + right.part, other: left.other + right.other)
        }
    }
}
