import GovernorAudit

extension FairnessFinding: AuditFinding {
    static let rules = [
        AuditRule(
            id: "audit.four-fifths", label: "Four fifths", severity: .error,
            summary: "The lowest selection rate is at least four fifths of the highest",
            help:
                "A smaller ratio is evidence of adverse impact (EEOC, Uniform Guidelines, 1978). Look at which group is lowest "
                + "and why; 'governor audit mitigate' shows what weights or other thresholds would change."),
        AuditRule(
            id: "audit.group-differs", label: "Differs", severity: .warning,
            summary: "No rate of a group differs from that of all others by more than chance explains",
            help:
                "The p-value is corrected for how many groups are compared. A difference may have a reason; it has to be known."
        ),
        AuditRule(
            id: "audit.attribute-missing", label: "Missing", severity: .warning,
            summary: "Fewer than one row in twenty lacks an attribute",
            help:
                "Where an attribute is missing often, gaps between its groups may be hidden or invented. Find out why it is missing."
        ),
        AuditRule(
            id: "audit.not-estimable", label: "Unknown", severity: .note,
            summary: "At least two groups are large enough to compare",
            help:
                "Nothing is known about this rate: gather more rows, audit fewer columns together, or add the column that is needed."
        ),
    ]

    var ruleIndex: Int {
        switch self {
        case .belowFourFifths: 0
        case .differs: 1
        case .attributeMissing: 2
        case .notEstimable: 3
        }
    }

    var message: String {
        switch self {
        case .belowFourFifths(let attributes, let spread, let ratio):
            let (low, high) = (extreme(spread.lowest), extreme(spread.highest))
            return
                "\(attributes.attributeSetName): the selection rate of \(low) is \(AuditNumber.rounded(ratio)) of that of "
                + "\(high), below four fifths"
        case .differs(let attributes, let group, let judgements):
            return "\(attributes.attributeSetName): \(group.name) differs from all others in "
                + judgements.map(difference).joined(separator: ", ")
        case .attributeMissing(let attribute, let share):
            return "\(attribute.singleLine) is missing in \(AuditNumber.percent(share)) of the rows"
        case .notEstimable(let attributes, let rate):
            return
                "\(attributes.attributeSetName): the gap in \(rate.words) is not estimable, fewer than two groups are large enough"
        }
    }

    var fingerprint: String {
        switch self {
        case .belowFourFifths(let attributes, let spread, _): Self.key(attributes) + "/\(spread.rate.rawValue)"
        case .differs(let attributes, let group, _):
            Self.key(attributes) + "/" + Self.key(group.levels.map(\.text))
        case .attributeMissing(let attribute, _): Self.key([attribute])
        case .notEstimable(let attributes, let rate): Self.key(attributes) + "/\(rate.rawValue)"
        }
    }

    private func extreme(_ extreme: Spread.Extreme?) -> String {
        extreme.map { "\($0.group.name) (\(AuditNumber.percent($0.value)))" } ?? ""
    }

    private func difference(_ judgement: GroupJudgement) -> String {
        let own = judgement.estimate?.value ?? 0
        let rest = own - (judgement.comparison?.proportions.difference ?? 0)
        return "\(judgement.rate.words) (\(AuditNumber.percent(own)) against \(AuditNumber.percent(rest)), "
            + "\(AuditNumber.probability(judgement.comparison?.adjustedP ?? 1)))"
    }
}
