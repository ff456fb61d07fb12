package import GovernorCore
package import GovernorInspect
package import GovernorPolicy

/// Inspects a text and applies the policy. It reads and writes nothing: the same input gives the same decision.
package struct DecisionMaker: Sendable {
    private let policy: Policy
    private let corpus: CorpusIndex?
    private let sensitiveData: SensitiveDataInspector
    private let redactor: Redactor

    /// Creates the inspectors and takes the rules.
    ///
    /// - Parameters:
    ///   - corpus: The works that outputs must not repeat, if any.
    ///   - digests: What redaction writes in place of values.
    /// - Throws: ``RedactionError/noKey`` when the policy pseudonymises and there is no key.
    package init(_ policy: Policy, corpus: CorpusIndex?, digests: RedactionDigests) throws(RedactionError) {
        self.policy = policy
        self.corpus = corpus
        sensitiveData = SensitiveDataInspector(policy.inspection)
        redactor = try Redactor(
            policy.inspection.redaction, digests, secrets: policy.inspection.secretKinds)
    }

    /// Decides about a text of which the caller, an application, states nothing.
    package func decide(_ text: String, at stage: Stage, time: Timestamp) -> Decision {
        let request = FilterRequest(text, stage: stage)
        return decide(request, inspect(request) {}, by: Principal(id: "local", role: .service), at: time)
    }

    /// What rules are told of a text, and the kinds of what is found in it, in order.
    package func measure(_ text: String, at stage: Stage) -> (measurements: Measurements, kinds: [String]) {
        let inspection = inspect(FilterRequest(text, stage: stage)) {}
        return (inspection.measurements, inspection.findings.map(\.kind))
    }

    /// The bytes that are inspected between two questions whether that is still wanted.
    static let blockBytes = 16 << 10

    /// What the inspectors find.
    ///
    /// - Parameter check: Called before each block of ``blockBytes``; throws when the inspection is no longer wanted.
    func inspect<Failure>(
        _ request: FilterRequest, beforeEachBlock check: () throws(Failure) -> Void
    ) throws(Failure) -> Inspection {
        let text = Array(request.text.utf8)
        var scan = sensitiveData.stream()
        var overlap = request.stage == .output ? corpus.map { OverlapMatcher(against: $0) } : nil
        let wanted = policy.rules.measuredVariables(at: request.stage)
        let labels = Set(wanted.compactMap(\.label))
        var scorer = labels.isEmpty ? nil : TextScorer()
        var findings: [Finding] = []
        for start in stride(from: 0, to: text.count, by: Self.blockBytes) {
            try check()
            let block = text[start..<min(start + Self.blockBytes, text.count)]
            findings += scan.append(block)
            overlap?.append(block.span)
            scorer?.append(block.span)
        }
        try check()
        let probabilities = scorer?.scores()
        let scores = TextLabel.allCases.filter(labels.contains).compactMap { label in
            probabilities.map { LabelScore(label: label, probability: $0[label]) }
        }
        findings += scan.finish()
        return Inspection(
            findings: findings, allowedCount: scan.allowedCount, scores: scores, overlap: overlap?.finish(),
            language: wanted.contains(.language) ? LanguageInspector().language(of: text).code ?? "" : nil,
            isRefusal: wanted.contains(.isRefusal) ? RefusalInspector().finding(in: text) != nil : nil,
            settings: policy.inspection)
    }

    func decide(
        _ request: FilterRequest, _ inspection: Inspection, by principal: Principal, at time: Timestamp
    ) -> Decision {
        let facts = RequestFacts(principalRole: principal.role.rawValue, textBytes: request.text.utf8.count)
        let input = RuleInput(measured: inspection.measurements, stated: request.context, request: facts)
        return decision(request, inspection, policy.rules.evaluate(stage: request.stage, input: input, at: time))
    }

    private func decision(_ request: FilterRequest, _ inspection: Inspection, _ verdict: Verdict) -> Decision {
        var (action, reasons) = (verdict.action, verdict.reasons)
        var redacted: RedactedText?
        // An action that is stronger and still lets the text go on does not lift a rule that masks it.
        let redacting = verdict.matches.filter { $0.action == .redact && $0.enforcement == .enforce }
        if action.allows, !redacting.isEmpty {
            // What is said to be there and cannot be masked is not let through.
            if let findings = findings(toMask: redacting, of: inspection, statedIn: request.context) {
                redacted = redactor.redact(findings, in: Array(request.text.utf8))
            } else {
                action = .errorBlock
                reasons.append("nothing that could be redacted was found")
            }
        }
        return Decision(
            request: request, inspection: inspection, verdict: verdict, action: action, reasons: reasons,
            redacted: redacted, ignoredKeys: policy.rules.review(context: request.context).ignoredKeys)
    }

    /// What rules mask together, in order; nil when one of them has nothing to mask, or a caller states something that
    /// our inspectors do not see.
    private func findings(
        toMask matches: [RuleMatch], of inspection: Inspection, statedIn context: JSONObject
    ) -> [Finding]? {
        var masked: Set<Finding> = []
        for match in matches {
            let variables = policy.rules.redactedVariables(ofRule: match.ruleID)
            for variable in variables where context[variable.rawValue]?.bool == true {
                guard !inspection.findings(for: variable).isEmpty else { return nil }
            }
            let findings =
                variables.isEmpty ? inspection.findings : variables.flatMap { inspection.findings(for: $0) }
            guard !findings.isEmpty else { return nil }
            masked.formUnion(findings)
        }
        return inspection.findings.filter(masked.contains)
    }
}
