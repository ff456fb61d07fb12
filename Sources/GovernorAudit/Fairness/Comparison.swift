/// A group's rate against that of others.
public struct Comparison: Sendable, Equatable {
    /// The group.
    public let group: Group
    /// The rate of the group minus, and over, that of the others.
    public let proportions: TwoProportions
    /// The probability of a gap at least as large if there is none; see ``TwoProportions/p``.
    public let p: Double
    /// The same, corrected for how many groups are compared.
    public internal(set) var adjustedP: Double
}

extension Disaggregation {
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
        let p = pairs.map { isAnytimeValid ? $0.1.anytimeP : $0.1.p }
        return zip(zip(pairs, p), correction.adjusted(p)).map {
            Comparison(group: $0.0.0, proportions: $0.0.1, p: $0.1, adjustedP: $1)
        }
    }
}

extension TwoProportions {
    /// The p-value of a difference from 0: of Fisher's exact test, and of weighted rows, whose effective numbers are fractions, of the
    /// pooled z test unless an expected count is below 5.
    ///
    /// Where many comparisons are corrected for, what counts are p-values of 10⁻⁴ and less. There the z test says too little of rare
    /// outcomes, also of larger counts: of 14 in 500 rows beside 1 % of 50,000 it says 5 · 10⁻⁵, and the truth is 6 · 10⁻⁴.
    public var p: Double {
        let pooled = (x1 + x2) / (n1 + n2)
        let isExact = [x1, n1, x2, n2].allSatisfy { $0 == $0.rounded() }
        return isExact || min(n1, n2) * min(pooled, 1 - pooled) < 5 ? fisherP : pooledTest?.p ?? 1
    }

    /// The p-value of Fisher's exact test; counts that weights made fractions are rounded.
    public var fisherP: Double {
        FisherExactTest.p(
            Int(x1.rounded()), of: Int(n1.rounded()), versus: Int(x2.rounded()), of: Int(n2.rounded()))
    }
}
