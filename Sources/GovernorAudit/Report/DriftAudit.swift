/// How an audit compares current data with a reference: what is stated with every result.
public struct DriftAudit: Sendable, Equatable {
    /// The probability that an interval misses, and that any drift is found where there is none.
    public var alpha = 0.05
    /// Whether intervals and p-values of rates hold at every look at current rows that come one after the other, not at one. Those of
    /// columns hold at one look.
    public var isAnytimeValid = false
    /// How p-values are corrected: over all columns, and over all groups.
    public var correction = MultipleTesting.holm
    /// Columns and groups with fewer values on a side get no verdict.
    public var minimumRows = 30
    /// How many bins numbers fall into, at the reference's quantiles.
    public var bins = 10
    /// Up to this stability index nothing happened, by custom.
    public var stableUpTo = 0.1
    /// Above this one retraining is due.
    public var moderateUpTo = 0.2
    /// Columns of numbers that are compared value by value.
    public var categorical: [String] = []
    /// What becomes of rows that lack an attribute.
    public var missing = MissingLevels.ownGroup
    /// The most attributes that form groups together.
    public var depth = FairnessAudit.maximumDepth

    /// The usual settings.
    public init() {}

    /// Compares two tables.
    ///
    /// - Parameters:
    ///   - current: The newer table.
    ///   - reference: What it is compared with; bins and levels are frozen on it.
    ///   - mapping: What was counted of both.
    /// - Throws: ``AuditError/unknownColumn(_:known:)`` for a column that is asked for and neither has, and
    ///   ``AuditError/schemaMismatch(member:)`` when decisions were not counted alike.
    public func report(
        of current: TableProfile, against reference: TableProfile, _ mapping: ProfileMapping
    ) throws(AuditError) -> DriftReport {
        var columns: [ColumnDrift] = []
        let leftOut = Set(reference.leftOut.map { Level($0) })
        for name in try names(current, reference, mapping) {
            let comparison = ColumnComparison(
                audit: self, name: name, role: role(of: name, mapping.decisions), reference: reference[name],
                current: current[name], isLeftOut: leftOut.contains(Level(name)))
            columns.append(comparison.result())
        }
        return DriftReport(
            audit: self, referenceRows: reference.rows, currentRows: current.rows, columns: judged(columns),
            cohorts: try cohorts(current, reference, mapping.decisions))
    }

    /// The columns of the reference, then those that the current data alone have; or those that are asked for.
    private func names(
        _ current: TableProfile, _ reference: TableProfile, _ mapping: ProfileMapping
    ) throws(AuditError) -> [String] {
        let known = reference.columns.map(\.name) + current.columns.map(\.name).filter { reference[$0] == nil }
        let leftOut = Set((reference.leftOut + current.leftOut).map { Level($0) })
        for name in (mapping.columns ?? []) + mapping.ignored + categorical
        where reference[name] == nil && current[name] == nil && !leftOut.contains(Level(name)) {
            throw .unknownColumn(name, known: known)
        }
        let ignored = Set(mapping.ignored.map { Level($0) })
        return (mapping.columns ?? known).filter { !ignored.contains(Level($0)) }
    }

    private func role(of name: String, _ decisions: ColumnMapping) -> ColumnDrift.Role {
        let level = Level(name)
        if decisions.prediction.map({ Level($0) }) == level { return .prediction }
        if decisions.score.map({ Level($0) }) == level { return .score }
        if decisions.label.map({ Level($0) }) == level { return .label }
        return decisions.attributes.contains { Level($0) == level } ? .attribute : .feature
    }

    // MARK: - Verdicts

    private func judged(_ columns: [ColumnDrift]) -> [ColumnDrift] {
        let tests = columns.map(\.test), missing = columns.map(\.missingTest)
        let adjusted = correction.adjusted((tests + missing).compactMap { $0?.p })
        var rest = adjusted[...]
        let corrected = (tests + missing).map { test -> DriftTest? in
            guard var test else { return nil }
            test.adjustedP = rest.removeFirst()
            return test
        }
        return columns.enumerated().map { position, column in
            let test = corrected[position]
            return ColumnDrift(
                name: column.name, role: column.role, kind: column.kind, reference: column.reference,
                current: column.current, distances: column.distances, test: test,
                missingTest: corrected[columns.count + position], findings: column.findings,
                verdict: verdict(column, test), reason: column.reason)
        }
    }

    private func verdict(_ column: ColumnDrift, _ test: DriftTest?) -> ColumnDrift.Verdict {
        guard let index = column.distances?.populationStabilityIndex else { return .notComparable }
        guard min(column.reference?.present ?? 0, column.current?.present ?? 0) >= minimumRows else {
            return .tooFewRows
        }
        if index <= stableUpTo { return .stable }
        guard let test, test.adjustedP < alpha else { return .noEvidence }
        return index > moderateUpTo ? .large : .moderate
    }

    // MARK: - Groups

    private func cohorts(
        _ current: TableProfile, _ reference: TableProfile, _ decisions: ColumnMapping
    ) throws(AuditError) -> [CohortSetDrift] {
        guard let now = current.cube else { return [] }
        guard let before = reference.cube else { throw .schemaMismatch(member: "decisions") }
        if let member = now.schema.difference(from: before.schema) { throw .schemaMismatch(member: member) }
        let rates: [Rate] =
            decisions.label == nil
            ? [.selectionRate] : [.selectionRate, .truePositiveRate, .falsePositiveRate, .precision, .accuracy]
        try requirePositives(decisions, [before, now])
        let comparison = CohortComparison(audit: self, rates: rates)
        var sets: [CohortSetDrift] = []
        for attributes in [[]] + FairnessAudit.subsets(now.schema.attributes, upTo: depth) {
            sets.append(try comparison.result(attributes, reference: before, current: now))
        }
        return judged(sets)
    }

    /// A text that is named as positive and is misspelt makes all rows negative, and nothing ever changes. One table may have no
    /// positive row; both together have some.
    private func requirePositives(_ decisions: ColumnMapping, _ cubes: [CountCube]) throws(AuditError) {
        guard decisions.negative == nil else { return }
        let counts = cubes.flatMap { cube in cube.groups.indices.map { cube.counts(group: $0) } }
        let all = counts.reduce(OutcomeCounts(), +)
        if let label = decisions.label, all.labelled > 0, all.positives == 0 {
            throw .positiveNeverFound(columns: [label])
        }
        if let prediction = decisions.prediction, all.predicted > 0, all.selected == 0 {
            throw .positiveNeverFound(columns: [prediction])
        }
    }

    private func judged(_ sets: [CohortSetDrift]) -> [CohortSetDrift] {
        var adjusted = correction.adjusted(sets.flatMap { $0.changes.flatMap { $0.compactMap(\.p) } })[...]
        return sets.map { set in
            CohortSetDrift(
                attributes: set.attributes, gaps: set.gaps,
                changes: set.changes.map { changes in
                    changes.map { change in
                        var change = change
                        guard change.p != nil else { return change }
                        let p = adjusted.removeFirst()
                        change.adjustedP = p
                        change.verdict = p < alpha ? .changed : .noEvidence
                        return change
                    }
                })
        }
    }
}
