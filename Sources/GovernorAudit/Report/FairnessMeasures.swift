/// What definitions of fairness beside the gaps in rates come to, over the groups of a set that are large enough. Each is nil where it
/// is not estimable.
public struct FairnessMeasures: Sendable, Equatable {
    /// Equalized odds: the larger of the gaps in true and in false positive rates (Hardt et al., 2016).
    public let equalizedOddsDifference: Double?
    /// The mean of both gaps.
    public let meanOddsDifference: Double?
    /// The smaller of the ratios of true and of false positive rates.
    public let equalizedOddsRatio: Double?
    /// Treatment equality: how far apart the false negatives for each false positive are (Berk et al., 2018).
    public let treatmentEqualityDifference: Double?
    /// Differential fairness of predictions (Foulds et al., 2020).
    public let differentialFairness: DifferentialFairness?
    /// How much of the inequality of benefits is between groups (Speicher et al., 2018).
    public let betweenGroups: BenefitInequality

    init(_ groups: Disaggregation, minimumRows: Double) {
        equalizedOddsDifference = groups.equalizedOddsDifference(minimumRows: minimumRows)
        meanOddsDifference = groups.meanOddsDifference(minimumRows: minimumRows)
        equalizedOddsRatio = groups.equalizedOddsRatio(minimumRows: minimumRows)
        treatmentEqualityDifference = groups.treatmentEqualityDifference(minimumRows: minimumRows)
        differentialFairness = groups.differentialFairness(.selectionRate, minimumRows: minimumRows)
        let large = groups.groups.filter { $0.effectiveRows(.accuracy) >= minimumRows }
        betweenGroups = BenefitInequality(between: large.map(\.weights))
    }
}
