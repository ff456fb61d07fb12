/// How an audit judges groups: what is stated with every result.
public struct FairnessAudit: Sendable, Equatable {
    /// The most attributes whose intersections are looked at together, unless less is asked for.
    public static let maximumDepth = 4

    /// The rates by which groups are compared. Base rates differ, so no classifier makes all of them equal: which are
    /// chosen, and why, is a decision of the audit's owner.
    public var rates: [Rate] = [.selectionRate, .truePositiveRate, .falsePositiveRate, .precision]
    /// What becomes of rows that lack an attribute.
    public var missing = MissingLevels.ownGroup
    /// Groups with fewer rows in a rate's denominator get an interval and no verdict.
    public var minimumRows = 30
    /// The probability that an interval misses, and that the audit finds any gap where there is none.
    public var alpha = 0.05
    /// How p-values are corrected for how many groups are compared, over all sets of attributes.
    public var correction = MultipleTesting.holm
    /// The most attributes that form groups together.
    public var depth = maximumDepth
    /// How many tables the bootstrap draws.
    public var replicates = 2000
    /// What determines them.
    public var seed: UInt64 = 1
    /// From which score on a row was decided positively, where scores decided; nil where a column did.
    public var threshold: Double?

    /// The usual settings.
    public init() {}

    /// Judges every group that up to ``depth`` of the cube's attributes form.
    public func report(of cube: CountCube) throws(AuditError) -> FairnessReport {
        let scores = try scoreReport(of: cube)
        let cube = cube.withoutScores
        var sets: [Disaggregation] = []
        for attributes in Self.subsets(cube.schema.attributes, upTo: depth) {
            sets.append(try Disaggregation(cube, by: attributes, missing: missing))
        }
        let overall = try Disaggregation(cube, by: []).overall
        let found = rates.map { comparisons($0, sets) }
        let judged = sets.enumerated().map { position, groups in
            AttributeSetReport(
                attributes: groups.attributes, groups: groups.groups.filter { $0.rows.total > 0 },
                gaps: rates.map { gap($0, groups) },
                judgements: zip(rates, found).map { judgements($0, groups, $1[position]) })
        }
        return FairnessReport(
            audit: self, rows: cube.total, missingShares: Self.missingShares(cube), overall: overall, sets: judged,
            scores: scores)
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

    /// The share of rows that lack each attribute.
    private static func missingShares(_ cube: CountCube) -> [Double] {
        cube.schema.attributes.indices.map { attribute in
            let lacking = cube.groups.indices.filter { cube.groups[$0].levels[attribute] == .missing }
            let rows = lacking.reduce(0) { $0 + cube.counts(group: $1).total }
            return cube.total > 0 ? rows / Double(cube.total) : 0
        }
    }

    // MARK: - Comparisons

    /// Each set's comparisons with the rest, corrected over all sets together.
    private func comparisons(_ rate: Rate, _ sets: [Disaggregation]) -> [[Comparison]] {
        let found = sets.map { groups in
            // Verdicts are given on large groups alone, so small ones do not count among the tests.
            let large = Set(groups.groups.filter { $0.effectiveRows(rate) >= Double(minimumRows) }.map(\.group))
            return groups.comparisonsWithRest(rate, correction: correction).filter { large.contains($0.group) }
        }
        let adjusted = correction.adjusted(found.flatMap { $0.map(\.p) })
        var start = 0
        return found.map { comparisons in
            defer { start += comparisons.count }
            return zip(comparisons, adjusted[start...]).map { $0.withAdjustedP($1) }
        }
    }

    private func judgements(_ rate: Rate, _ groups: Disaggregation, _ comparisons: [Comparison]) -> [GroupJudgement] {
        let byGroup = Dictionary(uniqueKeysWithValues: comparisons.map { ($0.group, $0) })
        let rows = groups.overall.effectiveRows(rate)
        return groups.groups.filter { $0.rows.total > 0 }.map { counts in
            let own = counts.effectiveRows(rate)
            let comparison = byGroup[counts.group]
            let verdict: GroupJudgement.Verdict =
                counts.value(rate) == nil
                ? .notEstimable
                : comparison.map { $0.adjustedP < alpha ? .differs : .noEvidence } ?? .tooFewRows
            let visible = groups.overall.value(rate).flatMap {
                StudyPower(alpha: alpha).smallestVisibleGap(rows: own, others: rows - own, rate: $0)
            }
            return GroupJudgement(
                group: counts.group, rate: rate, estimate: counts.estimate(rate, alpha: alpha), comparison: comparison,
                verdict: verdict, smallestVisibleGap: visible)
        }
    }

    // MARK: - Gaps

    private func gap(_ rate: Rate, _ groups: Disaggregation) -> GapReport {
        let spread = groups.spread(rate, minimumRows: Double(minimumRows))
        return GapReport(spread: spread, interval: interval(rate, groups))
    }

    /// Where the largest gap lies. Newcombe's interval would take the two extreme groups as if they had been chosen before.
    /// Of weighted rows a table of counts knows too little: none.
    private func interval(_ rate: Rate, _ groups: Disaggregation) -> Interval? {
        let large = groups.groups.filter { $0.effectiveRows(rate) >= Double(minimumRows) }
        guard large.count >= 2, large.allSatisfy({ $0.rows == $0.weights }) else { return nil }
        let cells = large.flatMap { counts -> [Int] in
            let (part, whole) = rate.fraction(of: counts.rows)
            return [Int(part), Int(whole - part)]
        }
        return CountBootstrap.distribution(of: cells, replicates: replicates, seed: seed) { table in
            var (least, most) = (Double.infinity, -Double.infinity)
            for cell in stride(from: 0, to: table.count, by: 2) where table[cell] + table[cell + 1] > 0 {
                let value = Double(table[cell]) / Double(table[cell] + table[cell + 1])
                (least, most) = (min(least, value), max(most, value))
            }
            return most >= least ? most - least : nil
        }?.bca(alpha: alpha)
    }
}

extension Comparison {
    /// The same comparison among others than it was made with.
    fileprivate func withAdjustedP(_ p: Double) -> Self {
        Comparison(group: group, proportions: proportions, p: self.p, adjustedP: p)
    }
}
