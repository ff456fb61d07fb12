/// How an audit judges groups: what is stated with every result.
public struct FairnessAudit: Sendable, Equatable {
    /// The most attributes whose intersections are looked at together, unless less is asked for.
    public static let maximumDepth = 4
    /// The most groups of all sets of attributes together: a report holds some 2 KiB of each.
    public static let maximumGroups = 1 << 16
    /// The least limit of suppression: of two, what is not shown would be one.
    public static let leastSuppression = 3
    /// The most groups of cubes that are added up, once for each set of attributes: some seconds.
    static let maximumAdditions = 1 << 24

    /// The rates by which groups are compared. Base rates differ, so no classifier makes all of them equal: which are
    /// chosen, and why, is a decision of the audit's owner.
    public var rates: [Rate] = [.selectionRate, .truePositiveRate, .falsePositiveRate, .precision]
    /// Why these; nil when it was not said.
    public var reason: String?
    /// What becomes of rows that lack an attribute.
    public var missing = MissingLevels.ownGroup
    /// Groups with fewer rows in a rate's denominator get an interval and no verdict.
    public var minimumRows = 30
    /// The gap in a rate that matters: of groups without a verdict that they differ, a report says how many rows more would show it.
    public var visibleGap = 0.05
    /// The probability that an interval misses, and that the audit finds any gap where there is none.
    public var alpha = 0.05
    /// Whether intervals and p-values hold at every look at rows that come one after the other, not at one. Of rows without weights.
    public var isAnytimeValid = false
    /// How p-values are corrected for how many groups are compared, over all sets of attributes and all rates.
    public var correction = MultipleTesting.holm
    /// The most attributes that form groups together.
    public var depth = maximumDepth
    /// Whether levels of an attribute with fewer rows than ``minimumRows`` are looked at as one.
    public var isPooling = false
    /// Groups with fewer rows are not shown, nor what they could be computed from; nil when everything is shown. At least
    /// ``leastSuppression``, and only with ``MissingLevels/ownGroup``. See ``FairnessReport/setsNotShown``.
    public var suppressedBelow: Int?
    /// From which score on a row was decided positively, where scores decided; nil where a column did.
    public var threshold: Double?

    /// The usual settings.
    public init() {}

    /// Judges every group that up to ``depth`` of the cube's attributes form.
    public func report(of cube: CountCube) throws(AuditError) -> FairnessReport {
        try Self.requireFewSets(of: cube, upTo: suppressedBelow == nil ? depth : Self.maximumDepth)
        let all = cube
        let (cube, pooled) = try pooled(all)
        // Bins of scores hold few rows each.
        let scores = suppressedBelow == nil ? try scoreReport(of: cube) : nil
        let numbered = NumberedCube(cube)
        let (sets, setsNotShown) = try disaggregations(of: numbered, by: cube.schema.attributes)
        let overall = try Disaggregation(numbered, by: cube.schema.attributes, missing: missing).overall
        let comparisons = Comparisons(self, sets)
        let missingRows = missing == .bounds ? sets.map(MissingRows.init) : nil
        let gaps = rates.map { self.gaps($0, sets, missingRows) }
        let judged = sets.enumerated().map { position, groups in
            AttributeSetReport(
                attributes: groups.attributes, groups: groups.groups.filter { $0.rows.total > 0 },
                gaps: gaps.map { $0[position] },
                measures: FairnessMeasures(groups, minimumRows: Double(minimumRows)),
                judgements: rates.indices.map {
                    judgements(rates[$0], groups, comparisons, $0, position, missingRows?[position])
                })
        }
        return FairnessReport(
            audit: self, rows: cube.total, missingShares: missingShares(all, pooled), overall: overall, sets: judged,
            scores: scores, pooled: pooled, setsNotShown: setsNotShown)
    }

    /// The statistics with small levels put together, where that is wanted.
    private func pooled(_ cube: CountCube) throws(AuditError) -> (cube: CountCube, pooled: [PooledLevels]) {
        if let suppressedBelow {
            precondition(suppressedBelow >= Self.leastSuppression && missing == .ownGroup)
            guard cube.total >= suppressedBelow else { throw .tooFewRowsToShow(limit: suppressedBelow) }
        }
        let limit = max(suppressedBelow ?? 0, isPooling ? minimumRows : 0)
        return try cube.pooled(below: limit, isGrowing: suppressedBelow != nil, missing: missing)
    }

    /// The groups of every set of attributes, without the sets that are not shown.
    private func disaggregations(
        of cube: NumberedCube, by all: [String]
    ) throws(AuditError) -> (shown: [Disaggregation], notShown: [[String]]) {
        let sets = Self.subsets(all, upTo: depth)
        var shown: [Disaggregation] = []
        var groups = 0
        for attributes in sets {
            let set = try Disaggregation(cube, by: attributes, missing: missing)
            groups += set.groups.count
            guard groups <= Self.maximumGroups else { throw .tooManySets(limit: Self.maximumGroups) }
            if suppressedBelow.map(set.hasEveryCombination) ?? true { shown.append(set) }
        }
        guard let suppressedBelow else { return (shown, []) }
        let hidden = try nested(cube, by: all, Set(shown.map(\.attributes)), below: suppressedBelow)
        shown.removeAll { set in hidden.contains { $0.isSubset(of: set.attributes) } }
        let left = Set(shown.map(\.attributes))
        return (shown, sets.filter { !left.contains($0) })
    }

    /// The sets of attributes of which small groups would follow from others that are shown; see ``NestedSets``.
    ///
    /// Both together have up to ``maximumDepth`` attributes, whatever ``depth`` is: the wider set and the narrower one may be shown
    /// where their intersections are not asked for.
    private func nested(
        _ cube: NumberedCube, by all: [String], _ shown: Set<[String]>, below limit: Int
    ) throws(AuditError) -> [Set<String>] {
        var hidden: [Set<String>] = []
        for attributes in Self.subsets(all, upTo: Self.maximumDepth) where !shown.contains(attributes) {
            let groups = try Disaggregation(cube, by: attributes, missing: missing).groups
            // Each way to part the attributes in two, once.
            for parting in 1..<(1 << (attributes.count - 1)) {
                let parts = [0, 1].map { side in attributes.indices.filter { parting >> $0 & 1 == side } }
                let names = parts.map { $0.map { attributes[$0] } }
                guard names.allSatisfy({ part in shown.contains(part) && !hidden.contains { $0.isSubset(of: part) } })
                else { continue }
                if let nested = NestedSets.hidden(groups, parts[0], parts[1], below: limit) {
                    hidden.append(Set(nested.map { attributes[$0] }))
                }
            }
        }
        return hidden
    }

    /// Finds out whether the groups of all sets of attributes can be formed in a reasonable time.
    ///
    /// - Throws: ``AuditError/tooManySets(limit:)``.
    static func requireFewSets(of cube: CountCube, upTo depth: Int) throws(AuditError) {
        let sets = subsets(cube.schema.attributes, upTo: depth).count
        guard sets * cube.groups.count <= maximumAdditions else { throw .tooManySets(limit: maximumAdditions) }
    }

    /// All sets of attributes up to a size, small ones first, in the order of the attributes.
    static func subsets(_ attributes: [String], upTo size: Int) -> [[String]] {
        var all: [[Int]] = [[]]
        var last: [[Int]] = [[]]
        for _ in 0..<min(size, attributes.count) {
            last = last.flatMap { set in (((set.last ?? -1) + 1)..<attributes.count).map { set + [$0] } }
            all += last
        }
        return all.dropFirst().map { $0.map { attributes[$0] } }
    }

    /// The share of rows that lack each attribute, nil where that is not shown; empty without rows.
    private func missingShares(_ cube: CountCube, _ pooled: [PooledLevels]) -> [Double?] {
        guard cube.total > 0 else { return [] }
        return cube.schema.attributes.enumerated().map { attribute, name in
            let pool = pooled.first { Level($0.attribute) == Level(name) }
            if suppressedBelow != nil, pool?.levels.contains(.missing) == true { return nil }
            let lacking = cube.groups.indices.filter { cube.groups[$0].levels[attribute] == .missing }
            return lacking.reduce(0) { $0 + cube.counts(group: $1).total } / Double(cube.total)
        }
    }

    // MARK: - Comparisons

    private func judgements(
        _ rate: Rate, _ groups: Disaggregation, _ comparisons: Comparisons, _ ratePosition: Int, _ set: Int,
        _ missingRows: MissingRows?
    ) -> [GroupJudgement] {
        groups.groups.filter { $0.rows.total > 0 }.map { counts in
            let found = comparisons[ratePosition, set][counts.group]
            let isLarge = counts.effectiveRows(rate) >= Double(minimumRows)
            let comparison = isLarge ? found : nil
            let verdict: GroupJudgement.Verdict =
                counts.value(rate) == nil
                ? .notEstimable
                : comparison.map { $0.adjustedP < alpha ? .differs : .noEvidence } ?? .tooFewRows
            return GroupJudgement(
                group: counts.group, rate: rate,
                estimate: counts.estimate(rate, alpha: alpha, isAnytimeValid: isAnytimeValid), comparison: comparison,
                verdict: verdict, bounds: missingRows?.bounds(counts, rate),
                // What a test for one look would see, one for every look does not.
                sight: isAnytimeValid
                    ? nil : found.map { sight(of: $0, comparisons.power, isFound: verdict == .differs) })
        }
    }

    /// What a comparison would show, and what it would take to show ``visibleGap``.
    private func sight(of comparison: Comparison, _ power: StudyPower, isFound: Bool) -> GroupJudgement.Sight {
        let pair = comparison.proportions
        let (rows, others, rate) = (pair.n1, pair.n2, pair.p2)
        let gap = power.smallestVisibleGap(rows: rows, others: others, rate: rate)
        guard !isFound else { return GroupJudgement.Sight(smallestGap: gap, moreRowsNeeded: nil, rowsNeededInAll: nil) }
        let needed =
            gap.map { $0 <= visibleGap } == true
            ? 0 : power.rowsNeeded(forGap: visibleGap, others: others, rate: rate)
        let more = needed.map { max(0, (Double(max($0, minimumRows)) - rows).rounded(.up)) }
        let share = rows / (rows + others)
        let all = power.rowsNeededInAll(forGap: visibleGap, share: share, rate: rate).map {
            max(Double($0), (Double(minimumRows) / share).rounded(.up))
        }
        return GroupJudgement.Sight(
            smallestGap: gap, moreRowsNeeded: more.flatMap { Int(exactly: $0) },
            rowsNeededInAll: more == nil ? all.flatMap { Int(exactly: $0) } : nil)
    }

    // MARK: - Gaps

    /// How far apart the groups of each set are.
    private func gaps(_ rate: Rate, _ sets: [Disaggregation], _ missingRows: [MissingRows]?) -> [GapReport] {
        let large = sets.map { $0.groups.filter { $0.effectiveRows(rate) >= Double(minimumRows) } }
        let largest = large.map { groups in
            LargestGap(
                groups.map { counts in
                    let trials = counts.effectiveRows(rate)
                    return ((counts.value(rate) ?? 0) * trials, trials)
                })
        }
        let pairs = largest.reduce(0) { $0 + $1.pairs }
        // Groups that are small today, too: they are looked at when they have grown.
        let count = sets.map { set in set.groups.count { $0.effectiveRows(rate) > 0 } }
        let countOfAll = count.reduce(0, +)
        return zip(sets, largest).enumerated().map { position, set in
            let (groups, gap) = set
            let (own, all) =
                isAnytimeValid
                ? (
                    gap.sequence(alpha: alpha, count: count[position]), gap.sequence(alpha: alpha, count: countOfAll)
                )
                : (gap.interval(alpha: alpha), gap.interval(alpha: alpha, pairs: pairs))
            return GapReport(
                spread: groups.spread(rate, minimumRows: Double(minimumRows)), interval: own,
                lowerOverAllSets: all?.lower,
                bounds: missingRows?[position].bounds(large[position], rate))
        }
    }
}

/// Every group against the rest of its set, by rate and set.
private struct Comparisons {
    private var found: [[[Group: Comparison]]] = []
    /// What one of those that are judged would show: Bonferroni's level of all of them, which the correction is no stricter than.
    let power: StudyPower

    init(_ audit: FairnessAudit, _ sets: [Disaggregation]) {
        var places: [(rate: Int, set: Int, group: Group)] = []
        var p: [Double] = []
        for (ratePosition, rate) in audit.rates.enumerated() {
            var ofRate: [[Group: Comparison]] = []
            for (set, groups) in sets.enumerated() {
                let compared = groups.comparisonsWithRest(
                    rate, correction: audit.correction, isAnytimeValid: audit.isAnytimeValid)
                ofRate.append(Dictionary(uniqueKeysWithValues: compared.map { ($0.group, $0) }))
                // At every look those are corrected for that may be judged at another one.
                let least = audit.isAnytimeValid ? 0 : Double(audit.minimumRows)
                for counts in groups.groups where counts.effectiveRows(rate) >= least {
                    guard let comparison = ofRate[set][counts.group] else { continue }
                    places.append((ratePosition, set, counts.group))
                    p.append(comparison.p)
                }
            }
            found.append(ofRate)
        }
        power = StudyPower(alpha: audit.alpha / Double(max(1, p.count)))
        for (place, adjusted) in zip(places, audit.correction.adjusted(p)) {
            found[place.rate][place.set][place.group]?.adjustedP = adjusted
        }
    }

    subscript(rate: Int, set: Int) -> [Group: Comparison] { found[rate][set] }
}
