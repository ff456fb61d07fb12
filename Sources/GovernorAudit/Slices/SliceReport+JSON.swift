public import GovernorCore

extension SliceReport {
    /// The format of ``json``.
    public static let format = "governor.audit.slices/1"

    /// What was found, with every number. Equal reports have equal documents.
    public var json: JSONValue {
        [
            "format": .string(Self.format), "rows": .integer(read),
            "settings": [
                "measure": .string(plan.measure.name), "depth": .integer(plan.depth),
                "minimum_rows": .integer(audit.minimumRows), "alpha": .number(orNull: audit.alpha),
                "correction": .string(MultipleTesting.benjaminiYekutieli.rawValue),
            ],
            "columns": .object(
                JSONObject(plan.columns.map { ($0.name, .array($0.conditions.map(Self.json))) })),
            "ignored_columns": .array(plan.ignored.map { .string($0) }),
            "overall": .object(overall.map(Self.members) ?? ["value": .null, "n": .integer(rows)]),
            "tested": .integer(tested),
            "significant": .integer(found), "slices": .array(slices.map(Self.json)),
        ]
    }

    /// What `governor gate` reads as `eval_slices.json`; `null` is that there was no slice to look at, which the gate takes for missing.
    public var gateMetrics: JSONValue {
        [
            "worst_gap": .judged(worstGap), "significant": tested > 0 ? .integer(found) : .null,
            "tested": .integer(tested),
        ]
    }

    private static func json(_ slice: DataSlice) -> JSONValue {
        var members: JSONObject = [
            "conditions": .array(
                slice.conditions.map { ["column": .string($0.column), "is": json($0.condition)] })
        ]
        for (name, value) in self.members(slice.estimate) { members[name] = value }
        for (name, value) in [
            ("outside", slice.outside), ("gap", slice.gap), ("gap_lower", slice.gapInterval.lower),
            ("gap_upper", slice.gapInterval.upper), ("p", slice.p), ("adjusted_p", slice.adjustedP),
        ] { members[name] = .number(orNull: value) }
        return .object(members)
    }

    private static func members(_ estimate: SliceEstimate) -> JSONObject {
        [
            "value": .number(orNull: estimate.value), "lower": .number(orNull: estimate.interval?.lower),
            "upper": .number(orNull: estimate.interval?.upper), "n": .number(orNull: estimate.rows),
            "method": estimate.interval == nil ? .null : .string(estimate.method),
        ]
    }

    private static func json(_ condition: SliceColumn.Condition) -> JSONValue {
        switch condition {
        case .level(let level): ["text": .level(level)]
        case .otherLevels(let count): ["other_texts": .integer(count)]
        case .number(let value): ["number": .number(orNull: value)]
        case .range(let lower, let upper): ["from": .number(orNull: lower), "below": .number(orNull: upper)]
        case .missing: ["missing": true]
        }
    }
}
