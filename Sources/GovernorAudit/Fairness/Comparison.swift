/// A group's rate against that of others.
public struct Comparison: Sendable, Equatable {
    /// The group.
    public let group: Group
    /// The rate of the group minus, and over, that of the others.
    public let proportions: TwoProportions
    /// The probability of a gap at least as large if there is none: Fisher's exact test for small cells, the pooled z test
    /// otherwise.
    public let p: Double
    /// The same, corrected for how many groups are compared.
    public internal(set) var adjustedP: Double
}

extension Disaggregation {
    /// Fisher's test is used where the smallest expected count of the four cells is below this.
    public static let exactBelow = 5.0

    /// Each group whose rate is estimable, against all other rows together.
    ///
    /// Not against "everyone": a group is part of everyone, which hides the gap of a large one.
    ///
    /// - Parameter isAnytimeValid: Whether p-values hold at every look, as ``TwoProportions/anytimeP`` does.
    public func comparisonsWithRest(
        _ rate: Rate, correction: MultipleTesting, isAnytimeValid: Bool = false
    ) -> [Comparison] {
        let occupied = groups.filter { $0.rows.total > 0 }
        // What is before and after a group is its rest, without subtracting.
        var after: [GroupCounts?] = [nil]
        for counts in occupied.reversed() { after.append(after.last?.map { $0 + counts } ?? counts) }
        var before: GroupCounts?
        var pairs: [(Group, TwoProportions)] = []
        for (position, counts) in occupied.enumerated() {
            let rest = [before, after[occupied.count - 1 - position]].compactMap(\.self)
            if let first = rest.first, let pair = counts.compared(with: rest.dropFirst().reduce(first, +), rate) {
                pairs.append((counts.group, pair))
            }
            before = before.map { $0 + counts } ?? counts
        }
        return Self.judged(pairs, correction, isAnytimeValid)
    }

    /// Each other group whose rate is estimable, against a reference group: disparate impact is ``TwoProportions/ratio``
    /// of the selection rate, below 0.8 an adverse impact by the four-fifths rule (EEOC, 1978).
    public func comparisons(_ rate: Rate, with reference: Group, correction: MultipleTesting) -> [Comparison] {
        guard let others = groups.first(where: { $0.group == reference }) else { return [] }
        let pairs = groups.filter { $0.group != reference }.compactMap { counts in
            counts.compared(with: others, rate).map { (counts.group, $0) }
        }
        return Self.judged(pairs, correction, false)
    }

    private static func judged(
        _ pairs: [(Group, TwoProportions)], _ correction: MultipleTesting, _ isAnytimeValid: Bool
    ) -> [Comparison] {
        let p = pairs.map { isAnytimeValid ? $0.1.anytimeP : $0.1.p(exactBelow: exactBelow) }
        return zip(zip(pairs, p), correction.adjusted(p)).map {
            Comparison(group: $0.0.0, proportions: $0.0.1, p: $0.1, adjustedP: $1)
        }
    }
}

extension TwoProportions {
    /// The p-value of a difference from 0.
    ///
    /// - Parameter limit: Fisher's exact test is used where an expected count is below it.
    func p(exactBelow limit: Double) -> Double {
        let pooled = (x1 + x2) / (n1 + n2)
        return min(n1, n2) * min(pooled, 1 - pooled) < limit ? fisherP : pooledTest?.p ?? 1
    }

    /// The p-value of Fisher's exact test; counts that weights made fractions are rounded.
    public var fisherP: Double {
        FisherExactTest.p(
            Int(x1.rounded()), of: Int(n1.rounded()), versus: Int(x2.rounded()), of: Int(n2.rounded()))
    }
}
