import GovernorAudit
import GovernorCore

/// A report of fairness with what it is about.
struct FairnessDocument: AuditDocument {
    static let subject = "Fairness"
    static let category = "fairness"

    /// What was found.
    let report: FairnessReport
    let sources: [AuditSource]

    /// - Parameters:
    ///   - data: The data, as the user named them.
    ///   - sha256: The SHA-256 of their bytes in hexadecimal digits.
    init(report: FairnessReport, data: String, sha256: String) {
        self.report = report
        sources = [AuditSource(role: "data", name: data, sha256: sha256)]
    }

    var rows: Int { report.rows }
    var findings: [FairnessFinding] { report.findings }
    var nothingFound: String {
        "No selection rate is below four fifths, and no group differs by more than chance explains."
    }
    var json: JSONValue { report.json }
    var gateMetrics: JSONValue { report.gateMetrics }

    var settings: [(name: String, value: String)] {
        let audit = report.audit
        return [
            ("rows without an attribute", audit.missing.words),
            (
                "small groups",
                report.smallGroups.isEmpty ? "shown as they are" : report.smallGroups.joined(separator: "; ")
            ),
            ("rows for a verdict", "at least \(audit.minimumRows)"),
            ("intervals", AuditNumber.confidence(alpha: audit.alpha, isAnytimeValid: audit.isAnytimeValid)),
            (
                "p-values",
                "corrected by \(audit.correction.words) over all groups, sets and rates, significant below \(AuditNumber.fixed(audit.alpha, places: 2))"
            ),
            ("decided by", audit.threshold.map { "scores from \(AuditNumber.fixed($0, places: 3)) on" } ?? "a column"),
        ]
    }

    var isAnytimeValid: Bool { report.audit.isAnytimeValid }

    var text: String {
        let reason = report.audit.reason.map { "\nthese rates were chosen because: \($0.singleLine)\n" } ?? ""
        return FairnessText(report, data: data.name).text + reason
    }
    var html: String { FairnessHTML(document: self).text }
    var markdown: String { FairnessMarkdown(document: self).text }
    var charts: [Chart] { FairnessCharts(report: report).all }

    /// In which rates a group of a set differs from all others.
    static func verdict(_ set: AttributeSetReport, _ position: Int) -> String {
        let judgements = set.judgements.map { $0[position] }
        let differing = judgements.filter { $0.verdict == .differs }.map(\.rate.words)
        if !differing.isEmpty { return "differs: \(differing.joined(separator: ", "))" }
        if judgements.allSatisfy({ $0.verdict == .tooFewRows || $0.verdict == .notEstimable }) { return "too few rows" }
        return "–"
    }
}

extension MissingLevels {
    /// What becomes of rows that lack an attribute.
    fileprivate var words: String {
        switch self {
        case .ownGroup: "a group of their own"
        case .drop: "left out"
        case .bounds: "left out of groups; bounds say what they could change"
        }
    }
}
