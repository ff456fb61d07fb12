public import GovernorCore

extension QualityReport {
    /// The format of ``json``.
    public static let format = "governor.audit.quality/1"

    /// Every number with its interval, n and method; `null` is what is not estimable. Equal reports have equal documents.
    public var json: JSONValue {
        [
            "format": .string(Self.format), "rows": .integer(rows), "settings": settings, "overall": json(overall),
            "sets": .array(
                sets.map { set in
                    [
                        "attributes": .array(set.attributes.map { .string($0) }),
                        "groups": .array(set.groups.map(json)),
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
            metrics[name] = JSONValue(estimating: estimate.value)
            if case .passAt = measure { metrics["\(name)_low"] = JSONValue(estimating: estimate.interval?.lower) }
            if measure == .harmfulRate || measure == .hallucinationRate {
                metrics["\(name)_high"] = JSONValue(estimating: estimate.interval?.upper)
            }
        }
        guard !sets.isEmpty else { return .object(metrics) }
        for measure in [QualityMeasure.rate(.accuracy), .meanAbsoluteError] where overall[measure] != nil {
            metrics["worst_group_\(measure.name)"] = JSONValue(estimating: worstGroup(measure)?.estimate.value)
        }
        return .object(metrics)
    }

    private var settings: JSONValue {
        [
            "alpha": JSONValue(estimating: audit.alpha), "minimum_rows": .integer(audit.minimumRows),
            "missing": .string(audit.missing.rawValue), "depth": .integer(audit.depth),
            "attempts": .array(audit.attempts.map { .integer($0) }), "bins": .integer(audit.bins),
            "replicates": .integer(audit.replicates), "seed": .string(String(audit.seed)),
        ]
    }

    private func json(_ group: GroupQuality) -> JSONValue {
        [
            "levels": group.group.json, "rows": .integer(group.rows),
            "measures": .object(JSONObject(group.estimates.map { ($0.measure.name, json($0)) })),
            "calibration": .array(group.calibration.map(json)),
        ]
    }

    private func json(_ estimate: QualityEstimate) -> JSONValue {
        [
            "value": JSONValue(estimating: estimate.value), "lower": JSONValue(estimating: estimate.interval?.lower),
            "upper": JSONValue(estimating: estimate.interval?.upper), "n": JSONValue(estimating: estimate.rows),
            "method": estimate.method.map { .string($0) } ?? .null,
            "reason": estimate.reason.map { .string($0) } ?? .null,
        ]
    }

    private func json(_ point: CalibrationPoint) -> JSONValue {
        [
            "bin": .integer(point.bin.position), "n": JSONValue(estimating: point.bin.rows),
            "mean_score": JSONValue(estimating: point.bin.meanScore), "rate": JSONValue(estimating: point.bin.rate),
            "lower": JSONValue(estimating: point.interval?.lower),
            "upper": JSONValue(estimating: point.interval?.upper), "method": .string(point.method.rawValue),
        ]
    }
}

extension JSONValue {
    /// A number, or null for what is not estimable.
    init(estimating value: Double?) { self = value.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? .null }
}

extension Group {
    /// The levels, null for missing ones.
    var json: JSONValue { .array(levels.map { $0.text.map { .string($0) } ?? .null }) }
}
