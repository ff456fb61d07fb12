/// The least ε for which no group's probability of any outcome exceeds another's by more than a factor of e^ε.
///
/// - SeeAlso: Foulds et al., *An Intersectional Definition of Fairness* (2020).
public struct DifferentialFairness: Sendable, Equatable {
    /// ε, in nats; 0 when all groups are treated alike.
    public let epsilon: Double
    /// The group for which the outcome that decides is likeliest.
    public let highest: Group
    /// The group for which it is least likely.
    public let lowest: Group

    /// Measures groups, each share smoothed by a Dirichlet prior.
    ///
    /// - Parameters:
    ///   - groups: Groups and their rates as fractions; those without rows are left out.
    ///   - concentration: How many rows the prior is worth, half of them positive.
    /// - Returns: nil unless two groups have rows.
    public init?(_ groups: [(group: Group, part: Double, whole: Double)], concentration: Double = 1) {
        let shares = groups.filter { $0.whole > 0 }.map { entry in
            (entry.group, (entry.part + concentration / 2) / (entry.whole + concentration))
        }
        guard shares.count >= 2, let most = shares.max(by: { $0.1 < $1.1 }), let least = shares.min(by: { $0.1 < $1.1 })
        else { return nil }
        let positive = Double.log(most.1 / least.1)
        let negative = Double.log((1 - least.1) / (1 - most.1))
        epsilon = max(positive, negative)
        (highest, lowest) = positive >= negative ? (most.0, least.0) : (least.0, most.0)
    }
}

extension Disaggregation {
    /// Differential fairness of a rate: of predictions with the selection rate, of labels with the prevalence.
    ///
    /// - Parameter minimumRows: Groups with fewer rows in the rate's denominator are left out.
    func differentialFairness(_ rate: Rate, minimumRows: Double) -> DifferentialFairness? {
        DifferentialFairness(
            groups.filter { $0.effectiveRows(rate) >= minimumRows }.map { counts in
                let (part, whole) = rate.fraction(of: counts.weights)
                return (counts.group, part, whole)
            })
    }
}
