// Measures that are no shares of rows. Each is nil where it is not estimable.
extension OutcomeCounts {
    /// The mean of the true positive and the true negative rate.
    public var balancedAccuracy: Double? {
        guard let positive = Rate.truePositiveRate.value(of: self), let negative = Rate.trueNegativeRate.value(of: self)
        else { return nil }
        return (positive + negative) / 2
    }

    /// The harmonic mean of precision and recall.
    public var f1: Double? {
        let whole = 2 * truePositives + falsePositives + falseNegatives
        return whole > 0 ? 2 * truePositives / whole : nil
    }

    /// The correlation of labels and predictions (Matthews, 1975), in `-1...1`.
    public var matthews: Double? {
        let margins = [
            truePositives + falsePositives, truePositives + falseNegatives, trueNegatives + falsePositives,
            trueNegatives + falseNegatives,
        ]
        guard !margins.contains(0) else { return nil }
        let product = margins.reduce(1) { $0 * $1.squareRoot() }
        return (truePositives * trueNegatives - falsePositives * falseNegatives) / product
    }

    /// False negatives for each false positive: where groups differ in it, errors burden them differently.
    public var treatmentRatio: Double? { falsePositives > 0 ? falseNegatives / falsePositives : nil }

    /// The same rows when the negative outcome is the favourable one.
    public var inverted: Self {
        let opposite: [Outcome] = [.positive, .negative, .missing]
        var inverted = Self()
        for label in Outcome.allCases {
            for prediction in Outcome.allCases {
                inverted[opposite[label.index], opposite[prediction.index]] = self[label, prediction]
            }
        }
        return inverted
    }
}
