/// Something that changed and that whoever answers for the model should look at.
public enum DriftFinding: Sendable, Equatable {
    /// A column came, went or changed its type.
    case schemaChanged(column: String, finding: SchemaFinding)
    /// A column drifted by more than chance explains: ``ColumnDrift/Verdict/moderate`` or ``ColumnDrift/Verdict/large``.
    case drifted(ColumnDrift)
    /// A rate of a group changed by more than chance explains.
    case rateChanged(attributes: [String], change: RateChange)
    /// Another share of a column's rows lacks a value, by more than chance explains.
    case missingChanged(ColumnDrift, test: DriftTest)
    /// A column has values that the reference does not have.
    case newValues(column: String, finding: SchemaFinding)
    /// Nothing is known about a column, or too little for a verdict.
    case notCompared(column: String, reason: String)
}

extension DriftReport {
    /// What stands out, in the order of the kinds; columns that drifted most first.
    public var findings: [DriftFinding] {
        let all = columns.flatMap { column in column.findings.map { (column.name, $0) } }
        let structural = all.filter { $0.1.isStructural }.map(DriftFinding.schemaChanged)
        let values = all.filter { !$0.1.isStructural }.map(DriftFinding.newValues)
        return structural + drifted.map(DriftFinding.drifted) + changedRates + changedShares + values + unknown
    }

    /// Columns whose values are compared, the one that drifted most first; of equal ones the first.
    public var byIndex: [ColumnDrift] {
        columns.enumerated().filter { $1.distances != nil }
            .sorted { ($1.element.index, $0.offset) < ($0.element.index, $1.offset) }.map(\.element)
    }

    private var drifted: [ColumnDrift] {
        byIndex.filter { $0.verdict == .large } + byIndex.filter { $0.verdict == .moderate }
    }

    private var changedRates: [DriftFinding] {
        cohorts.flatMap { set in
            set.changes.joined().filter { $0.verdict == .changed }.map {
                DriftFinding.rateChanged(attributes: set.attributes, change: $0)
            }
        }
    }

    private var changedShares: [DriftFinding] {
        columns.compactMap { column in
            guard let test = column.missingTest, test.adjustedP < audit.alpha else { return nil }
            return .missingChanged(column, test: test)
        }
    }

    private var unknown: [DriftFinding] {
        columns.compactMap { column in
            switch column.verdict {
            case .tooFewRows:
                .notCompared(column: column.name, reason: "fewer than \(audit.minimumRows) values on a side")
            case .notComparable where !column.findings.contains(where: \.isStructural):
                .notCompared(column: column.name, reason: column.reason ?? "its values cannot be compared")
            default: nil
            }
        }
    }
}

extension ColumnDrift {
    /// The population stability index; 0 where values are not compared.
    fileprivate var index: Double { distances?.populationStabilityIndex ?? 0 }
}

extension ColumnSummary {
    /// The share of rows without a value; nil without rows.
    public var missingShare: Double? {
        present + missing > 0 ? Double(missing) / Double(present + missing) : nil
    }
}
