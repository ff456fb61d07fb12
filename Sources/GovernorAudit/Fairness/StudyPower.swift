/// What sizes of groups allow to see.
///
/// A gap that is not significant may be absent, or the groups too small to show it: an audit says which gap it could have
/// seen, and how many rows more a smaller one would take.
public struct StudyPower: Sendable, Equatable {
    /// The probability of finding a gap where there is none.
    public let alpha: Double
    /// The probability of finding the gap that is there.
    public let power: Double
    /// How many standard errors a gap must be away from 0 to be found, and to be found that often.
    private let critical: Double, reserve: Double

    /// The usual 5 % and 80 %.
    public init(alpha: Double = 0.05, power: Double = 0.8) {
        self.alpha = alpha
        self.power = power
        (critical, reserve) = (NormalDistribution.critical(alpha), NormalDistribution.quantile(power))
    }

    /// The smallest gap that a comparison would find; nil when even the largest possible one is too small.
    ///
    /// - Parameters:
    ///   - rows: The group's rows.
    ///   - others: The rows it is compared with.
    ///   - rate: The rate of the others. The gap is looked for on the side where there is more room.
    public func smallestVisibleGap(rows: Double, others: Double, rate: Double) -> Double? {
        let room = max(rate, 1 - rate)
        guard isVisible(room, rows, others, rate) else { return nil }
        var (low, high) = (0.0, room)
        while high - low > 1e-9 {
            let middle = (low + high) / 2
            if isVisible(middle, rows, others, rate) { high = middle } else { low = middle }
        }
        return high
    }

    /// How many rows a group needs for a gap to be found, with as many others as there are.
    ///
    /// - Returns: nil when the others are too few for any number.
    public func rowsNeeded(forGap gap: Double, others: Double, rate: Double) -> Int? {
        least { isVisible(gap, $0, others, rate) }
    }

    /// How many rows a group and the others need together for a gap to be found.
    ///
    /// - Parameter share: The group's share of them.
    /// - Returns: nil when the gap is larger than there is room for, or 0.
    public func rowsNeededInAll(forGap gap: Double, share: Double, rate: Double) -> Int? {
        least { isVisible(gap, $0 * share, $0 * (1 - share), rate) }
    }

    /// The least number of rows for which something holds that holds for all larger ones.
    private func least(_ holds: (Double) -> Bool) -> Int? {
        guard holds(Self.mostRows) else { return nil }
        var (low, high) = (0, Int(Self.mostRows))
        while high - low > 1 {
            let middle = (low + high) / 2
            if holds(Double(middle)) { high = middle } else { low = middle }
        }
        return high
    }

    private static let mostRows = Double(CountCube.maximumRows)

    /// The normal approximation of the pooled z test (Fleiss, Levin and Paik, 2003, chapter 4). Of rates near 0 and 1 it promises too much:
    /// of 33 rows beside 1,000 without any success, whose gap is 0.05, Fisher's exact test shows half.
    private func isVisible(_ gap: Double, _ n1: Double, _ n2: Double, _ rate: Double) -> Bool {
        guard gap > 0, gap <= max(rate, 1 - rate), n1 > 0, n2 > 0 else { return false }
        let other = rate >= 0.5 ? rate - gap : rate + gap
        let pooled = (n1 * other + n2 * rate) / (n1 + n2)
        let underNone = (pooled * (1 - pooled) * (1 / n1 + 1 / n2)).squareRoot()
        let underGap = (other * (1 - other) / n1 + rate * (1 - rate) / n2).squareRoot()
        return gap >= critical * underNone + reserve * underGap
    }
}
