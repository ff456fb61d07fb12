/// Weights that make labels independent of groups (Kamiran and Calders, 2012): rows of a group and label count as often as
/// they would if both were independent.
public struct Reweighing: Sendable, Equatable {
    private let weights: [Group: [Double?]]

    /// Computes weights for any number of groups. Rows without a label are left out.
    public init(_ groups: Disaggregation) { self.init(groups.groups) }

    /// Computes weights for groups that no row is in twice.
    public init(_ groups: [GroupCounts]) {
        let fractions = groups.map { Rate.prevalence.fraction(of: $0.weights) }
        let all = fractions.reduce((part: 0, whole: 0)) { ($0.part + $1.part, $0.whole + $1.whole) }
        var weights: [Group: [Double?]] = [:]
        for (counts, (positives, rows)) in zip(groups, fractions) {
            let pairs = [(rows - positives, all.whole - all.part), (positives, all.part)]
            weights[counts.group] = pairs.map { own, everybodys in
                own > 0 ? rows * everybodys / (all.whole * own) : nil
            }
        }
        self.weights = weights
    }

    /// The weight of a group's rows with a label; nil when there are none.
    public func weight(of group: Group, label: Outcome) -> Double? {
        label == .missing ? nil : weights[group]?[Int(label.rawValue)]
    }
}
