public import GovernorCore

extension ImportedFairness {
    /// What `governor gate` reads as `eval_fairness.json`, under the names of ``FairnessReport/gateMetrics``.
    ///
    /// `null` is not estimable or not in the result, which the gate takes for missing.
    public var gateMetrics: JSONObject {
        var metrics = JSONObject()
        for (rate, name) in Self.rates {
            let gaps = gaps.filter { $0.rate == rate }
            metrics[name] = JSONValue.judged(gaps.compactMap(\.difference).max())
            metrics["\(name)_low"] = JSONValue.judged(
                gaps.allSatisfy { $0.basis != .rates && $0.basis != .stated }
                    ? gaps.compactMap(\.lowerOverAllSets).max() : nil)
        }
        metrics["disparate_impact_ratio"] = JSONValue.judged(
            gaps.filter { $0.rate == .selectionRate }.compactMap(\.ratio).min())
        metrics["gaps_not_estimable"] = .integer(gaps.count { $0.difference == nil })
        metrics["attribute_missing_share"] = .null
        return metrics
    }

    /// Every gap with what it rests on; `null` is what is not estimable.
    public var json: JSONValue {
        [
            "format": .string(Self.format), "tool": .string(tool.rawValue), "minimum_rows": .integer(minimumRows),
            "gaps": .array(gaps.map(json)), "remarks": .array(remarks.map { .string($0) }),
        ]
    }

    private func json(_ gap: Gap) -> JSONValue {
        [
            "set": .string(gap.set), "rate": .string(gap.rate.rawValue),
            "basis": gap.basis.map { .string($0.rawValue) } ?? .null,
            "difference": JSONValue.number(orNull: gap.difference),
            "lower": JSONValue.number(orNull: gap.interval?.lower),
            "upper": JSONValue.number(orNull: gap.interval?.upper), "ratio": JSONValue.number(orNull: gap.ratio),
            "lowest": gap.lowest.map { .string($0) } ?? .null, "reason": gap.reason.map { .string($0) } ?? .null,
        ]
    }
}
