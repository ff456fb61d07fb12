// The definitions of fairness for groups. They contradict one another when base rates differ (Chouldechova, 2017), so an
// audit states which it judges by, and why. Each is nil where fewer than two groups are estimable.
extension Disaggregation {
    /// Demographic parity: the largest selection rate minus the smallest.
    ///
    /// - SeeAlso: Agarwal et al., *A Reductions Approach to Fair Classification* (2018), Definition 1.
    public var demographicParityDifference: Double? { spread(.selectionRate).difference }

    /// Demographic parity as a ratio: the smallest selection rate over the largest.
    public var demographicParityRatio: Double? { spread(.selectionRate).ratio }

    /// Equal opportunity: the largest true positive rate minus the smallest.
    ///
    /// - SeeAlso: Hardt, Price and Srebro, *Equality of Opportunity in Supervised Learning* (2016).
    public var equalOpportunityDifference: Double? { spread(.truePositiveRate).difference }

    /// Equalized odds: the larger of the gaps in true and in false positive rates (Hardt et al., 2016).
    public var equalizedOddsDifference: Double? { equalizedOddsDifference(minimumRows: 0) }

    /// The same over groups that have a number of rows in a rate's denominator.
    func equalizedOddsDifference(minimumRows: Double) -> Double? {
        oddsGaps(minimumRows).map { max($0.truePositive, $0.falsePositive) }
    }

    /// The mean of the gaps in true and in false positive rates.
    func meanOddsDifference(minimumRows: Double) -> Double? {
        oddsGaps(minimumRows).map { ($0.truePositive + $0.falsePositive) / 2 }
    }

    /// Equalized odds as a ratio: the smaller of the ratios of true and of false positive rates.
    func equalizedOddsRatio(minimumRows: Double) -> Double? {
        guard let truePositive = spread(.truePositiveRate, minimumRows: minimumRows).ratio,
            let falsePositive = spread(.falsePositiveRate, minimumRows: minimumRows).ratio
        else { return nil }
        return min(truePositive, falsePositive)
    }

    /// Predictive parity: the largest precision minus the smallest (Chouldechova, 2017).
    public var predictiveParityDifference: Double? { spread(.precision).difference }

    /// Treatment equality: the largest number of false negatives for each false positive minus the smallest.
    ///
    /// - Parameter minimumRows: Groups with fewer rows that have a label and a prediction are left out.
    /// - SeeAlso: Berk et al., *Fairness in Criminal Justice Risk Assessments* (2018).
    func treatmentEqualityDifference(minimumRows: Double) -> Double? {
        let ratios = groups.filter { $0.effectiveRows(.accuracy) >= minimumRows }.compactMap(\.weights.treatmentRatio)
        guard ratios.count >= 2, let lowest = ratios.min(), let highest = ratios.max() else { return nil }
        return highest - lowest
    }

    private func oddsGaps(_ minimumRows: Double) -> (truePositive: Double, falsePositive: Double)? {
        guard let truePositive = spread(.truePositiveRate, minimumRows: minimumRows).difference,
            let falsePositive = spread(.falsePositiveRate, minimumRows: minimumRows).difference
        else { return nil }
        return (truePositive, falsePositive)
    }
}
