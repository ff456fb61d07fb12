/// A share of rows that tells how a group is treated.
///
/// Each is a fraction of counts. Where its denominator is 0 the rate is *not estimable*, never 0: libraries that put 0
/// there invent gaps between groups.
public enum Rate: String, Sendable, CaseIterable {
    /// Predicted positive, of all predicted.
    case selectionRate = "selection_rate"
    /// Predicted positive, of those labelled positive; also called recall, sensitivity.
    case truePositiveRate = "true_positive_rate"
    /// Predicted positive, of those labelled negative.
    case falsePositiveRate = "false_positive_rate"
    /// Predicted negative, of those labelled negative; also called specificity.
    case trueNegativeRate = "true_negative_rate"
    /// Predicted negative, of those labelled positive.
    case falseNegativeRate = "false_negative_rate"
    /// Labelled positive, of those predicted positive; also called positive predictive value.
    case precision
    /// Labelled negative, of those predicted negative.
    case negativePredictiveValue = "negative_predictive_value"
    /// Labelled negative, of those predicted positive.
    case falseDiscoveryRate = "false_discovery_rate"
    /// Labelled positive, of those predicted negative.
    case falseOmissionRate = "false_omission_rate"
    /// Predicted as labelled, of those with both.
    case accuracy
    /// Labelled positive, of all labelled.
    case prevalence

    /// The rows counted, and the rows they are a share of.
    public func fraction(of counts: OutcomeCounts) -> (part: Double, whole: Double) {
        let (tp, fp) = (counts.truePositives, counts.falsePositives)
        let (tn, fn) = (counts.trueNegatives, counts.falseNegatives)
        return switch self {
        case .selectionRate: (counts.selected, counts.predicted)
        case .truePositiveRate: (tp, tp + fn)
        case .falsePositiveRate: (fp, fp + tn)
        case .trueNegativeRate: (tn, fp + tn)
        case .falseNegativeRate: (fn, tp + fn)
        case .precision: (tp, tp + fp)
        case .negativePredictiveValue: (tn, tn + fn)
        case .falseDiscoveryRate: (fp, tp + fp)
        case .falseOmissionRate: (fn, tn + fn)
        case .accuracy: (tp + tn, counts.judged)
        case .prevalence: (counts.positives, counts.labelled)
        }
    }

    /// The rate, in `0...1`; nil when no row is in its denominator.
    public func value(of counts: OutcomeCounts) -> Double? {
        let (part, whole) = fraction(of: counts)
        return whole > 0 ? part / whole : nil
    }

    /// Why the rate of a group is not estimable, when it is not.
    public var reasonNotEstimable: String {
        switch self {
        case .selectionRate: "no row with a prediction"
        case .truePositiveRate, .falseNegativeRate: "no row labelled positive"
        case .falsePositiveRate, .trueNegativeRate: "no row labelled negative"
        case .precision, .falseDiscoveryRate: "no row predicted positive"
        case .negativePredictiveValue, .falseOmissionRate: "no row predicted negative"
        case .accuracy: "no row with a label and a prediction"
        case .prevalence: "no row with a label"
        }
    }

    /// Whether a group is worse off where the rate is high.
    public var isHarm: Bool {
        switch self {
        case .falsePositiveRate, .falseNegativeRate, .falseDiscoveryRate, .falseOmissionRate: true
        case .selectionRate, .truePositiveRate, .trueNegativeRate, .precision, .negativePredictiveValue, .accuracy,
            .prevalence:
            false
        }
    }
}
