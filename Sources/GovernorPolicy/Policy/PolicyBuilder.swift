import GovernorCore

/// Checks what depends on several parts of a policy file, and makes the policy's parts.
struct PolicyBuilder {
    private let draft: PolicyDraft
    /// What inspectors find by themselves.
    private let kinds: Set<String>

    init(_ draft: PolicyDraft, kinds: Set<String>) {
        self.draft = draft
        self.kinds = kinds
    }

    /// Makes the parts, or reports problems. Everything is looked at, whatever has already been reported.
    func build(_ reader: inout DocumentReader) -> PolicyParts? {
        let context = variables(&reader)
        let thresholds = thresholds(&reader)
        let compiler = RuleCompiler(variables: RuleVariable.builtIn + context)
        let rules = rules(compiler, &reader)
        let admission = admission(&reader)
        let waivers = waivers(thresholds, &reader)
        let inspection = InspectionBuilder(draft.inspection, builtIn: kinds, version: draft.metadata?.version ?? "")
            .build(&reader)
        guard let metadata = draft.metadata, let ruleSet = rules.map({ RuleSet($0, compiler.environment, waivers) })
        else {
            return nil
        }
        return PolicyParts(
            metadata: metadata, enforcement: draft.enforcement, thresholds: thresholds, rules: ruleSet,
            admission: admission, context: context, inspection: inspection, objectives: objectives, waivers: waivers,
            ownership: draft.ownership.map { Ownership(subject: $0.name, owners: $0.value) },
            frameworks: draft.frameworks)
    }

    // MARK: Thresholds

    private func thresholds(_ reader: inout DocumentReader) -> [Threshold] {
        draft.thresholds.flatMap { category in
            category.value.compactMap { metric -> Threshold? in
                let name = MetricName(category: category.name, metric: metric.name)
                guard !category.name.utf8.contains(UInt8(ascii: ".")) else {
                    reader.report(
                        "policy.threshold-category", at: category.position,
                        "thresholds.\(category.name): a category has no dot in its name")
                    return nil
                }
                return reader.descend("thresholds.\(name)") { threshold(name, metric, &$0) }
            }
        }
    }

    private func threshold(
        _ name: MetricName, _ metric: Named<Checked<ThresholdDraft>>, _ reader: inout DocumentReader
    ) -> Threshold? {
        let draft = metric.value.value
        guard let (comparison, target) = ThresholdDirection(metric.value).resolve(at: metric.position, &reader) else {
            return nil
        }
        let isSoftened = draft.blockAbove?.value == false || draft.blockBelow?.value == false
        let stated = draft.enforcement ?? self.draft.enforcement
        return Threshold(
            name: name, comparison: comparison, target: target,
            warning: (comparison.targetWord == "min" ? draft.warnMin : draft.warnMax)?.value,
            enforcement: isSoftened && stated == .enforce ? .warn : stated, description: draft.description,
            owner: draft.owner ?? owner(of: name.category), remediation: draft.remediation,
            frameworks: draft.frameworks)
    }

    private func owner(of category: String) -> String? {
        let owners = draft.ownership.first { $0.name.isExactly(category) }?.value
        return owners.map { $0.joined(separator: ", ") } ?? draft.metadata?.owner
    }

    // MARK: Variables and rules

    private func variables(_ reader: inout DocumentReader) -> [RuleVariable] {
        draft.context.compactMap { entry -> RuleVariable? in
            let path = "context.\(entry.name)"
            guard entry.name.isVariableName else {
                reader.report(
                    "policy.variable-name", at: entry.position, "\(path): not a name that expressions can use",
                    hint: "use letters, digits and '_'")
                return nil
            }
            guard !RuleVariable.builtIn.contains(where: { $0.name == entry.name }) else {
                reader.report(
                    "policy.variable-exists", at: entry.position, "\(path): every policy has this variable already")
                return nil
            }
            let kind = entry.value.kind
            if let given = entry.value.defaultValue, !kind.accepts(given.value) {
                reader.report(
                    "document.type", at: given.position,
                    "\(path).default: expected a value of the type \(kind.rawValue)")
            }
            let stages = entry.value.stages.map(Set.init) ?? []
            return RuleVariable(
                name: entry.name, kind: kind, defaultValue: entry.value.defaultValue?.value ?? kind.zero,
                stages: stages.isEmpty ? .all : stages, origin: .stated, location: .unknown,
                sentence: entry.value.description ?? "")
        }
    }

    private func rules(_ compiler: RuleCompiler, _ reader: inout DocumentReader) -> [CompiledRule]? {
        var ids = UniqueNames("rule")
        let rules = draft.rules.enumerated().map { offset, rule -> CompiledRule? in
            ids.insert(rule.id, &reader)
            return reader.descend("rules.\(rule.id?.value ?? String(offset + 1))") { reader in
                let compiled = rule.condition.flatMap { compiler.compile($0, stages: rule.stages, &reader) }
                guard let id = rule.id?.value, let condition = rule.condition, let compiled,
                    let action = rule.action, let message = rule.message
                else { return nil }
                return CompiledRule(
                    rule: Rule(
                        id: id, description: rule.description, owner: rule.owner ?? draft.metadata?.owner,
                        stages: compiled.stages, condition: condition.text.trimmed, action: action,
                        message: message, enforcement: rule.enforcement ?? draft.enforcement,
                        frameworks: rule.frameworks),
                    compiled: compiled)
            }
        }
        return rules.contains { $0 == nil } ? nil : rules.compactMap { $0 }
    }

    private func admission(_ reader: inout DocumentReader) -> [AdmissionRule] {
        guard !draft.admission.isEmpty else { return [] }
        var ids = UniqueNames("admission rule")
        let compiler = RuleCompiler.admission
        return draft.admission.enumerated().compactMap { offset, rule -> AdmissionRule? in
            ids.insert(rule.id, &reader)
            return reader.descend("admission.\(rule.id?.value ?? String(offset + 1))") { reader in
                let compiled = rule.condition.flatMap { compiler.compile($0, stages: nil, &reader) }
                guard let id = rule.id?.value, let condition = rule.condition, compiled != nil,
                    let message = rule.message
                else { return nil }
                return AdmissionRule(
                    id: id, description: rule.description, owner: rule.owner ?? draft.metadata?.owner,
                    condition: condition.text.trimmed, message: message,
                    enforcement: rule.enforcement ?? draft.enforcement, frameworks: rule.frameworks)
            }
        }
    }

    // MARK: Waivers and objectives

    private func waivers(_ thresholds: [Threshold], _ reader: inout DocumentReader) -> [Waiver] {
        var ids = UniqueNames("waiver")
        return draft.waivers.compactMap { waiver -> Waiver? in
            ids.insert(waiver.id, &reader)
            return reader.descend("waivers.\(waiver.id.value)") { reader in
                subject(of: waiver, &reader).map {
                    Waiver(
                        id: waiver.id.value, subject: $0, owner: waiver.owner, reason: waiver.reason,
                        expires: waiver.expires)
                }
            }
        }
    }

    private func subject(of waiver: WaiverDraft, _ reader: inout DocumentReader) -> Waiver.Subject? {
        switch (waiver.rule, waiver.threshold) {
        case (let rule?, nil):
            let ids = draft.rules.compactMap(\.id?.value) + draft.admission.compactMap(\.id?.value)
            return known(rule, "rule", among: ids, &reader) ? .rule(rule.value) : nil
        case (nil, let threshold?):
            let names = draft.thresholds.flatMap { category in
                category.value.map { "\(category.name).\($0.name)" }
            }
            guard known(threshold, "threshold", among: names, &reader) else { return nil }
            return MetricName(threshold.value).map(Waiver.Subject.threshold)
        default:
            reader.report(
                "policy.waiver-subject", at: waiver.id.position, "a waiver lifts one rule or one threshold",
                hint: "give either 'rule:' or 'threshold:'")
            return nil
        }
    }

    private func known(
        _ name: Located<String>, _ kind: String, among names: [String], _ reader: inout DocumentReader
    ) -> Bool {
        if names.contains(where: { $0.isExactly(name.value) }) { return true }
        reader.report(
            "policy.unknown-\(kind)", at: name.position, "there is no \(kind) '\(name.value.shortened)'",
            hint: nearestName(to: name.value, among: names).map { "did you mean '\($0)'?" })
        return false
    }

    private var objectives: [ServiceObjective] {
        draft.objectives.map { entry in
            ServiceObjective(
                name: entry.name, indicator: entry.value.indicator, target: entry.value.target,
                window: entry.value.window, description: entry.value.description,
                owner: entry.value.owner ?? draft.metadata?.owner)
        }
    }
}

/// Reports the second of two equal names.
private struct UniqueNames {
    private let kind: String
    private var first: [ExactString: SourcePosition] = [:]

    init(_ kind: String) { self.kind = kind }

    mutating func insert(_ name: Located<String>?, _ reader: inout DocumentReader) {
        guard let name else { return }
        if let first = first[ExactString(name.value)] {
            reader.report(
                "policy.duplicate-id", at: name.position,
                "there are two \(kind)s '\(name.value.shortened)'; the first is in line \(first.line)",
                hint: "give one of them another id")
        } else {
            first[ExactString(name.value)] = name.position
        }
    }
}

extension String {
    /// The text without spaces and line breaks around it.
    fileprivate var trimmed: String {
        let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
        let end = scalars.lastIndex { !$0.properties.isWhitespace }.map { scalars.index(after: $0) }
        return String(scalars[..<(end ?? scalars.startIndex)])
    }

    /// Whether expressions can use the text as a name.
    fileprivate var isVariableName: Bool {
        guard let first = utf8.first, first.isLetterOrDigit || first == UInt8(ascii: "_"),
            !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return false }
        return utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
    }
}
