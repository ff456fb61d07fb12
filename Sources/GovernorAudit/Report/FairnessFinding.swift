/// Something that whoever answers for the decisions should look at.
public enum FairnessFinding: Sendable, Equatable {
    /// The lowest selection rate is less than four fifths of the highest.
    case belowFourFifths(attributes: [String], spread: Spread, ratio: Double)
    /// Rates of a group differ from those of the rest by more than chance explains; at least one.
    case differs(attributes: [String], group: Group, judgements: [GroupJudgement])
    /// So many rows lack an attribute that groups may not be what they seem.
    case attributeMissing(attribute: String, share: Double)
    /// Fewer than two groups are large enough, so that nothing is known about a rate.
    case notEstimable(attributes: [String], rate: Rate)

    /// From this share of rows without an attribute on, an audit says so.
    public static let missingShareLimit = 0.05
}

extension FairnessReport {
    /// What stands out, in the order of the kinds, and of the sets of attributes within.
    public var findings: [FairnessFinding] {
        var (ratios, differences, unknown): ([FairnessFinding], [FairnessFinding], [FairnessFinding]) = ([], [], [])
        for set in sets {
            for gap in set.gaps {
                if let ratio = gap.spread.ratio, gap.spread.rate == .selectionRate,
                    gap.spread.isBelowFourFifths == true
                {
                    ratios.append(.belowFourFifths(attributes: set.attributes, spread: gap.spread, ratio: ratio))
                }
                if gap.spread.difference == nil {
                    unknown.append(.notEstimable(attributes: set.attributes, rate: gap.spread.rate))
                }
            }
            differences += set.differing
        }
        let missing = zip(sets, missingShares).compactMap { set, share -> FairnessFinding? in
            guard let share, share >= FairnessFinding.missingShareLimit else { return nil }
            return .attributeMissing(attribute: set.attributes[0], share: share)
        }
        return ratios + differences + missing + unknown
    }
}

extension AttributeSetReport {
    /// The groups that differ from the rest. Of two groups each is the rest of the other: the first speaks for both.
    fileprivate var differing: [FairnessFinding] {
        let found = groups.indices.compactMap { position -> FairnessFinding? in
            let differing = judgements.map { $0[position] }.filter { $0.verdict == .differs }
            return differing.isEmpty
                ? nil : .differs(attributes: attributes, group: groups[position].group, judgements: differing)
        }
        return groups.count == 2 ? Array(found.prefix(1)) : found
    }
}
