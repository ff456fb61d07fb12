import GovernorCore

/// Something that stands out in an audit.
protocol AuditFinding: Equatable {
    /// All rules of this kind of audit, in the order of the findings.
    static var rules: [AuditRule] { get }

    /// The finding's rule, as a position in ``rules``.
    var ruleIndex: Int { get }
    /// What was found, in one sentence without markup.
    var message: String { get }
    /// What tells the finding from others of its rule, whatever the numbers are this time.
    var fingerprint: String { get }
}

extension AuditFinding {
    /// The finding's rule.
    var rule: AuditRule { Self.rules[ruleIndex] }

    /// The part of a fingerprint that names columns.
    static func key(_ columns: [String]) -> String { columns.map { $0.percentEncoded() }.joined(separator: "&") }

    /// The part of a fingerprint that names a group.
    static func key(_ levels: [String?]) -> String {
        levels.map { $0.map { "=\($0.percentEncoded())" } ?? "missing" }.joined(separator: "&")
    }
}

/// What all findings of a kind have in common; the ids are stable.
struct AuditRule {
    /// How much a finding matters; the names are those of SARIF.
    enum Severity: String {
        case error, warning, note
    }

    let id: String
    let label: String
    let severity: Severity
    let summary: String
    let help: String
}
