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
                    sets.prefix { $0.attributes.count == 1 }.enumerated().map { position, set in
                        (set.attributes[0], number(missingShares.isEmpty ? nil : missingShares[position]))
                    })),
            "sets_without_gap": .object(
                JSONObject(audit.rates.map { ($0.rawValue, .integer(setsWithoutGap($0))) })),
            "overall": .object(JSONObject(audit.rates.map { ($0.rawValue, estimate(overall, $0)) })),
            "benefits": inequality(BenefitInequality(overall.weights)), "sets": .array(sets.map(json)),
            "scores": scores?.json ?? .null, "pooled": .object(JSONObject(pooled.map { ($0.attribute, json($0)) })),
            "sets_not_shown": .array(setsNotShown.map { .array($0.map { .string($0) }) }),
        ]
    }

    /// Where small groups are not shown, the names of small levels are not, either: each would say that somebody has it.
    private func json(_ pooled: PooledLevels) -> JSONValue {
        [
            "level": .level(pooled.level),
            "levels": audit.suppressedBelow == nil ? .array(pooled.levels.map { .level($0) }) : .null,
        ]
    }

    /// What `governor gate` reads as `eval_fairness.json`.
    ///
    /// Each is the worst over all sets of attributes and all groups that are large enough; `null` is not estimable, which
    /// the gate takes for missing. Those that end in `_low` are ``largestGapLow(_:)``, those in
    /// `_bound`, with ``MissingLevels/bounds``, ``largestGapBound(_:)``.
    public var gateMetrics: JSONValue {
        var metrics = JSONObject()
        let gaps: [(String, Rate)] = [
            ("subgroup_delta", .selectionRate), ("equal_opportunity_difference", .truePositiveRate),
            ("false_positive_rate_difference", .falsePositiveRate), ("predictive_parity_difference", .precision),
        ]
        for (name, rate) in gaps {
            metrics[name] = JSONValue.judged(largestGap(rate))
            metrics["\(name)_low"] = JSONValue.judged(largestGapLow(rate))
            if audit.missing == .bounds { metrics["\(name)_bound"] = JSONValue.judged(largestGapBound(rate)) }
        }
        metrics["disparate_impact_ratio"] = JSONValue.judged(smallestRatio(.selectionRate))
        if audit.missing == .bounds {
            metrics["disparate_impact_ratio_bound"] = JSONValue.judged(smallestRatioBound(.selectionRate))
        }
        metrics["gaps_not_estimable"] = .integer(audit.rates.reduce(0) { $0 + setsWithoutGap($1) })
        metrics["attribute_missing_share"] = JSONValue.judged(largestMissingShare)
        return .object(metrics)
    }

    private var settings: JSONValue {
        [
            "rates": .array(audit.rates.map { .string($0.rawValue) }),
            "reason": audit.reason.map { .string($0) } ?? .null,
            "missing": .string(audit.missing.rawValue),
            "minimum_rows": .integer(audit.minimumRows), "alpha": number(audit.alpha),
            "anytime_valid": .bool(audit.isAnytimeValid),
            "correction": .string(audit.correction.rawValue), "depth": .integer(audit.depth),
            "threshold": number(audit.threshold), "visible_gap": number(audit.visibleGap),
            "pool": .bool(audit.isPooling), "suppress": audit.suppressedBelow.map { .integer($0) } ?? .null,
        ]
    }

    private func json(_ set: AttributeSetReport) -> JSONValue {
        [
            "attributes": .array(set.attributes.map { .string($0) }),
            "gaps": .object(JSONObject(set.gaps.map { ($0.spread.rate.rawValue, json($0)) })),
            "measures": json(set.measures),
            "groups": .array(
                set.groups.enumerated().map { position, counts in
                    [
                        "levels": levels(counts.group), "rows": number(counts.rows.total),
                        "rates": .object(
                            JSONObject(
                                set.judgements.map { ($0[position].rate.rawValue, json($0[position], counts)) })),
                    ]
                }),
        ]
    }

    private func json(_ measures: FairnessMeasures) -> JSONValue {
        [
            "equalized_odds_difference": number(measures.equalizedOddsDifference),
            "mean_odds_difference": number(measures.meanOddsDifference),
            "equalized_odds_ratio": number(measures.equalizedOddsRatio),
            "treatment_equality_difference": number(measures.treatmentEqualityDifference),
            "differential_fairness": measures.differentialFairness.map { found in
                [
                    "epsilon": number(found.epsilon), "highest": levels(found.highest), "lowest": levels(found.lowest),
                ]
            } ?? .null, "benefits_between_groups": inequality(measures.betweenGroups),
        ]
    }

    private func inequality(_ benefits: BenefitInequality) -> JSONValue {
        ["generalized_entropy": number(benefits.generalizedEntropy), "theil": number(benefits.theil)]
    }

    private func json(_ gap: GapReport) -> JSONValue {
        let extreme = { (extreme: Spread.Extreme?) -> JSONValue in
            extreme.map { ["levels": levels($0.group), "value": number($0.value)] } ?? .null
        }
        return [
            "difference": number(gap.spread.difference), "lower": number(gap.interval?.lower),
            "upper": number(gap.interval?.upper), "lower_over_all_sets": number(gap.lowerOverAllSets),
            "method": gap.interval.map { _ in
                .string(audit.isAnytimeValid ? "beta_binomial_mixture_bonferroni" : "newcombe_bonferroni")
            } ?? .null,
            "reason": gap.spread.difference == nil
                ? .string("fewer than two groups of at least \(audit.minimumRows) rows") : .null,
            "ratio": number(gap.spread.ratio),
            "is_below_four_fifths": gap.spread.isBelowFourFifths.map { .bool($0) } ?? .null,
            "lowest": extreme(gap.spread.lowest),
            "highest": extreme(gap.spread.highest), "groups": .integer(gap.spread.estimableGroups),
            "bounds": gap.bounds.map { ["difference": json($0.difference), "ratio": json($0.ratio)] } ?? .null,
        ]
    }

    private func json(_ interval: Interval?) -> JSONValue {
        interval.map { ["lower": number($0.lower), "upper": number($0.upper)] } ?? .null
    }

    private func json(_ judgement: GroupJudgement, _ counts: GroupCounts) -> JSONValue {
        let gap = judgement.comparison?.proportions.difference(
            audit.isAnytimeValid ? .betaBinomialMixture : .newcombe, alpha: audit.alpha)
        return [
            "value": number(judgement.estimate?.value), "lower": number(judgement.estimate?.interval.lower),
            "upper": number(judgement.estimate?.interval.upper), "n": number(judgement.estimate?.rows),
            "method": judgement.estimate.map { .string($0.method.rawValue) } ?? .null,
            "verdict": .string(judgement.verdict.rawValue),
            "reason": counts.reasonNotEstimable(judgement.rate).map { .string($0) } ?? .null,
            "difference_to_rest": number(judgement.comparison?.proportions.difference),
            "difference_lower": number(gap?.lower), "difference_upper": number(gap?.upper),
            "p": number(judgement.comparison?.p), "adjusted_p": number(judgement.comparison?.adjustedP),
            "bounds": json(judgement.bounds), "smallest_visible_gap": number(judgement.smallestVisibleGap),
            "more_rows_needed": judgement.sight?.moreRowsNeeded.map { .integer($0) } ?? .null,
            "rows_needed_in_all": judgement.sight?.rowsNeededInAll.map { .integer($0) } ?? .null,
        ]
    }

    private func estimate(_ counts: GroupCounts, _ rate: Rate) -> JSONValue {
        let estimate = counts.estimate(rate, alpha: audit.alpha, isAnytimeValid: audit.isAnytimeValid)
        return [
            "value": number(estimate?.value), "lower": number(estimate?.interval.lower),
            "upper": number(estimate?.interval.upper), "n": number(estimate?.rows),
            "method": estimate.map { .string($0.method.rawValue) } ?? .null,
            "reason": counts.reasonNotEstimable(rate).map { .string($0) } ?? .null,
        ]
    }

    private func levels(_ group: Group) -> JSONValue { .levels(group) }

    private func number(_ value: Double?) -> JSONValue { .number(orNull: value) }
}
