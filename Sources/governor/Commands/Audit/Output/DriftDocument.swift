import GovernorAudit
import GovernorCore

/// A report of drift with what it is about.
struct DriftDocument: AuditDocument {
    static let subject = "Drift"
    static let category = "drift"

    /// What was found.
    let report: DriftReport
    /// The reference, then the current data.
    let sources: [AuditSource]

    var rows: Int { report.currentRows }
    var findings: [DriftFinding] { report.findings }
    var nothingFound: String { "No column drifted and no rate changed by more than chance explains." }
    var json: JSONValue { report.json }
    var gateMetrics: JSONValue { report.gateMetrics }

    /// The name of the reference.
    var reference: String { sources.first?.name ?? "" }

    var settings: [(name: String, value: String)] {
        let audit = report.audit
        let limit = AuditNumber.fixed(audit.alpha, places: 2)
        return [
            ("rows of the reference", AuditNumber.count(Double(report.referenceRows))),
            ("bins", "\(audit.bins), at the quantiles of the reference"),
            (
                "drift",
                "moderate above an index of \(AuditNumber.fixed(audit.stableUpTo, places: 1)), "
                    + "large above \(AuditNumber.fixed(audit.moderateUpTo, places: 1))"
            ),
            ("values for a verdict", "at least \(audit.minimumRows) on each side"),
            ("rows without an attribute", audit.missing == .ownGroup ? "a group of their own" : "left out"),
            ("intervals", AuditNumber.confidence(alpha: audit.alpha, isAnytimeValid: audit.isAnytimeValid)),
            (
                "p-values",
                "corrected by \(audit.correction.words) over all columns, and over all groups and rates, significant below \(limit)"
            ),
        ]
    }

    var isAnytimeValid: Bool { report.audit.isAnytimeValid }

    var text: String { DriftText(report, reference: reference, current: data.name).text }
    var html: String { DriftHTML(document: self).text }
    var markdown: String { DriftMarkdown(document: self).text }
    var charts: [Chart] { DriftCharts(report: report).all }
}

extension ColumnDrift.Verdict {
    /// Its name in words.
    var words: String { rawValue.replacing("_", with: " ") }
}

extension CohortSetDrift {
    /// The name of the set of columns.
    var name: String { attributes.isEmpty ? "all rows" : attributes.attributeSetName }
}

extension SchemaFinding {
    /// What happened to the column, without markup.
    var words: String {
        switch self {
        case .columnMissing: "the column is gone"
        case .columnNew: "a new column"
        case .typeChanged(let toNumbers): toNumbers ? "texts became numbers" : "numbers became texts"
        case .newLevels(let count, let rows): "\(count) new values, in \(rows) rows"
        case .outOfRange(let below, let above): "\(below) values below and \(above) above the reference's range"
        }
    }
}
