public import GovernorCore

extension FairnessReport {
    /// The format of ``json``.
    public static let format = "governor.audit.fairness/1"

    /// Every number with its interval, n and method; `null` is what is not estimable. Equal reports have equal documents.
    public var json: JSONValue {
        [
            "format": .string(Self.format), "rows": .integer(rows), "settings": settings,
            "missing": .object(
                JSONObject(
                    zip(sets.prefix { $0.attributes.count == 1 }, missingShares).map { set, share in
                        (set.attributes[0], number(share))
                    })),
            "overall": .object(JSONObject(audit.rates.map { ($0.rawValue, estimate(overall, $0)) })),
            "sets": .array(sets.map(json)), "scores": scores?.json ?? .null,
        ]
    }

    /// What `governor gate` reads as `eval_fairness.json`.
    ///
    /// Each is the worst over all sets of attributes and all groups that are large enough; `null` is not estimable, which
    /// the gate takes for missing.
    public var gateMetrics: JSONValue {
        [
            "subgroup_delta": number(largestGap(.selectionRate)),
            "disparate_impact_ratio": number(smallestRatio(.selectionRate)),
            "equal_opportunity_difference": number(largestGap(.truePositiveRate)),
            "false_positive_rate_difference": number(largestGap(.falsePositiveRate)),
            "predictive_parity_difference": number(largestGap(.precision)),
            "attribute_missing_share": number(missingShares.max()),
        ]
    }

    private var settings: JSONValue {
        [
            "rates": .array(audit.rates.map { .string($0.rawValue) }), "missing": .string(audit.missing.rawValue),
            "minimum_rows": .integer(audit.minimumRows), "alpha": number(audit.alpha),
            "correction": .string(audit.correction.rawValue), "depth": .integer(audit.depth),
            "replicates": .integer(audit.replicates), "seed": .string(String(audit.seed)),
            "threshold": number(audit.threshold),
        ]
    }

    private func json(_ set: AttributeSetReport) -> JSONValue {
        [
            "attributes": .array(set.attributes.map { .string($0) }),
            "gaps": .object(JSONObject(set.gaps.map { ($0.spread.rate.rawValue, json($0)) })),
            "groups": .array(
                set.groups.enumerated().map { position, counts in
                    [
                        "levels": levels(counts.group), "rows": number(counts.rows.total),
                        "rates": .object(
                            JSONObject(
                                set.judgements.map { ($0[position].rate.rawValue, json($0[position])) })),
                    ]
                }),
        ]
    }

    private func json(_ gap: GapReport) -> JSONValue {
        let extreme = { (extreme: Spread.Extreme?) -> JSONValue in
            extreme.map { ["levels": levels($0.group), "value": number($0.value)] } ?? .null
        }
        return [
            "difference": number(gap.spread.difference), "lower": number(gap.interval?.lower),
            "upper": number(gap.interval?.upper), "method": .string("bootstrap_bca"),
            "ratio": number(gap.spread.ratio), "lowest": extreme(gap.spread.lowest),
            "highest": extreme(gap.spread.highest), "groups": .integer(gap.spread.estimableGroups),
        ]
    }

    private func json(_ judgement: GroupJudgement) -> JSONValue {
        let reason = judgement.verdict == .notEstimable ? JSONValue.string(judgement.rate.reasonNotEstimable) : .null
        let gap = judgement.comparison?.proportions.difference(.newcombe, alpha: audit.alpha)
        return [
            "value": number(judgement.estimate?.value), "lower": number(judgement.estimate?.interval.lower),
            "upper": number(judgement.estimate?.interval.upper), "n": number(judgement.estimate?.rows),
            "method": judgement.estimate.map { .string($0.method.rawValue) } ?? .null,
            "verdict": .string(judgement.verdict.rawValue), "reason": reason,
            "difference_to_rest": number(judgement.comparison?.proportions.difference),
            "difference_lower": number(gap?.lower), "difference_upper": number(gap?.upper),
            "p": number(judgement.comparison?.p), "adjusted_p": number(judgement.comparison?.adjustedP),
            "smallest_visible_gap": number(judgement.smallestVisibleGap),
        ]
    }

    private func estimate(_ counts: GroupCounts, _ rate: Rate) -> JSONValue {
        guard let estimate = counts.estimate(rate, alpha: audit.alpha) else { return .null }
        return [
            "value": number(estimate.value), "lower": number(estimate.interval.lower),
            "upper": number(estimate.interval.upper), "n": number(estimate.rows),
            "method": .string(estimate.method.rawValue),
        ]
    }

    private func levels(_ group: Group) -> JSONValue { .levels(group) }

    private func number(_ value: Double?) -> JSONValue { .number(orNull: value) }
}
