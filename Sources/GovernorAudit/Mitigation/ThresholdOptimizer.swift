/// Finds the rules by which groups are decided about as well as possible while a rate is equal for all.
///
/// A group's thresholds give points of its ROC curve; drawing between two thresholds gives the points between them. So each
/// group reaches the upper hull of its points, the equal rate is one coordinate, and the objective is a concave function of
/// it: the best rate is at a corner of a hull. For equalized odds all groups are brought down to the lowest hull by
/// ignoring some scores.
///
/// Rows are decided with knowledge of their group, which may not be lawful; the rules are exact on the rows they
/// were found with, and noise on others.
///
/// - SeeAlso: Hardt, Price and Srebro, *Equality of Opportunity in Supervised Learning* (2016).
public struct ThresholdOptimizer: Sendable {
    private let constraint: ParityConstraint
    private let objective: DecisionObjective
    /// The groups that the constraint can hold for.
    private let groups: [GroupCurve]
    /// The groups that lack rows of a label, so that the constrained rate is not estimable.
    private let unconstrained: [GroupCurve]

    /// Prepares groups.
    ///
    /// - Parameter groups: Each group's scores; of one group at least.
    public init(
        _ groups: [(group: Group, scores: ScoredOutcomes)], constraint: ParityConstraint, objective: DecisionObjective
    ) {
        let positives = groups.reduce(0) { $0 + $1.scores.positives }
        let negatives = groups.reduce(0) { $0 + $1.scores.negatives }
        // What a true positive and a true negative add to the objective.
        let gains =
            switch objective {
            case .accuracy: (1 / (positives + negatives), 1 / (positives + negatives))
            case .balancedAccuracy: (0.5 / max(1, positives), 0.5 / max(1, negatives))
            }
        let curves = groups.filter { $0.scores.rows > 0 }.map { GroupCurve($0.group, $0.scores, gains, constraint) }
        self.constraint = constraint
        self.objective = objective
        self.groups = curves.filter { $0.isConstrained(by: constraint) }
        unconstrained = curves.filter { !$0.isConstrained(by: constraint) }
    }

    /// The rules of all groups that have rows, by group.
    ///
    /// Where several are equally good, the one with the lowest common rate is taken.
    public var rules: [DecisionRule] {
        let constrained = constraint == .equalizedOdds ? rulesOfEqualizedOdds : rulesOfOneRate
        return (constrained + unconstrained.map(\.best)).sorted { $0.group < $1.group }
    }

    /// Rules without chance: for each group the one threshold that comes nearest to the common rate of ``rules``.
    public var deterministicRules: [DecisionRule] {
        let rates = Dictionary(uniqueKeysWithValues: rules.map { ($0.group, $0) })
        return (groups + unconstrained).compactMap { curve in
            rates[curve.group].map { curve.nearest(to: $0) }
        }.sorted { $0.group < $1.group }
    }

    private var rulesOfOneRate: [DecisionRule] {
        let corners = Set(groups.flatMap { $0.hull.map(\.rate) }).sorted()
        let gain = { (rate: Double) in groups.reduce(0) { $0 + $1.gain(at: rate) } }
        guard let best = Self.best(corners, gain) else { return [] }
        return groups.map { $0.rule(at: best, ignored: 0) }
    }

    private var rulesOfEqualizedOdds: [DecisionRule] {
        let reach = { (rate: Double) in groups.reduce(1.0) { min($0, $1.gain(at: rate)) } }
        let positives = groups.reduce(0) { $0 + $1.positiveGain }
        let negatives = groups.reduce(0) { $0 + $1.negativeGain }
        let gain = { (rate: Double) in positives * reach(rate) + negatives * (1 - rate) }
        let corners = Set(groups.flatMap { $0.hull.map(\.rate) } + [Self.peak(gain)]).sorted()
        guard let best = Self.best(corners, gain) else { return [] }
        let common = reach(best)
        return groups.map { curve in
            let own = curve.gain(at: best)
            return curve.rule(at: best, ignored: own > common ? (own - common) / (own - best) : 0)
        }
    }

    private static func best(_ rates: [Double], _ gain: (Double) -> Double) -> Double? {
        rates.max { left, right in
            let (low, high) = (gain(left), gain(right))
            return low == high ? left > right : low < high
        }
    }

    /// Where a concave function on `0...1` is largest, to 10⁻¹²: hulls of two groups may cross between their corners.
    private static func peak(_ function: (Double) -> Double) -> Double {
        var (low, high) = (0.0, 1.0)
        while high - low > 1e-12 {
            let third = (high - low) / 3
            if function(low + third) < function(high - third) { low += third } else { high -= third }
        }
        return (low + high) / 2
    }
}
