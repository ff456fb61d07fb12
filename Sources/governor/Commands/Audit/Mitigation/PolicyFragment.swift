import GovernorAudit
import GovernorCore

/// Thresholds by group as a policy of their own: variables that the caller states, and a rule for each group that blocks scores
/// which are not above its threshold. The gateway decides by it, and its rules can be copied into another policy.
struct PolicyFragment {
    private static let score = "decision_score"

    private let plan: DecisionPlan
    private let data: String
    private let sha256: String

    /// - Parameters:
    ///   - plan: Without chance.
    ///   - data: What the thresholds were found with.
    ///   - sha256: Of its bytes.
    init(_ plan: DecisionPlan, data: String, sha256: String) {
        self.plan = plan
        self.data = data
        self.sha256 = sha256
    }

    /// The policy as JSON, which needs no quoting rules of another language for what columns and levels are called.
    var text: String {
        let policy: JSONValue = [
            "meta": [
                "policy_id": "audit.group-thresholds", "version": "1",
                "description": .string(
                    "Thresholds by \(plan.attributes.attributeSetName) for \(plan.aim.constraint.rawValue) and "
                        + "\(plan.aim.objective.rawValue), found in \(data.singleLine) (SHA-256 \(sha256)). Deciding by group is not "
                        + "lawful everywhere: have it checked before it is in force."),
            ],
            "context": .object(JSONObject(context)), "rules": .array(rules),
        ]
        return policy.prettyText + "\n"
    }

    private var context: [(String, JSONValue)] {
        let score: JSONValue = ["type": "double", "default": .integer(0), "description": "The score, from 0 to 1."]
        let groups = zip(variables, plan.attributes).map { variable, attribute -> (String, JSONValue) in
            let description = "The column '\(attribute.singleLine)'; empty where it is missing."
            return (variable, ["type": "string", "default": "", "description": .string(description)])
        }
        return groups + [(Self.score, score)]
    }

    private var rules: [JSONValue] {
        let own = plan.rules.enumerated().compactMap { index, rule in
            limit(rule).map { self.rule("below-threshold-\(index + 1)", condition(rule.group), $0, rule.group.name) }
        }
        let known = plan.rules.map { "(\(condition($0.group)))" }.joined(separator: " || ")
        let others = limit(plan.fallback).map {
            rule("below-threshold-others", known.isEmpty ? "true" : "!(\(known))", $0, "all other groups")
        }
        return own + [others].compactMap(\.self)
    }

    private func rule(_ id: String, _ group: String, _ limit: String, _ name: String) -> JSONValue {
        [
            "id": .string(id), "description": .string("The threshold of \(name)."),
            "when": .string("\(group)\(limit)"), "action": "block",
            "message": "the score is not above the threshold",
        ]
    }

    /// What holds of a score that is not selected, as the end of a condition; nil when all scores are.
    private func limit(_ rule: DecisionRule) -> String? {
        let threshold = rule.parts.first?.threshold ?? .infinity
        if threshold == -.infinity { return nil }
        return threshold.isFinite ? " && \(Self.score) <= \(threshold)" : ""
    }

    private func condition(_ group: Group) -> String {
        zip(variables, group.levels).map { variable, level in
            // JSON's escapes are CEL's too.
            "\(variable) == \(JSONValue.string(level.text ?? "").compactText)"
        }.joined(separator: " && ")
    }

    /// A name of the expression language for each attribute: letters and digits of ASCII as they are, all else `_`.
    private var variables: [String] {
        var seen: Set<String> = []
        return plan.attributes.map { attribute in
            let name = attribute.unicodeScalars.map {
                $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) ? String($0) : "_"
            }
            var variable = "group_\(name.joined().lowercased())"
            while !seen.insert(variable).inserted { variable += "_2" }
            return variable
        }
    }
}
