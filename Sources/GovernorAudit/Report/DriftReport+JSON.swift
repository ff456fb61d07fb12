public import GovernorCore

extension DriftReport {
    /// The format of ``json``.
    public static let format = "governor.audit.drift/1"

    /// Every number with its n and method; `null` is what is not estimable. Equal reports have equal documents.
    public var json: JSONValue {
        [
            "format": .string(Self.format),
            "rows": ["reference": .integer(referenceRows), "current": .integer(currentRows)], "settings": settings,
            "columns": .array(columns.map(json)), "cohorts": .array(cohorts.map(json)),
        ]
    }

    /// What `governor gate` reads as `eval_drift.json`; `null` is not estimable, which the gate takes for missing.
    public var gateMetrics: JSONValue {
        var metrics: JSONObject = ["psi": JSONValue.judged(largestIndex)]
        if columns.contains(where: { $0.role == .prediction || $0.role == .score }) {
            metrics["prediction_psi"] = JSONValue.number(
                orNull: largestIndex { $0.role == .prediction || $0.role == .score })
        }
        metrics["drifted_columns"] = .integer(driftedColumns)
        metrics["schema_changes"] = .integer(structuralFindings)
        metrics["missing_share"] = JSONValue.judged(largestMissingShare)
        guard !cohorts.isEmpty else { return .object(metrics) }
        if cohorts.count > 1 { metrics["fairness_drift"] = JSONValue.judged(fairnessDrift) }
        if cohorts[0].changes.contains(where: { $0.first?.rate == .accuracy }) {
            metrics["accuracy_drop"] = JSONValue.judged(largestAccuracyDrop)
        }
        return .object(metrics)
    }

    private var settings: JSONValue {
        [
            "alpha": JSONValue.number(orNull: audit.alpha), "anytime_valid": .bool(audit.isAnytimeValid),
            "correction": .string(audit.correction.rawValue),
            "minimum_rows": .integer(audit.minimumRows), "bins": .integer(audit.bins),
            "stable_up_to": JSONValue.number(orNull: audit.stableUpTo),
            "moderate_up_to": JSONValue.number(orNull: audit.moderateUpTo),
            "categorical": .array(audit.categorical.map { .string($0) }),
            "missing": .string(audit.missing.rawValue), "depth": .integer(audit.depth),
        ]
    }

    private func json(_ column: ColumnDrift) -> JSONValue {
        [
            "name": .string(column.name), "role": .string(column.role.rawValue),
            "kind": column.kind.map { .string($0.rawValue) } ?? .null, "verdict": .string(column.verdict.rawValue),
            "reason": column.reason.map { .string($0) } ?? .null, "reference": json(column.reference),
            "current": json(column.current), "distances": json(column.distances), "test": json(column.test),
            "missing_test": json(column.missingTest), "findings": .array(column.findings.map(json)),
        ]
    }

    private func json(_ side: ColumnSummary?) -> JSONValue {
        guard let side else { return .null }
        return [
            "n": .integer(side.present), "missing": .integer(side.missing), "mean": JSONValue.number(orNull: side.mean),
            "quantiles": .array(side.quantiles.map { JSONValue.number(orNull: $0) }),
        ]
    }

    private func json(_ distances: DriftDistances?) -> JSONValue {
        guard let distances else { return .null }
        let distance = distances.kolmogorovSmirnov
        return [
            "psi": JSONValue.number(orNull: distances.populationStabilityIndex),
            "jensen_shannon": JSONValue.number(orNull: distances.jensenShannon),
            "hellinger": JSONValue.number(orNull: distances.hellinger),
            "total_variation": JSONValue.number(orNull: distances.totalVariation),
            "kolmogorov_smirnov": JSONValue.number(orNull: distance?.statistic),
            "kolmogorov_smirnov_at": JSONValue.number(orNull: distance?.location),
            "wasserstein": JSONValue.number(orNull: distances.wasserstein),
            "chi_squared": JSONValue.number(orNull: distances.chiSquared?.statistic),
            "chi_squared_p": JSONValue.number(orNull: distances.chiSquared?.p),
            "resolution": JSONValue.number(orNull: distances.resolution), "bins": .array(distances.bins.map(json)),
        ]
    }

    private func json(_ bin: DriftBin) -> JSONValue {
        var members = JSONObject()
        switch bin.content {
        case .range(let lower, let upper):
            members["lower"] = JSONValue.number(orNull: lower)
            members["upper"] = JSONValue.number(orNull: upper)
        case .level(let text): members["level"] = .string(text)
        case .rareLevels(let count): members["rare_levels"] = .integer(count)
        }
        members["reference"] = .integer(bin.reference)
        members["current"] = .integer(bin.current)
        return .object(members)
    }

    private func json(_ test: DriftTest?) -> JSONValue {
        guard let test else { return .null }
        return [
            "name": .string(test.name), "statistic": JSONValue.number(orNull: test.statistic),
            "p": JSONValue.number(orNull: test.p), "adjusted_p": JSONValue.number(orNull: test.adjustedP),
        ]
    }

    private func json(_ finding: SchemaFinding) -> JSONValue {
        var members: JSONObject = ["code": .string(finding.code)]
        switch finding {
        case .columnMissing, .columnNew: break
        case .typeChanged(let toNumbers): members["to"] = .string(toNumbers ? "numbers" : "texts")
        case .newLevels(let count, let rows):
            members["levels"] = .integer(count)
            members["rows"] = .integer(rows)
        case .outOfRange(let below, let above):
            members["below"] = .integer(below)
            members["above"] = .integer(above)
        }
        return .object(members)
    }

    // MARK: - Groups

    private func json(_ set: CohortSetDrift) -> JSONValue {
        [
            "attributes": .array(set.attributes.map { .string($0) }),
            "gaps": .object(
                JSONObject(
                    set.gaps.map { gap in
                        (
                            gap.rate.rawValue,
                            [
                                "reference": JSONValue.number(orNull: gap.reference),
                                "current": JSONValue.number(orNull: gap.current),
                                "change": JSONValue.number(orNull: gap.change),
                            ]
                        )
                    })),
            "groups": .array(
                (set.changes.first ?? []).indices.map { position in
                    [
                        "levels": JSONValue.levels(set.changes[0][position].group),
                        "rates": .object(
                            JSONObject(set.changes.map { ($0[position].rate.rawValue, json($0[position])) })),
                    ]
                }),
        ]
    }

    private func json(_ change: RateChange) -> JSONValue {
        [
            "reference": json(change.reference), "current": json(change.current),
            "difference": JSONValue.number(orNull: change.difference),
            "lower": JSONValue.number(orNull: change.interval?.lower),
            "upper": JSONValue.number(orNull: change.interval?.upper),
            "method": change.interval == nil
                ? .null : .string(audit.isAnytimeValid ? "beta_binomial_mixture" : "newcombe"),
            "p": JSONValue.number(orNull: change.p),
            "adjusted_p": JSONValue.number(orNull: change.adjustedP), "verdict": .string(change.verdict.rawValue),
        ]
    }

    private func json(_ estimate: RateEstimate?) -> JSONValue {
        guard let estimate else { return .null }
        return [
            "value": JSONValue.number(orNull: estimate.value),
            "lower": JSONValue.number(orNull: estimate.interval.lower),
            "upper": JSONValue.number(orNull: estimate.interval.upper), "n": JSONValue.number(orNull: estimate.rows),
            "method": .string(estimate.method.rawValue),
        ]
    }
}
