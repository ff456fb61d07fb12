/// What changed between a reference and current data.
public struct DriftReport: Sendable, Equatable {
    /// How it was judged.
    public let audit: DriftAudit
    /// How many rows the reference has.
    public let referenceRows: Int
    /// How many rows the current data have.
    public let currentRows: Int
    /// The columns: the reference's in its order, then new ones.
    public let columns: [ColumnDrift]
    /// Decisions about all rows, then about the groups of every set of attributes; empty when none were counted.
    public let cohorts: [CohortSetDrift]

    /// The largest stability index of columns that have enough values on both sides; nil where there are none.
    public var largestIndex: Double? { largestIndex { _ in true } }

    /// The same among columns that satisfy a condition.
    func largestIndex(where condition: (ColumnDrift) -> Bool) -> Double? {
        columns.filter { $0.verdict != .tooFewRows && condition($0) }
            .compactMap { $0.distances?.populationStabilityIndex }.max()
    }

    /// How many columns drifted by more than chance explains.
    public var driftedColumns: Int { columns.count { $0.verdict == .moderate || $0.verdict == .large } }

    /// Columns that came, went or changed their type.
    public var structuralFindings: Int { columns.reduce(0) { $0 + $1.findings.count { $0.isStructural } } }

    /// The largest share of rows of a column that lack a value now; nil without rows.
    public var largestMissingShare: Double? {
        columns.compactMap { column in
            column.current.flatMap { side in
                let rows = side.present + side.missing
                return rows > 0 ? Double(side.missing) / Double(rows) : nil
            }
        }.max()
    }

    /// The largest change, in either direction, of the gap in selection rates of any set of attributes (fairness drift).
    public var fairnessDrift: Double? {
        cohorts.flatMap(\.gaps).filter { $0.rate == .selectionRate }.compactMap(\.change).map(abs).max()
    }

    /// The largest loss of accuracy of a group that is large enough; nil when no group's is known, 0 when none lost any.
    public var largestAccuracyDrop: Double? {
        var largest: Double?
        for change in cohorts.flatMap({ $0.changes.joined() }) where change.rate == .accuracy && change.p != nil {
            largest = max(largest ?? 0, -(change.difference ?? 0))
        }
        return largest
    }
}
