import GovernorAudit

extension QualityFinding: AuditFinding {
    static let rules = [
        AuditRule(
            id: "audit.no-better-than-chance", label: "Chance", severity: .error,
            summary: "Scores order rows better than chance, and predictions are better than the mean of the labels",
            help:
                "A model that is no better than a constant is of no use. Look for labels and scores that do not belong together."
        ),
        AuditRule(
            id: "audit.miscalibrated", label: "Calibration", severity: .warning,
            summary: "Scores promise what comes true",
            help:
                "Whoever reads a score as a probability is misled. Calibrate the scores on other data, or do not use them as "
                + "probabilities."),
        AuditRule(
            id: "audit.group-worse", label: "Worse", severity: .warning,
            summary: "No group is worse off than all others by more than chance explains",
            help:
                "The model is of less use to this group. The p-value is corrected for how many groups and measures are compared."
        ),
        AuditRule(
            id: "audit.not-estimable", label: "Unknown", severity: .note,
            summary: "Every measure that was asked for has a value",
            help: "Nothing is known about this measure: gather more rows, or add the column that is needed."),
    ]

    var ruleIndex: Int {
        switch self {
        case .noBetterThanChance: 0
        case .miscalibrated: 1
        case .groupWorse: 2
        case .notEstimable: 3
        }
    }

    var message: String {
        switch self {
        case .noBetterThanChance(let estimate):
            let value = AuditNumber.text(estimate.value ?? 0, estimate.interval?.lower, estimate.interval?.upper)
            return estimate.measure == .auc
                ? "auc is \(value): the order of scores may be chance"
                : "\(estimate.measure.words) is \(value): the mean of the labels would be the better prediction"
        case .miscalibrated(let bins, let worst):
            return
                "scores promise what does not come true in \(bins) of the bins; furthest off, a mean score of "
                + "\(AuditNumber.percent(worst.bin.meanScore)) where \(AuditNumber.percent(worst.bin.rate)) are labelled positive"
        case .groupWorse(let attributes, let difference):
            return
                "\(attributes.attributeSetName): \(difference.measure.words) of \(difference.group.name) is "
                + "\(AuditNumber.percent(difference.share)), of all others \(AuditNumber.percent(difference.rest)) "
                + "(\(AuditNumber.probability(difference.adjustedP)))"
        case .notEstimable(let estimate):
            return "\(estimate.measure.words) is not estimable: \(estimate.reason ?? "nothing was counted")"
        }
    }

    var fingerprint: String {
        switch self {
        case .noBetterThanChance(let estimate), .notEstimable(let estimate): estimate.measure.name
        case .miscalibrated: "calibration"
        case .groupWorse(let attributes, let difference):
            Self.key(attributes) + "/" + Self.key(difference.group.levels.map(\.text)) + "/\(difference.measure.name)"
        }
    }
}
