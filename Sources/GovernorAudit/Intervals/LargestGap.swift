/// Where the largest difference of several proportions lies, whichever two of them it is between.
///
/// Neither the interval of the two extreme proportions alone nor a bootstrap will do. The one takes the two for chosen before
/// the data were seen. The other draws again from groups that chance has already moved apart, and so finds gaps that are larger
/// still: where no group differs its limits, BCa or not, hardly ever reach 0.
///
/// Here Newcombe's limits of the difference of every pair hold at once, with Bonferroni's correction. The largest difference
/// is no less than any pair's lower limit, and no more than the largest upper one.
///
/// - SeeAlso: Newcombe, *Interval estimation for the difference between independent proportions* (1998), method 10.
public struct LargestGap: Sendable {
    /// A proportion, and how far its Wilson limits reach.
    private struct Reach {
        let share: Double, below: Double, above: Double
    }

    private let proportions: [(successes: Double, trials: Double)]

    /// - Parameter proportions: Successes and trials, of weighted rows their effective numbers; those without trials are left out.
    public init(_ proportions: [(successes: Double, trials: Double)]) {
        self.proportions = proportions.filter { $0.trials > 0 }
    }

    /// How many pairs there are.
    public var pairs: Double { Double(proportions.count) * Double(max(0, proportions.count - 1)) / 2 }

    /// The limits of the largest difference, the lower one at least 0; nil unless there are two proportions.
    ///
    /// - Parameters:
    ///   - alpha: The probability of missing it, at most.
    ///   - pairs: Over how many pairs the correction is made, where limits of several sets of proportions are to hold at once.
    public func interval(alpha: Double, pairs: Double? = nil) -> Interval? {
        guard proportions.count >= 2 else { return nil }
        let level = alpha / max(1, pairs ?? self.pairs)
        let reaches = proportions.compactMap { successes, trials -> Reach? in
            let share = successes / trials
            return ProportionInterval.wilson.interval(successes: successes, of: trials, alpha: level).map {
                Reach(share: share, below: max(0, share - $0.lower), above: max(0, $0.upper - share))
            }
        }
        let lower = Self.largest(
            reaches, { -Self.diagonal($0.below, $1) }, \.above, best: reaches.map(\.above).min() ?? 0)
        let upper = Self.largest(
            reaches, { Self.diagonal($0.above, $1) }, \.below, best: reaches.map(\.below).max() ?? 0)
        return Interval(max(0, lower), upper)
    }

    /// The limits of the largest difference that hold at every look at rows that come to the proportions, the lower one at least 0; nil
    /// unless there are two proportions.
    ///
    /// Each proportion has its own confidence sequence, all of them at once by Bonferroni's correction: so the largest difference is at
    /// least what lies between two of them, and at most what they span together.
    ///
    /// - Parameters:
    ///   - alpha: The probability of ever missing it, at most.
    ///   - count: Over how many proportions the correction is made: those that limits are to hold of at once, at any look.
    public func sequence(alpha: Double, count: Int) -> Interval? {
        guard proportions.count >= 2 else { return nil }
        let limits = proportions.map { successes, trials in
            ProportionInterval.betaBinomialMixture(
                successes, trials, alpha: alpha / Double(max(2, count, proportions.count)))
        }
        let (least, most) = (limits.map(\.lower), limits.map(\.upper))
        return Interval(
            max(0, (least.max() ?? 0) - (most.min() ?? 1)), (most.max() ?? 1) - (least.min() ?? 0))
    }

    /// The largest limit of a pair: the difference of its shares plus a reach.
    ///
    /// Looks at the members of pairs in the order of what they could come to at best, and ends when none can come to more.
    ///
    /// - Parameter best: What the other member can do best.
    private static func largest(
        _ reaches: [Reach], _ reach: (Reach, Double) -> Double, _ other: (Reach) -> Double, best: Double
    ) -> Double {
        let least = reaches.map(\.share).min() ?? 0
        let bounds = reaches.map { $0.share - least + reach($0, best) }
        var found = -Double.infinity
        for first in bounds.indices.sorted(by: { bounds[$0] > bounds[$1] }) {
            guard bounds[first] > found else { break }
            for second in reaches.indices where second != first {
                let limit = reaches[first].share - reaches[second].share + reach(reaches[first], other(reaches[second]))
                found = max(found, limit)
            }
        }
        return found
    }

    private static func diagonal(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
}
