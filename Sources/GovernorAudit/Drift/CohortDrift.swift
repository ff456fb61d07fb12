/// How decisions about groups changed.
public struct CohortSetDrift: Sendable, Equatable {
    /// The attributes that form the groups; none for all rows together.
    public let attributes: [String]
    /// How far apart the groups were, and are, by rate.
    public let gaps: [GapDrift]
    /// What changed for each group, by rate.
    public let changes: [[RateChange]]
}

/// How far apart groups were, and are, in a rate.
public struct GapDrift: Sendable, Equatable {
    /// The rate.
    public let rate: Rate
    /// The gap between groups that are large enough on both sides; nil where there are fewer than two.
    public let reference: Double?
    /// The same gap now.
    public let current: Double?

    /// How much wider the gap is.
    public var change: Double? { reference.flatMap { before in current.map { $0 - before } } }
}

/// How a rate of a group changed.
public struct RateChange: Sendable, Equatable {
    /// What the numbers allow to say.
    public enum Verdict: String, Sendable {
        /// The rate changed by more than chance explains.
        case changed
        /// Chance may explain the change.
        case noEvidence = "no_evidence"
        /// Too few rows to judge, before or now.
        case tooFewRows = "too_few_rows"
        /// No row is in the rate's denominator, before or now.
        case notEstimable = "not_estimable"
    }

    /// The group.
    public let group: Group
    /// The rate.
    public let rate: Rate
    /// What it was; nil when it was not estimable.
    public let reference: RateEstimate?
    /// What it is.
    public let current: RateEstimate?
    /// What it is minus what it was.
    public let difference: Double?
    /// Where that lies: by Newcombe's method, or at every look.
    public let interval: Interval?
    /// The probability of a change at least as large without any; nil without verdict.
    public let p: Double?
    /// The same, corrected over all groups and rates.
    public internal(set) var adjustedP: Double?
    /// The verdict.
    public internal(set) var verdict: Verdict
}

/// Compares decisions by group.
struct CohortComparison {
    let audit: DriftAudit
    let rates: [Rate]

    /// What changed for the groups that some attributes form, before p-values are corrected.
    func result(
        _ attributes: [String], reference: CountCube, current: CountCube
    ) throws(AuditError) -> CohortSetDrift {
        let before = try Disaggregation(reference, by: attributes, missing: audit.missing).groups
        let now = try Disaggregation(current, by: attributes, missing: audit.missing).groups
        let pairs = Self.pairs(before, now)
        return CohortSetDrift(
            attributes: attributes, gaps: attributes.isEmpty ? [] : rates.map { gap($0, pairs) },
            changes: rates.map { rate in pairs.map { change(rate, $0.group, $0.before, $0.now) } })
    }

    private typealias Pair = (group: Group, before: GroupCounts?, now: GroupCounts?)

    private static func pairs(_ before: [GroupCounts], _ now: [GroupCounts]) -> [Pair] {
        let index = { (counts: [GroupCounts]) in
            Dictionary(uniqueKeysWithValues: counts.filter { $0.rows.total > 0 }.map { ($0.group, $0) })
        }
        let (old, new) = (index(before), index(now))
        return Set(old.keys).union(new.keys).sorted().map { ($0, old[$0], new[$0]) }
    }

    private func change(_ rate: Rate, _ group: Group, _ before: GroupCounts?, _ now: GroupCounts?) -> RateChange {
        let old = before?.estimate(rate, alpha: audit.alpha, isAnytimeValid: audit.isAnytimeValid)
        let new = now?.estimate(rate, alpha: audit.alpha, isAnytimeValid: audit.isAnytimeValid)
        guard let old, let new, let shares = before.flatMap({ now?.compared(with: $0, rate) }) else {
            return RateChange(
                group: group, rate: rate, reference: old, current: new, difference: nil, interval: nil, p: nil,
                adjustedP: nil, verdict: .notEstimable)
        }
        let isLarge = min(old.rows, new.rows) >= Double(audit.minimumRows)
        let p = audit.isAnytimeValid ? shares.anytimeP : shares.p
        return RateChange(
            group: group, rate: rate, reference: old, current: new, difference: shares.difference,
            interval: shares.difference(
                audit.isAnytimeValid ? .betaBinomialMixture : .newcombe, alpha: audit.alpha),
            p: isLarge ? p : nil, adjustedP: isLarge ? p : nil,
            verdict: isLarge ? .noEvidence : .tooFewRows)
    }

    /// The gaps between the same groups, so that a group that came or went does not look like a change.
    private func gap(_ rate: Rate, _ pairs: [Pair]) -> GapDrift {
        let values = pairs.compactMap { pair -> (Double, Double)? in
            guard let before = pair.before, let now = pair.now, let old = before.value(rate), let new = now.value(rate),
                min(before.effectiveRows(rate), now.effectiveRows(rate)) >= Double(audit.minimumRows)
            else { return nil }
            return (old, new)
        }
        let width = { (values: [Double]) -> Double? in
            guard values.count >= 2, let least = values.min(), let most = values.max() else { return nil }
            return most - least
        }
        return GapDrift(rate: rate, reference: width(values.map(\.0)), current: width(values.map(\.1)))
    }
}
