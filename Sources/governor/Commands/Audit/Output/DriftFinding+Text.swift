import GovernorAudit

extension DriftFinding: AuditFinding {
    static let rules = [
        AuditRule(
            id: "audit.schema-changed", label: "Schema", severity: .error,
            summary: "The data have the columns of the reference, with values of the same type",
            help:
                "A model that reads a column which is gone, or texts for numbers, decides by chance. Look at what writes the data."
        ),
        AuditRule(
            id: "audit.drift-large", label: "Drift", severity: .error,
            summary: "No column's population stability index is above 0.2 by more than chance explains",
            help:
                "The model decides about other values than those it was accepted on. Find out why they changed; train and accept it "
                + "again where the change is to stay."),
        AuditRule(
            id: "audit.drift-moderate", label: "Drift", severity: .warning,
            summary: "No column's population stability index is above 0.1 by more than chance explains",
            help: "Values begin to differ from those the model was accepted on. Watch the column, and find out why."),
        AuditRule(
            id: "audit.rate-changed", label: "Changed", severity: .warning,
            summary: "No rate of a group changed by more than chance explains",
            help:
                "Decisions about this group are others than before. The p-value is corrected for how many groups and rates are "
                + "compared; 'governor audit fairness' says how far apart groups are now."),
        AuditRule(
            id: "audit.missing-changed", label: "Missing", severity: .warning,
            summary: "As many rows lack a value as before",
            help: "Values that are missing more often than before usually have a cause upstream. Find out why."),
        AuditRule(
            id: "audit.new-values", label: "New values", severity: .note,
            summary: "All values are among those, or in the range, of the reference",
            help: "The model has not seen such values. Few are no reason for concern; look at what they are."),
        AuditRule(
            id: "audit.not-compared", label: "Unknown", severity: .note,
            summary: "Every column has enough values to compare",
            help: "Nothing is known about this column: gather more rows, or leave it out by --ignore."),
    ]

    var ruleIndex: Int {
        switch self {
        case .schemaChanged: 0
        case .drifted(let column): column.verdict == .large ? 1 : 2
        case .rateChanged: 3
        case .missingChanged: 4
        case .newValues: 5
        case .notCompared: 6
        }
    }

    var message: String {
        switch self {
        case .schemaChanged(let column, let finding), .newValues(let column, let finding):
            return "\(column.singleLine): \(finding.words)"
        case .drifted(let column):
            let index = AuditNumber.text(column.distances?.populationStabilityIndex ?? 0)
            let p = column.test.map { ", \(AuditNumber.probability($0.adjustedP))" } ?? ""
            return "\(column.name.singleLine): \(column.verdict.words) drift, population stability index \(index)\(p)"
        case .rateChanged(let attributes, let change):
            let (before, now) = (change.reference?.value ?? 0, change.current?.value ?? 0)
            return (attributes.isEmpty ? "" : "\(attributes.attributeSetName): ")
                + "\(change.rate.words) of \(change.group.name) changed from \(AuditNumber.percent(before)) to "
                + "\(AuditNumber.percent(now)) (\(AuditNumber.probability(change.adjustedP ?? 1)))"
        case .missingChanged(let column, let test):
            let (before, now) = (column.reference?.missingShare ?? 0, column.current?.missingShare ?? 0)
            return "\(column.name.singleLine): missing in \(AuditNumber.percent(now)) of the rows, before in "
                + "\(AuditNumber.percent(before)) (\(AuditNumber.probability(test.adjustedP)))"
        case .notCompared(let column, let reason): return "\(column.singleLine): not compared, \(reason)"
        }
    }

    var fingerprint: String {
        switch self {
        case .schemaChanged(let column, let finding), .newValues(let column, let finding):
            Self.key([column]) + "/\(finding.code)"
        case .drifted(let column), .missingChanged(let column, _): Self.key([column.name])
        case .rateChanged(let attributes, let change):
            Self.key(attributes) + "/" + Self.key(change.group.levels.map(\.text)) + "/\(change.rate.rawValue)"
        case .notCompared(let column, _): Self.key([column])
        }
    }
}
