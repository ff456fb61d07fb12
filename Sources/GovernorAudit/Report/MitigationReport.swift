public import GovernorCore

/// Decisions before and after a mitigation, judged alike on the same rows.
public struct MitigationReport: Sendable, Equatable {
    /// The format of ``json``.
    public static let format = "governor.audit.mitigation/1"

    /// How rows are decided about after; nil where another column says so.
    public let plan: DecisionPlan?
    /// What the decisions were.
    public let before: FairnessReport
    /// What they are.
    public let after: FairnessReport

    /// Compares two reports of the same rows.
    public init(plan: DecisionPlan?, before: FairnessReport, after: FairnessReport) {
        self.plan = plan
        self.before = before
        self.after = after
    }

    /// The plan, and both reports in full.
    public var json: JSONValue {
        [
            "format": .string(Self.format), "plan": plan.map(\.json) ?? .null, "before": before.json,
            "after": after.json,
        ]
    }
}

extension DecisionPlan {
    /// What was aimed at, and the rules.
    public var json: JSONValue {
        [
            "attributes": .array(attributes.map { .string($0) }), "constraint": .string(aim.constraint.rawValue),
            "objective": .string(aim.objective.rawValue), "randomised": .bool(aim.isRandomised),
            "minimum_rows": .integer(aim.minimumRows), "rules": .array(rules.map(Self.json)),
            "others": Self.json(fallback),
        ]
    }

    private static func json(_ rule: DecisionRule) -> JSONValue {
        [
            "levels": .levels(rule.group),
            "thresholds": .array(
                rule.parts.map { part in
                    [
                        // Infinite ones select nobody or everybody, which JSON has no number for.
                        "above": .number(orNull: part.threshold),
                        "selects": .string(
                            part.threshold.isFinite ? "above" : part.threshold > 0 ? "nobody" : "everybody"),
                        "probability": .number(orNull: part.probability),
                    ]
                }),
            "ignored": .number(orNull: rule.ignored), "constant": .number(orNull: rule.constant),
        ]
    }
}
