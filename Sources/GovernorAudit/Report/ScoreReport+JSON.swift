import GovernorCore

extension ScoreReport {
    /// Every number with its n; `null` is what is not estimable.
    var json: JSONValue {
        [
            "overall": Self.json(overall),
            "attributes": .object(
                JSONObject(attributes.map { ($0.attribute, .array($0.groups.map(Self.json))) })),
            "thresholds": .array(outcomes.map(Self.json)),
        ]
    }

    private static func json(_ scores: GroupScores) -> JSONValue {
        [
            "levels": .levels(scores.group), "rows": .integer(scores.rows),
            "labelled_rows": .integer(scores.labelledRows),
            "expected_calibration_error": .number(orNull: scores.expectedError),
            "brier_score": .number(orNull: scores.brierScore), "roc_auc": .number(orNull: scores.rocAUC),
            "roc_auc_lower": .number(orNull: scores.rocAUCInterval?.lower),
            "roc_auc_upper": .number(orNull: scores.rocAUCInterval?.upper),
            "calibration": .array(
                scores.bins.map { bin in
                    [
                        "mean_score": .number(orNull: bin.bin.meanScore), "rate": .number(orNull: bin.bin.rate),
                        "lower": .number(orNull: bin.interval?.lower), "upper": .number(orNull: bin.interval?.upper),
                        "n": .number(orNull: bin.bin.rows),
                    ]
                }),
        ]
    }

    private static func json(_ outcome: ThresholdOutcome) -> JSONValue {
        [
            "threshold": .number(orNull: outcome.threshold), "selection_rate": .number(orNull: outcome.selectionRate),
            "accuracy": .number(orNull: outcome.accuracy),
            "gaps": .object(
                JSONObject(
                    outcome.gaps.map { gap in
                        (
                            gap.attribute,
                            [
                                "difference": .number(orNull: gap.difference), "ratio": .number(orNull: gap.ratio),
                            ]
                        )
                    })),
        ]
    }
}
