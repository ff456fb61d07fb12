import GovernorAudit
import GovernorCore

/// A report of quality with what it is about.
struct QualityDocument: AuditDocument {
    static let subject = "Quality"
    static let category = "quality"

    /// What was found.
    let report: QualityReport
    let sources: [AuditSource]

    var rows: Int { report.rows }
    var findings: [QualityFinding] { report.findings }
    var nothingFound: String { "No group is worse off than all others by more than chance explains." }
    var json: JSONValue { report.json }
    var gateMetrics: JSONValue { report.gateMetrics }

    var settings: [(name: String, value: String)] {
        let audit = report.audit
        return [
            ("rows without an attribute", audit.missing == .ownGroup ? "a group of their own" : "left out"),
            ("rows for a verdict", "at least \(audit.minimumRows)"),
            ("intervals", AuditNumber.confidence(alpha: audit.alpha, isAnytimeValid: audit.isAnytimeValid)),
            (
                "p-values",
                "corrected by Holm over all groups, sets and measures, significant below \(AuditNumber.fixed(audit.alpha, places: 2))"
            ),
            ("bootstrap", "\(AuditNumber.count(Double(audit.replicates))) tables, seed \(audit.seed)"),
        ]
    }

    var isAnytimeValid: Bool { report.audit.isAnytimeValid }

    var text: String { QualityText(report, data: data.name).text }
    var html: String { QualityHTML(document: self).text }
    var markdown: String { QualityMarkdown(document: self).text }
    var charts: [Chart] { QualityCharts(report: report).all }
}
