/// Looks for the rows that a model is worst for: all conjunctions of up to three conditions on columns, without their being named before.
///
/// A slice is found when its rate, or its mean absolute error, is worse than that of all other rows, and than that of what is left of every wider slice when it is
/// taken out: what is bad for all women is then found once, and not again for the women of every town. Each of these is a test, and the
/// largest of their p-values is that of the slice (Berger, *Multiparameter Hypothesis Testing and Acceptance Sampling*, 1982).
/// They are corrected for all slices that are large enough, found or not, so that of those that are told the expected share that
/// is chance is at most α. Slices overlap, and some depend on one another negatively: Benjamini and Yekutieli's correction holds
/// whatever they do, that of Benjamini and Hochberg need not.
///
/// - SeeAlso: Chung et al., *Slice Finder* (2019); Pastor, de Alfaro and Baralis, *Looking for Trouble* (DivExplorer, 2021); Sagadeeva and
///   Boehm, *SliceLine* (2021).
public struct SliceAudit: Sendable, Equatable {
    /// The most conditions of a slice.
    public static let maximumDepth = 3
    /// A report tells so many slices, those with the largest gaps.
    public static let maximumTold = 1000

    /// Slices with fewer rows, or with fewer rows beside them, are not looked at.
    public var minimumRows = 30
    /// The expected share of chance among the slices that are found, and the probability that an interval misses.
    public var alpha = 0.05

    /// The usual settings.
    public init() {}

    /// Looks for slices.
    public func report(of counts: SliceCounts) -> SliceReport {
        var audit = self
        audit.minimumRows = max(minimumRows, counts.plan.measure.minimumRows)
        return switch counts.tables {
        case .rates(let statistic, let tables):
            audit.report(of: counts, SliceSearch(audit, statistic, tables, counts.plan))
        case .errors(let statistic, let tables):
            audit.report(of: counts, SliceSearch(audit, statistic, tables, counts.plan))
        }
    }

    private func report(of counts: SliceCounts, _ search: SliceSearch<some SliceStatistic>) -> SliceReport {
        let (tested, candidates) = search.candidates
        let adjusted = MultipleTesting.benjaminiYekutieli.adjusted(candidates.map(\.p), of: tested)
        let found = zip(candidates, adjusted).filter { $1 < alpha }
        let order = found.sorted { first, second in
            (second.0.gap, first.0.set, first.0.cell) < (first.0.gap, second.0.set, second.0.cell)
        }
        return SliceReport(
            audit: self, plan: counts.plan, read: counts.read, rows: search.rows, overall: search.overall,
            tested: tested, found: order.count,
            slices: order.prefix(Self.maximumTold).compactMap { search.slice($0.0, adjustedP: $0.1) })
    }
}

/// What was found.
public struct SliceReport: Sendable, Equatable {
    /// How it was looked for.
    public let audit: SliceAudit
    /// What was cut into slices.
    public let plan: SlicePlan
    /// How many rows were read.
    public let read: Int
    /// How many of them the measure is about.
    public let rows: Int
    /// The measure of all of these, with its interval; nil without rows.
    public let overall: SliceEstimate?
    /// How many slices were large enough to be looked at.
    public let tested: Int
    /// How many are worse than what surrounds them, by more than chance explains.
    public let found: Int
    /// Those with the largest gaps, the largest first.
    public let slices: [DataSlice]

    /// The largest gap of a slice that was found; 0 when none was, nil when there was none to look at.
    public var worstGap: Double? { tested > 0 ? slices.first?.gap ?? 0 : nil }
}

/// Rows that meet a few conditions, for which the measure is worse.
public struct DataSlice: Sendable, Equatable {
    /// The conditions, each on another column.
    public let conditions: [(column: String, condition: SliceColumn.Condition)]
    /// The measure, with its interval.
    public let estimate: SliceEstimate
    /// The measure of all other rows.
    public let outside: Double
    /// How much worse it is than outside, above 0.
    public let gap: Double
    /// Where the gap lies by itself: Newcombe's interval of rates and Welch's of errors, which do not know that the slice was looked for.
    public let gapInterval: Interval
    /// The largest p-value of the comparisons with all other rows and with what is left of each wider slice.
    public let p: Double
    /// The same, corrected for all slices that were looked at.
    public let adjustedP: Double

    public static func == (left: Self, right: Self) -> Bool {
        left.conditions.elementsEqual(right.conditions, by: ==) && left.estimate == right.estimate
            && left.outside == right.outside && left.gap == right.gap && left.gapInterval == right.gapInterval
            && left.p == right.p && left.adjustedP == right.adjustedP
    }
}

/// Compares every cell of tables with what surrounds it.
private struct SliceSearch<Statistic: SliceStatistic> {
    /// A slice that may be found.
    struct Candidate {
        let set: Int
        let cell: Int
        let gap: Double
        let p: Double
    }

    private let statistic: Statistic
    private let tables: SliceTables<Statistic.Cell>
    private let plan: SlicePlan
    private let minimumRows: Int
    private let alpha: Double
    private let sets: [(columns: [Int], offset: Int)]
    private let offsets: [[Int]: Int]

    init(_ audit: SliceAudit, _ statistic: Statistic, _ tables: SliceTables<Statistic.Cell>, _ plan: SlicePlan) {
        (self.statistic, self.tables, self.plan) = (statistic, tables, plan)
        (minimumRows, alpha) = (audit.minimumRows, audit.alpha)
        sets = tables.sets
        offsets = Dictionary(uniqueKeysWithValues: sets.map { ($0.columns, $0.offset) })
    }

    /// How many rows there are, and the measure of all of them.
    var rows: Int { tables.all.rows }
    var overall: SliceEstimate? { statistic.estimate(tables.all, alpha: alpha) }

    /// How many slices are large enough, and those of them that could be found: a corrected p-value is never smaller.
    var candidates: (tested: Int, candidates: [Candidate]) {
        var tested = 0
        var candidates: [Candidate] = []
        for (position, set) in sets.enumerated() {
            for cell in 0..<set.columns.reduce(1, { $0 * tables.sizes[$1] }) {
                let own = tables[set.offset + cell]
                guard own.rows >= minimumRows, tables.all.rows - own.rows >= minimumRows else { continue }
                let wider = wider(set.columns, cell)
                // A slice that has all rows of a wider one is that one.
                guard wider.allSatisfy({ $0.rows > own.rows }) else { continue }
                tested += 1
                guard let p = p(of: own, wider), let gap = statistic.gap(own, tables.all - own) else { continue }
                candidates.append(Candidate(set: position, cell: cell, gap: gap, p: p))
            }
        }
        return (tested, candidates)
    }

    /// The slices with one condition less; all rows for a single one.
    private func wider(_ columns: [Int], _ cell: Int) -> [Statistic.Cell] {
        guard columns.count > 1 else { return [tables.all] }
        let conditions = conditions(columns, cell)
        return columns.indices.map { left in
            var (rest, numbers) = (columns, conditions)
            rest.remove(at: left)
            numbers.remove(at: left)
            let place = zip(rest, numbers).reduce(0) { $0 * tables.sizes[$1.0] + $1.1 }
            return tables[(offsets[rest] ?? 0) + place]
        }
    }

    /// The numbers of the conditions of a cell, by column.
    private func conditions(_ columns: [Int], _ cell: Int) -> [Int] {
        var rest = cell
        return columns.reversed().map { column in
            defer { rest /= tables.sizes[column] }
            return rest % tables.sizes[column]
        }.reversed()
    }

    /// The p-value of a slice; nil when it cannot be found.
    private func p(of own: Statistic.Cell, _ wider: [Statistic.Cell]) -> Double? {
        var largest = 0.0
        for others in [tables.all - own] + (wider == [tables.all] ? [] : wider.map { $0 - own }) {
            // That of both sides is above that of the worse one, which alone is looked at.
            guard statistic.gap(own, others) != nil, let p = statistic.p(own, others) else { return nil }
            largest = max(largest, p)
            guard largest < alpha else { return nil }
        }
        return largest
    }

    /// What is told about a slice.
    func slice(_ candidate: Candidate, adjustedP: Double) -> DataSlice? {
        let (columns, offset) = sets[candidate.set]
        let own = tables[offset + candidate.cell]
        let others = tables.all - own
        guard let estimate = statistic.estimate(own, alpha: alpha),
            let outside = statistic.estimate(others, alpha: alpha)?.value,
            let interval = statistic.interval(own, others, alpha: alpha)
        else { return nil }
        return DataSlice(
            conditions: zip(columns, conditions(columns, candidate.cell)).map { column, condition in
                (plan.columns[column].name, plan.columns[column].conditions[condition])
            },
            estimate: estimate, outside: outside, gap: candidate.gap, gapInterval: interval, p: candidate.p,
            adjustedP: adjustedP)
    }
}
