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
    public var equalizedOddsDifference: Double? { oddsGaps.map { max($0.truePositive, $0.falsePositive) } }

    /// The mean of the gaps in true and in false positive rates.
    public var meanOddsDifference: Double? { oddsGaps.map { ($0.truePositive + $0.falsePositive) / 2 } }

    /// Equalized odds as a ratio: the smaller of the ratios of true and of false positive rates.
    public var equalizedOddsRatio: Double? {
        guard let truePositive = spread(.truePositiveRate).ratio, let falsePositive = spread(.falsePositiveRate).ratio
        else { return nil }
        return min(truePositive, falsePositive)
    }

    /// Predictive parity: the largest precision minus the smallest (Chouldechova, 2017).
    public var predictiveParityDifference: Double? { spread(.precision).difference }

    /// Treatment equality: the largest number of false negatives for each false positive minus the smallest.
    ///
    /// - SeeAlso: Berk et al., *Fairness in Criminal Justice Risk Assessments* (2018).
    public var treatmentEqualityDifference: Double? {
        let ratios = groups.compactMap(\.weights.treatmentRatio)
        guard ratios.count >= 2, let lowest = ratios.min(), let highest = ratios.max() else { return nil }
        return highest - lowest
    }

    /// What the gate compares as `fairness.subgroup_delta`: the demographic parity difference over groups of a size.
    ///
    /// - Parameter minimumRows: Smaller groups are not judged.
    public func subgroupDelta(minimumRows: Double) -> Double? {
        spread(.selectionRate, minimumRows: minimumRows).difference
    }

    private var oddsGaps: (truePositive: Double, falsePositive: Double)? {
        guard let truePositive = spread(.truePositiveRate).difference,
            let falsePositive = spread(.falsePositiveRate).difference
        else { return nil }
        return (truePositive, falsePositive)
    }
}
