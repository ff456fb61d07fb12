/// Something about a model's quality that whoever answers for it should look at.
public enum QualityFinding: Sendable, Equatable {
    /// Without looking at a row one would do as well: the area under the ROC curve may be one half, or labels' mean is the better
    /// prediction.
    case noBetterThanChance(QualityEstimate)
    /// What scores promise is not what came true, in so many bins; the one that is furthest off.
    case miscalibrated(bins: Int, worst: CalibrationPoint)
    /// A group is worse off than all others by more than chance explains.
    case groupWorse(attributes: [String], difference: QualityDifference)
    /// A measure over all rows has no value.
    case notEstimable(QualityEstimate)
}

/// A share of a group against that of all other rows of its set.
public struct QualityDifference: Sendable, Equatable {
    /// The shares that are compared: others are no counts of rows.
    static let measures: [QualityMeasure] = [.rate(.accuracy), .harmfulRate, .hallucinationRate]

    /// The group.
    public let group: Group
    /// What is compared.
    public let measure: QualityMeasure
    /// The group's share minus that of all others.
    public let proportions: TwoProportions
    /// The probability of a difference at least as large without any; see ``TwoProportions/p``.
    public let p: Double
    /// The same, corrected by Holm's method for all groups of all sets and all measures.
    public internal(set) var adjustedP: Double

    /// The group's own share.
    public var share: Double { proportions.p1 }
    /// The share of all others.
    public var rest: Double { proportions.p2 }
    /// Whether the group is the one that is worse off.
    public var isWorse: Bool { measure.isErrorSize ? proportions.difference > 0 : proportions.difference < 0 }
}

extension QualityReport {
    /// What stands out, in the order of the kinds.
    public var findings: [QualityFinding] {
        let worse = zip(sets, differences).flatMap { set, differences in
            differences.filter { $0.isWorse && $0.adjustedP < audit.alpha }.map {
                QualityFinding.groupWorse(attributes: set.attributes, difference: $0)
            }
        }
        return overall.estimates.filter(isChance).map(QualityFinding.noBetterThanChance)
            + (miscalibrated.map { [$0] } ?? []) + worse
            + overall.estimates.filter { $0.value == nil }.map(QualityFinding.notEstimable)
    }

    /// Every group that is large enough against all others of its set, by set.
    public var differences: [[QualityDifference]] {
        let found = sets.map { set in
            QualityDifference.measures.flatMap { differences($0, set.groups) }
        }
        var adjusted = MultipleTesting.holm.adjusted(found.flatMap { $0.map(\.p) })[...]
        return found.map { differences in
            differences.map { difference in
                var difference = difference
                difference.adjustedP = adjusted.removeFirst()
                return difference
            }
        }
    }

    private func differences(_ measure: QualityMeasure, _ groups: [GroupQuality]) -> [QualityDifference] {
        let shares = groups.compactMap { group -> (group: Group, yes: Double, rows: Double)? in
            guard let estimate = group[measure], let value = estimate.value else { return nil }
            return (group.group, (value * estimate.rows).rounded(), estimate.rows)
        }
        let (yes, rows) = (shares.reduce(0) { $0 + $1.yes }, shares.reduce(0) { $0 + $1.rows })
        return shares.filter { $0.rows >= Double(audit.minimumRows) }.compactMap { share in
            guard let pair = TwoProportions(share.yes, of: share.rows, versus: yes - share.yes, of: rows - share.rows)
            else { return nil }
            let p = audit.isAnytimeValid ? pair.anytimeP : pair.p
            return QualityDifference(group: share.group, measure: measure, proportions: pair, p: p, adjustedP: p)
        }
    }

    private func isChance(_ estimate: QualityEstimate) -> Bool {
        switch estimate.measure {
        case .auc: estimate.interval.map { $0.lower <= 0.5 } ?? false
        case .rSquared: estimate.value.map { $0 <= 0 } ?? false
        default: false
        }
    }

    /// Bins whose rate is not what was promised, at once for all bins by Bonferroni's correction.
    private var miscalibrated: QualityFinding? {
        let bins = overall.calibration
        let off = bins.filter { point in
            let interval = point.method.interval(
                successes: point.bin.rate * point.bin.rows, of: point.bin.rows, alpha: audit.alpha / Double(bins.count))
            return interval.map { !$0.contains(point.bin.meanScore) } ?? false
        }
        let worst = off.max { $0.bin.gap < $1.bin.gap }
        return worst.map { .miscalibrated(bins: off.count, worst: $0) }
    }
}
