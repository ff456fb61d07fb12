/// How an audit measures quality: what is stated with every result.
public struct QualityAudit: Sendable, Equatable {
    /// The probability that an interval misses.
    public var alpha = 0.05
    /// Whether intervals and p-values of shares hold at every look at rows that come one after the other, not at one. Other measures
    /// then have no interval.
    public var isAnytimeValid = false
    /// Groups with fewer rows in a measure are not taken for the worst one.
    public var minimumRows = 30
    /// What becomes of rows that lack an attribute.
    public var missing = MissingLevels.ownGroup
    /// The most attributes that form groups together.
    public var depth = FairnessAudit.maximumDepth
    /// The `k` of pass@k.
    public var attempts = [1, 5]
    /// The bins of calibration curves, of equal width: a divisor of ``CubeSchema/defaultScoreBuckets``.
    public var bins = 10
    /// How many tables the bootstrap draws.
    public var replicates = 2000
    /// What determines them.
    public var seed: UInt64 = 1

    /// The usual settings.
    public init() {}

    /// Measures all rows, and every group that up to ``depth`` of the attributes form.
    public func report(of statistics: QualityStatistics) throws(AuditError) -> QualityReport {
        let attributes = statistics.cube.schema.attributes
        try FairnessAudit.requireFewSets(of: statistics.cube, upTo: depth)
        var sets: [AttributeSetQuality] = []
        var count = 0
        for names in FairnessAudit.subsets(attributes, upTo: depth) {
            sets.append(AttributeSetQuality(attributes: names, groups: try groups(names, statistics)))
            count += sets.last?.groups.count ?? 0
            guard count <= FairnessAudit.maximumGroups else { throw .tooManySets(limit: FairnessAudit.maximumGroups) }
        }
        let overall = try groups([], statistics).first
        return QualityReport(
            audit: self, rows: statistics.cube.total,
            overall: overall ?? GroupQuality(group: .everybody, rows: 0, estimates: [], calibration: []), sets: sets)
    }

    private func groups(
        _ attributes: [String], _ statistics: QualityStatistics
    ) throws(AuditError) -> [GroupQuality] {
        let cube = try statistics.cube.projected(onto: attributes, missing: missing)
        let positions = try statistics.cube.schema.positions(of: attributes)
        let cells = statistics.cells { group in
            let projected = Group(positions.map { group.levels[$0] })
            return missing != .ownGroup && projected.hasMissingLevel ? nil : projected
        }
        return cube.groups.indices.map { position in
            let group = cube.groups[position]
            let measured = QualityMeasurement(
                audit: self, mapping: statistics.mapping, cube: cube, position: position,
                cells: cells[group] ?? QualityCells())
            return GroupQuality(
                group: group, rows: Int(cube.counts(group: position).total), estimates: measured.estimates,
                calibration: measured.calibration)
        }
    }
}
