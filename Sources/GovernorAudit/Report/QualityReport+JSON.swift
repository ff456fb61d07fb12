public import GovernorCore

extension QualityReport {
    /// The format of ``json``.
    public static let format = "governor.audit.quality/1"

    /// Every number with its interval, n and method; `null` is what is not estimable. Equal reports have equal documents.
    public var json: JSONValue {
        [
            "format": .string(Self.format), "rows": .integer(rows), "settings": settings, "overall": json(overall),
            "sets": .array(
                zip(sets, differences).map { set, differences in
                    [
                        "attributes": .array(set.attributes.map { .string($0) }),
                        "groups": .array(set.groups.map(json)), "differences": .array(differences.map(json)),
                    ]
                }),
        ]
    }

    /// What `governor gate` reads as `eval_quality.json`: each measure over all rows, and the worst group's.
    ///
    /// `null` is not estimable, which the gate takes for missing. The harmful rate is `safety.harmful_rate` wherever it stands,
    /// with the upper end of its interval as `governor redteam` writes it.
    public var gateMetrics: JSONValue {
        var metrics = JSONObject()
        for estimate in overall.estimates {
            let measure = estimate.measure
            let name = measure.category == "quality" ? measure.name : "\(measure.category).\(measure.name)"
            metrics[name] = JSONValue.judged(estimate.value)
            if case .passAt = measure { metrics["\(name)_low"] = JSONValue.judged(estimate.interval?.lower) }
            if measure == .harmfulRate || measure == .hallucinationRate {
                metrics["\(name)_high"] = JSONValue.judged(estimate.interval?.upper)
            }
        }
        guard !sets.isEmpty else { return .object(metrics) }
        for measure in [QualityMeasure.rate(.accuracy), .meanAbsoluteError] where overall[measure] != nil {
            metrics["worst_group_\(measure.name)"] = JSONValue.judged(worstGroup(measure)?.estimate.value)
        }
        return .object(metrics)
    }

    private var settings: JSONValue {
        [
            "alpha": JSONValue.number(orNull: audit.alpha), "anytime_valid": .bool(audit.isAnytimeValid),
            "minimum_rows": .integer(audit.minimumRows),
            "missing": .string(audit.missing.rawValue), "depth": .integer(audit.depth),
            "attempts": .array(audit.attempts.map { .integer($0) }), "bins": .integer(audit.bins),
            "replicates": .integer(audit.replicates), "seed": .string(String(audit.seed)),
        ]
    }

    private func json(_ group: GroupQuality) -> JSONValue {
        [
            "levels": JSONValue.levels(group.group), "rows": .integer(group.rows),
            "measures": .object(JSONObject(group.estimates.map { ($0.measure.name, json($0)) })),
            "calibration": .array(group.calibration.map(json)),
        ]
    }

    private func json(_ estimate: QualityEstimate) -> JSONValue {
        [
            "value": JSONValue.number(orNull: estimate.value),
            "lower": JSONValue.number(orNull: estimate.interval?.lower),
            "upper": JSONValue.number(orNull: estimate.interval?.upper), "n": JSONValue.number(orNull: estimate.rows),
            "method": estimate.method.map { .string($0) } ?? .null,
            "reason": estimate.reason.map { .string($0) } ?? .null,
        ]
    }

    private func json(_ difference: QualityDifference) -> JSONValue {
        let method: TwoProportions.DifferenceMethod = audit.isAnytimeValid ? .betaBinomialMixture : .newcombe
        let interval = difference.proportions.difference(method, alpha: audit.alpha)
        return [
            "levels": JSONValue.levels(difference.group), "measure": .string(difference.measure.name),
            "difference": JSONValue.number(orNull: difference.proportions.difference),
            "lower": JSONValue.number(orNull: interval.lower), "upper": JSONValue.number(orNull: interval.upper),
            "method": .string(method.rawValue), "p": JSONValue.number(orNull: difference.p),
            "adjusted_p": JSONValue.number(orNull: difference.adjustedP),
        ]
    }

    private func json(_ point: CalibrationPoint) -> JSONValue {
        [
            "bin": .integer(point.bin.position), "n": JSONValue.number(orNull: point.bin.rows),
            "mean_score": JSONValue.number(orNull: point.bin.meanScore),
            "rate": JSONValue.number(orNull: point.bin.rate),
            "lower": JSONValue.number(orNull: point.interval?.lower),
            "upper": JSONValue.number(orNull: point.interval?.upper), "method": .string(point.method.rawValue),
        ]
    }
}
