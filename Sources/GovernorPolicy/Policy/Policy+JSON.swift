public import GovernorCore

extension Policy {
    /// The policy as loaded, for `GET /rules`: `{policy: {id, version, sha256}, meta, enforcement, thresholds, rules, …}`.
    ///
    /// It is the normalised document: defaults are written out, aliases are resolved, numbers are JSON numbers.
    public var rulesJSON: JSONValue {
        let parts = PolicyParts(
            metadata: metadata, enforcement: enforcement, thresholds: thresholds, rules: rules, admission: admission,
            context: context, inspection: inspection, objectives: objectives, waivers: waivers, ownership: ownership,
            frameworks: frameworks)
        var document: JSONObject = [
            "policy": [
                "id": .string(reference.id), "version": .string(reference.version),
                "sha256": .string(reference.digest.hex),
            ]
        ]
        for (name, value) in parts.json({ .number(JSONNumber($0)) }).object ?? [:] { document[name] = value }
        return .object(document)
    }
}

extension PolicyParts {
    /// The normalised document: equal for files that mean the same, however they are written.
    ///
    /// Maps carry no order, so what the author ordered is in lists: thresholds keep no order (none matters), rules do.
    ///
    /// - Parameter decimal: Writes a number: as a string in the form that is hashed, as a number in the form for people.
    func json(_ decimal: (ExactDecimal) -> JSONValue) -> JSONValue {
        var json: JSONObject = [
            "meta": metadata.json, "enforcement": .string(enforcement.rawValue),
            "thresholds": .object(thresholdsJSON(decimal)), "rules": .array(rules.rules.map(\.json)),
            "admission": .array(admission.map(\.json)),
            "context": .object(JSONObject(context.map { ($0.name, $0.json) })),
            "slos": .object(JSONObject(objectives.map { ($0.name, $0.json(decimal)) })),
            "waivers": .array(waivers.map(\.json)),
            "ownership": .object(
                JSONObject(ownership.map { ($0.subject, .array($0.owners.map { .string($0) })) })),
            "frameworks": .object(JSONObject(frameworks.map { ($0.id, $0.json) })),
        ]
        // Left out where it says nothing, so that policies without it keep the digest they have always had.
        if let inspection = inspection.json(decimal) { json["inspection"] = inspection }
        return .object(json)
    }

    private func thresholdsJSON(_ decimal: (ExactDecimal) -> JSONValue) -> JSONObject {
        let categories = Dictionary(grouping: thresholds) { ExactString($0.name.category) }
        var names: [String] = []
        for threshold in thresholds where names.last?.isExactly(threshold.name.category) != true {
            names.append(threshold.name.category)
        }
        return JSONObject(
            names.map { name in
                let metrics = (categories[ExactString(name)] ?? []).map { ($0.name.metric, $0.json(decimal)) }
                return (name, .object(JSONObject(metrics)))
            })
    }
}

extension PolicyMetadata {
    fileprivate var json: JSONValue {
        .object(
            JSONObject(
                present: [
                    ("policy_id", .string(id)), ("version", .string(version)),
                    ("effective_date", effectiveDate.map { .string($0.description) }), ("title", title.json),
                    ("description", description.json), ("owner", owner.json),
                ]))
    }
}

extension Threshold {
    fileprivate func json(_ decimal: (ExactDecimal) -> JSONValue) -> JSONValue {
        .object(
            JSONObject(
                present: [
                    (comparison.targetKey, decimal(target)),
                    ("operator", comparison.hasOwnKey ? nil : .string(comparison.rawValue)),
                    (comparison.targetWord == "min" ? "warn_min" : "warn_max", warning.map(decimal)),
                    ("enforcement", .string(enforcement.rawValue)), ("description", description.json),
                    ("owner", owner.json), ("remediation", remediation.json), ("frameworks", frameworks.json),
                ]))
    }
}

extension Comparison {
    /// The key that says the direction by itself, else `target`.
    fileprivate var targetKey: String { hasOwnKey ? "target_\(targetWord)" : "target" }
    fileprivate var hasOwnKey: Bool { self == .atLeast || self == .atMost }
}

extension Rule {
    fileprivate var json: JSONValue {
        .object(
            JSONObject(
                present: [
                    ("id", .string(id)), ("description", description.json), ("owner", owner.json),
                    (
                        "stage",
                        .array(Stage.allCases.filter(stages.contains).map { .string($0.rawValue) })
                    ),
                    ("when", .string(condition)), ("action", .string(action.rawValue)), ("message", .string(message)),
                    ("enforcement", .string(enforcement.rawValue)), ("frameworks", frameworks.json),
                ]))
    }
}

extension AdmissionRule {
    fileprivate var json: JSONValue {
        .object(
            JSONObject(
                present: [
                    ("id", .string(id)), ("description", description.json), ("owner", owner.json),
                    ("deny_when", .string(condition)), ("message", .string(message)),
                    ("enforcement", .string(enforcement.rawValue)), ("frameworks", frameworks.json),
                ]))
    }
}

extension RuleVariable {
    fileprivate var json: JSONValue {
        .object(
            JSONObject(
                present: [
                    ("type", .string(kind.rawValue)), ("default", defaultValue),
                    ("stage", .array(Stage.allCases.filter(stages.contains).map { .string($0.rawValue) })),
                    ("description", sentence.isEmpty ? nil : .string(sentence)),
                ]))
    }
}

extension ServiceObjective {
    fileprivate func json(_ decimal: (ExactDecimal) -> JSONValue) -> JSONValue {
        .object(
            JSONObject(
                present: [
                    ("sli", .string(indicator)), ("target", decimal(target)),
                    ("window", .string(window.policyText)), ("description", description.json),
                    ("owner", owner.json),
                ]))
    }
}

extension Waiver {
    fileprivate var json: JSONValue {
        .object(
            JSONObject(
                present: [
                    ("id", .string(id)), ("rule", ruleID.json), ("threshold", thresholdName?.description.json),
                    ("owner", .string(owner)), ("reason", .string(reason)),
                    ("expires", .string(expires.description)),
                ]))
    }
}

extension FrameworkReference {
    fileprivate var json: JSONValue {
        .object(
            JSONObject(
                present: [("title", title.json), ("version", version.json), ("controls", controls.json)]))
    }
}

extension JSONObject {
    /// An object of the members that have a value.
    fileprivate init(present members: [(String, JSONValue?)]) {
        self.init(members.compactMap { name, value in value.map { (name, $0) } })
    }
}

extension String {
    fileprivate var json: JSONValue { .string(self) }
}

extension String? {
    fileprivate var json: JSONValue? { map { .string($0) } }
}

extension [String] {
    /// A list, or nil for an empty one: left out and empty are the same.
    fileprivate var json: JSONValue? { isEmpty ? nil : .array(map { .string($0) }) }
}
