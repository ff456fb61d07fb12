import GovernorAudit

/// How reports write what rows that lack a column could change.
enum GroupBoundsWords {
    /// What bounds are, beside a symbol.
    static let legend = "bounds: whatever groups rows belong to that lack a column"
}

extension AttributeSetReport {
    /// Whether rows that lack a column could change anything.
    var hasBounds: Bool {
        gaps.contains { $0.bounds?.difference.range != nil } || judgements.joined().contains { $0.bounds?.range != nil }
    }
}

extension GroupJudgement {
    /// Where the rate lies whatever groups rows belong to that lack a column; nil where that is one value.
    var boundsWords: String? { bounds?.range.flatMap { _ in bounds.map { "bounds \(AuditNumber.percent($0))" } } }
}

extension GapBounds {
    /// Where the gap lies in percentage points.
    var words: String { "bounds \(AuditNumber.points(difference.lower))–\(AuditNumber.points(difference.upper))" }
}

extension Interval {
    /// The values in it; nil where it is one value.
    var range: ClosedRange<Double>? { lower < upper ? lower...upper : nil }
}
