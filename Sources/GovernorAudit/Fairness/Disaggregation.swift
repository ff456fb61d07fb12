/// A group with its counts.
public struct GroupCounts: Sendable, Equatable {
    /// The group.
    public let group: Group
    /// Its rows.
    public let rows: OutcomeCounts
    /// Its rows' weights; the rows themselves where there are none.
    public let weights: OutcomeCounts
    /// The squares of its rows' weights.
    let squaredWeights: OutcomeCounts

    /// A group that has no rows.
    fileprivate init(empty group: Group) {
        self.init(
            group: group, rows: OutcomeCounts(), weights: OutcomeCounts(), squaredWeights: OutcomeCounts())
    }

    /// A group of a cube.
    fileprivate init(_ cube: CountCube, group position: Int) {
        self.init(
            group: cube.groups[position], rows: cube.counts(group: position), weights: cube.weights(group: position),
            squaredWeights: cube.squaredWeights(group: position))
    }

    private init(group: Group, rows: OutcomeCounts, weights: OutcomeCounts, squaredWeights: OutcomeCounts) {
        self.group = group
        self.rows = rows
        self.weights = weights
        self.squaredWeights = squaredWeights
    }

    /// A rate of the group; nil when it is not estimable.
    public func value(_ rate: Rate) -> Double? { rate.value(of: weights) }

    /// A rate of the group with its interval; nil when it is not estimable.
    ///
    /// The interval of weighted rows is that of their effective number, (Σw)² ∕ Σw² (Kish, 1965).
    ///
    /// - Parameters:
    ///   - alpha: The probability of missing the rate, such as 0.05.
    ///   - method: nil for ``ProportionInterval/recommended(successes:of:isAnytimeValid:)``.
    ///   - isAnytimeValid: Whether that is to hold at every look.
    public func estimate(_ rate: Rate, alpha: Double, method: ProportionInterval? = nil, isAnytimeValid: Bool = false)
        -> RateEstimate?
    {
        let trials = effectiveRows(rate)
        guard let value = value(rate), trials > 0 else { return nil }
        let successes = value * trials
        let method = method ?? .recommended(successes: successes, of: trials, isAnytimeValid: isAnytimeValid)
        return method.interval(successes: successes, of: trials, alpha: alpha).map {
            RateEstimate(value: value, interval: $0, method: method, rows: trials)
        }
    }

    /// How many rows without weights would say as much about a rate.
    func effectiveRows(_ rate: Rate) -> Double {
        let whole = rate.fraction(of: weights).whole
        let squares = rate.fraction(of: squaredWeights).whole
        // By Cauchy and Schwarz never more than there are rows; squares of small weights are rounded.
        return squares > 0 ? min(whole * whole / squares, rate.fraction(of: rows).whole) : 0
    }

    /// Why a rate is not estimable; nil when it is.
    func reasonNotEstimable(_ rate: Rate) -> String? {
        guard value(rate) == nil else { return nil }
        return rate.fraction(of: rows).whole > 0 ? "all weights are 0" : rate.reasonNotEstimable
    }

    /// The group's rate against another's; nil unless both are estimable.
    func compared(with other: Self, _ rate: Rate) -> TwoProportions? {
        guard let own = value(rate), let others = other.value(rate) else { return nil }
        let (rows, otherRows) = (effectiveRows(rate), other.effectiveRows(rate))
        return TwoProportions(own * rows, of: rows, versus: others * otherRows, of: otherRows)
    }

    /// The same rows under another name.
    public func renamed(_ group: Group) -> Self {
        GroupCounts(group: group, rows: rows, weights: weights, squaredWeights: squaredWeights)
    }

    /// The same rows when the negative outcome is the favourable one.
    public var inverted: Self {
        GroupCounts(
            group: group, rows: rows.inverted, weights: weights.inverted, squaredWeights: squaredWeights.inverted)
    }

    static func + (left: Self, right: Self) -> Self {
        GroupCounts(
            group: left.group, rows: left.rows + right.rows, weights: left.weights + right.weights,
            squaredWeights: left.squaredWeights + right.squaredWeights)
    }
}

/// A rate with where it lies.
public struct RateEstimate: Sendable, Equatable {
    /// The rate, in `0...1`.
    public let value: Double
    /// Where it lies.
    public let interval: Interval
    /// How the interval was found.
    public let method: ProportionInterval
    /// The rows in its denominator, or their effective number.
    public let rows: Double
}

/// The counts of every group that some attributes form.
public struct Disaggregation: Sendable, Equatable {
    /// Combinations of levels without rows are listed up to so many groups in all; beyond, only those with rows.
    public static let maximumListed = 4096

    /// The attributes that form the groups.
    public let attributes: [String]
    /// What became of rows that lack one of them.
    public let missing: MissingLevels
    /// The groups, ascending, with those that have no rows although each of their levels occurs.
    public let groups: [GroupCounts]
    /// All groups together; with ``MissingLevels/drop`` without the rows that lack an attribute.
    public let overall: GroupCounts
    /// With ``MissingLevels/bounds`` the rows that lack an attribute, by the levels that they have.
    let lacking: [GroupCounts]

    /// Disaggregates a cube.
    ///
    /// - Throws: ``AuditError/unknownAttribute(_:known:)``, ``AuditError/duplicateAttribute(_:)``.
    public init(_ cube: CountCube, by attributes: [String], missing: MissingLevels = .ownGroup) throws(AuditError) {
        try self.init(NumberedCube(cube), by: attributes, missing: missing)
    }

    /// Disaggregates a cube by one of many sets of attributes.
    init(_ cube: NumberedCube, by attributes: [String], missing: MissingLevels) throws(AuditError) {
        // Weights are added up as exact sums, so that names and order of groups change nothing.
        let projected = try cube.projected(onto: attributes, missing: missing == .bounds ? .ownGroup : missing)
        var counts: [Group: GroupCounts] = [:]
        for (position, group) in projected.groups.enumerated() {
            counts[group] = GroupCounts(projected, group: position)
        }
        let isLeftOut = { (group: Group) in missing == .bounds && group.hasMissingLevel }
        lacking = projected.groups.filter(isLeftOut).compactMap { counts[$0] }
        let all = try projected.projected(onto: [])
        self.attributes = attributes
        self.missing = missing
        let known = projected.groups.filter { !isLeftOut($0) }
        groups = Self.combinations(known, attributes.count).map { counts[$0] ?? GroupCounts(empty: $0) }
        overall = all.groups.isEmpty ? GroupCounts(empty: .everybody) : GroupCounts(all, group: 0)
    }

    /// The rows of all groups that satisfy a condition, as one; nil when none does.
    public func total(where condition: (Group) -> Bool) -> GroupCounts? {
        groups.filter { condition($0.group) }.reduce(nil) { (total: GroupCounts?, next) in
            total.map { $0 + next } ?? next
        }
    }

    /// Whether every combination of levels that occur has so many rows.
    func hasEveryCombination(of rows: Int) -> Bool {
        let combinations = attributes.indices.reduce(1.0) { product, attribute in
            product * Double(Set(groups.map { $0.group.levels[attribute] }).count)
        }
        return combinations == Double(groups.count) && groups.allSatisfy { $0.rows.total >= Double(rows) }
    }

    /// Every combination of levels that occur, or the given ones where those are too many.
    private static func combinations(_ groups: [Group], _ attributes: Int) -> [Group] {
        let levels = (0..<attributes).map { attribute in Set(groups.map { $0.levels[attribute] }).sorted() }
        var count = 1
        for occurring in levels {
            count *= occurring.count
            if count > maximumListed { return groups }
        }
        guard !groups.isEmpty else { return [] }
        return levels.reduce([Group.everybody]) { groups, occurring in
            groups.flatMap { group in occurring.map { Group(group.levels + [$0]) } }
        }
    }
}
