import GovernorAudit
import GovernorCore

/// A report with what it is about: all that the renderers know, so that equal audits give equal files.
struct FairnessDocument {
    /// What was found.
    let report: FairnessReport
    /// The data, as the user named them.
    let data: String
    /// The SHA-256 of their bytes in hexadecimal digits.
    let sha256: String

    /// What stands out.
    var findings: [FairnessFinding] { report.findings }

    /// What the numbers rest on, in short lines without markup.
    var provenance: [(name: String, value: String)] {
        let audit = report.audit
        return [
            ("data", data.singleLine), ("SHA-256", sha256), ("rows", AuditNumber.count(Double(report.rows))),
            ("rows without an attribute", audit.missing == .ownGroup ? "a group of their own" : "left out"),
            ("rows for a verdict", "at least \(audit.minimumRows)"),
            ("intervals", "\(AuditNumber.fixed((1 - audit.alpha) * 100, places: 0)) %"),
            (
                "p-values",
                "corrected by \(audit.correction.words) over all groups, sets and rates, significant below \(AuditNumber.fixed(audit.alpha, places: 2))"
            ),
            ("decided by", audit.threshold.map { "scores from \(AuditNumber.fixed($0, places: 3)) on" } ?? "a column"),
            ("engine", "Governor \(BuildInformation.version)"),
        ]
    }

    /// What the gate reads, with its name; nil is not estimable.
    var metrics: [(name: String, value: Double?)] {
        (report.gateMetrics.object ?? [:]).map { ("fairness.\($0.name)", $0.value.number?.doubleValue) }
    }

    /// In which rates a group of a set differs from all others.
    static func verdict(_ set: AttributeSetReport, _ position: Int) -> String {
        let judgements = set.judgements.map { $0[position] }
        let differing = judgements.filter { $0.verdict == .differs }.map(\.rate.words)
        if !differing.isEmpty { return "differs: \(differing.joined(separator: ", "))" }
        if judgements.allSatisfy({ $0.verdict == .tooFewRows || $0.verdict == .notEstimable }) { return "too few rows" }
        return "–"
    }
}

extension MultipleTesting {
    /// Its name for people.
    fileprivate var words: String { rawValue.replacing("_", with: " ").capitalizedFirst }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
