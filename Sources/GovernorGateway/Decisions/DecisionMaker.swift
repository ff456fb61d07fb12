package import GovernorCore
package import GovernorInspect
package import GovernorPolicy

/// Inspects a text and applies the policy. It reads and writes nothing: the same input gives the same decision.
package final class DecisionMaker: Sendable {
    private let rules: RuleSet
    private let plans: InspectionPlans
    /// What the policy says findings count toward.
    let settings: InspectionSettings
    private let corpus: CorpusIndex?
    private let sensitiveData: SensitiveDataInspector
    private let redactor: Redactor
    /// What enforced rules do to whole answers: hold them, or put something else in their place.
    let wholeActions: Set<Action>

    /// Creates the inspectors and takes the rules.
    ///
    /// - Parameters:
    ///   - corpus: The works that outputs must not repeat, if any.
    ///   - digests: What redaction writes in place of values.
    /// - Throws: ``RedactionError/noKey`` when the policy pseudonymises and there is no key.
    package init(_ policy: Policy, corpus: CorpusIndex?, digests: RedactionDigests) throws(RedactionError) {
        settings = policy.inspection
        rules = policy.rules.without(corpus == nil ? [.verbatimRatio] : [])
        plans = InspectionPlans(rules)
        self.corpus = corpus
        wholeActions = rules.wholeActions(at: [.output, .toolCall])
        sensitiveData = SensitiveDataInspector(policy.inspection)
        redactor = try Redactor(
            policy.inspection.redaction, digests, secrets: policy.inspection.secretKinds)
    }

    /// Decides about a text of which the caller, an application, states nothing.
    package func decide(_ text: String, at stage: Stage, time: Timestamp) -> Decision {
        let subject = Self.subject(text, at: stage)
        return decide(subject, inspect(subject) {}, by: Principal(id: "local", role: .service), at: time)
    }

    /// What rules are told of a text, and the kinds of what is found in it, in order.
    package func measure(_ text: String, at stage: Stage) -> (measurements: Measurements, kinds: [String]) {
        let inspection = inspect(Self.subject(text, at: stage)) {}
        return (inspection.measurements(at: stage), inspection.findings.map(\.kind))
    }

    private static func subject(_ text: String, at stage: Stage) -> DecisionSubject {
        DecisionSubject(stage: stage, texts: [SubjectText(Array(text.utf8), stage: stage)])
    }

    /// The bytes that are inspected between two questions whether that is still wanted.
    static let blockBytes = 16 << 10

    /// What the inspectors find.
    ///
    /// - Parameter check: Called before each block of ``blockBytes`` and at the end; throws when the inspection is no longer
    ///   wanted.
    func inspect<Failure>(
        _ subject: DecisionSubject, beforeEachBlock check: () throws(Failure) -> Void
    ) throws(Failure) -> Inspection {
        var found: [(Stage, TextInspection)] = []
        for text in subject.texts {
            var inspector = inspector(
                of: text.stage, isInstruction: text.isInstruction, isRepetition: text.isRepetition, isJSON: text.isJSON)
            var findings: [Finding] = []
            for start in stride(from: 0, to: text.bytes.count, by: Self.blockBytes) {
                try check()
                findings += inspector.append(text.bytes[start..<min(start + Self.blockBytes, text.bytes.count)])
            }
            try check()
            findings += inspector.finish()
            if text.parts.count > 1 { findings = try addingSeams(to: findings, of: text, beforeEachBlock: check) }
            found.append((text.stage, inspector.inspection(findings)))
        }
        return Inspection(found, settings: settings)
    }

    /// Findings in a text of several parts, and those that only show where the parts follow each other without anything
    /// between: some servers join them so.
    private func addingSeams<Failure>(
        to findings: [Finding], of text: SubjectText, beforeEachBlock check: () throws(Failure) -> Void
    ) throws(Failure) -> [Finding] {
        let bytes = text.parts.flatMap { text.bytes[$0] }
        var stream = sensitiveData.stream()
        var seamless: [Finding] = []
        for start in stride(from: 0, to: bytes.count, by: Self.blockBytes) {
            try check()
            seamless += stream.append(bytes[start..<min(start + Self.blockBytes, bytes.count)])
        }
        seamless += stream.finish()
        let crossing = Self.crossing(seamless, text.parts, beside: findings)
        return crossing.isEmpty ? findings : (findings + crossing).sorted { $0.span.lowerBound < $1.span.lowerBound }
    }

    /// Which findings of parts without anything between begin in one part and end in another, where they are in the text.
    /// Those that overlap a finding of the text are left out. Everything is in order and walked through once: a hostile
    /// message has many parts, and many findings in them.
    private static func crossing(_ seamless: [Finding], _ parts: [Range<Int>], beside findings: [Finding]) -> [Finding]
    {
        var crossing: [Finding] = []
        var (part, begin) = (0, 0)
        var next = 0
        for finding in seamless {
            while finding.span.lowerBound >= begin + parts[part].count {
                begin += parts[part].count
                part += 1
            }
            guard finding.span.upperBound > begin + parts[part].count else { continue }
            let start = parts[part].lowerBound + finding.span.lowerBound - begin
            var (last, lastBegin) = (part, begin)
            while finding.span.upperBound > lastBegin + parts[last].count {
                lastBegin += parts[last].count
                last += 1
            }
            let end = parts[last].lowerBound + finding.span.upperBound - lastBegin
            while next < findings.count, findings[next].span.upperBound <= start { next += 1 }
            guard next == findings.count || findings[next].span.lowerBound >= end else { continue }
            crossing.append(finding.at(start..<end))
        }
        return crossing
    }

    /// An inspector of one text, which looks for what rules of a stage ask for.
    ///
    /// - Parameter isRepetition: Whether it says what another text says. Only personal data, secrets and what the policy
    ///   declares are looked for in it.
    func inspector(
        of stage: Stage, isInstruction: Bool = false, isRepetition: Bool = false, isJSON: Bool
    ) -> TextInspector {
        TextInspector(
            sensitiveData, isRepetition ? .none : plans[stage, isInstruction: isInstruction], isJSON: isJSON,
            corpus: stage == .output && !isRepetition ? corpus : nil)
    }

    /// What rules of a stage ask to be measured.
    func measured(at stage: Stage) -> Set<MeasuredVariable> {
        let measured = rules.measuredVariables(at: stage)
        return stage == .output ? measured : measured.subtracting([.verbatimRatio])
    }

    /// How much of a text must be there before it can be judged.
    func judgement(at stage: Stage) -> TextJudgement { rules.judgement(at: stage) }

    /// Whether rules of a stage ask which tool is called or has answered.
    func asksForTool(at stage: Stage) -> Bool { rules.asksForTool(at: stage) }

    /// Whether what was decided masks a finding.
    func masks(_ finding: Finding, by verdict: Verdict) -> Bool {
        verdict.matches.contains { match in
            guard match.action == .redact, match.enforcement == .enforce else { return false }
            let variables = rules.redactedVariables(ofRule: match.ruleID)
            return variables.isEmpty || !variables.isDisjoint(with: settings.variables(of: finding))
        }
    }

    /// A redaction of the texts of one answer to a prompt with placeholders.
    func redactionSession(besides placeholders: [String: [UInt8]]) -> RedactionSession {
        redactor.session(avoiding: placeholders.keys.map { Array($0.utf8) })
    }

    /// Decides about texts.
    ///
    /// - Parameters:
    ///   - isComplete: Whether the texts are; while they are not, rules about the whole of one wait, and nothing is
    ///     redacted: the decision only says what to mask.
    ///   - lifted: The actions of rules that only warn: what they ask for is done in another way.
    func decide(
        _ subject: DecisionSubject, _ inspection: Inspection, by principal: Principal, at time: Timestamp,
        isComplete: Bool = true, lifting lifted: Set<Action> = []
    ) -> Decision {
        let verdicts = subject.stages.flatMap { stage in
            subject.scopes(at: stage, byTool: asksForTool(at: stage)).map { tool, texts in
                let facts = RequestFacts(
                    model: subject.model, toolName: tool, principalRole: principal.role.rawValue,
                    textBytes: texts.map { subject.texts[$0] }.filter { !$0.isRepetition }
                        .reduce(0) { $0 + $1.bytes.count })
                let input = RuleInput(
                    measured: inspection.measurements(at: stage, of: texts), stated: subject.context, request: facts)
                return rules.evaluate(stage: stage, input: input, at: time, isComplete: isComplete)
            }
        }
        return decision(subject, inspection, Verdict(all: verdicts).lifting(lifted), isComplete: isComplete)
    }

    private func decision(
        _ subject: DecisionSubject, _ inspection: Inspection, _ verdict: Verdict, isComplete: Bool
    ) -> Decision {
        var (action, reasons) = (verdict.action, verdict.reasons)
        var redacted: RedactedSubject?
        // An action that is stronger and still lets the text go on does not lift a rule that masks it.
        let redacting = verdict.matches.filter { $0.action == .redact && $0.enforcement == .enforce }
        if action.allows, !redacting.isEmpty {
            // What is said to be there and cannot be masked is not let through.
            if let findings = findings(toMask: redacting, of: inspection, statedIn: subject.context) {
                if isComplete { redacted = redact(findings, in: subject.texts) }
            } else if isComplete {
                action = .errorBlock
                reasons.append("nothing that could be redacted was found")
            }
        }
        return Decision(
            subject: subject, inspection: inspection, verdict: verdict, action: action, reasons: reasons,
            redacted: redacted, ignoredKeys: rules.review(context: subject.context).ignoredKeys)
    }

    /// What rules mask together, in the order of each text; nil when one of them has nothing to mask, or a caller states
    /// something that our inspectors do not see.
    private func findings(
        toMask matches: [RuleMatch], of inspection: Inspection, statedIn context: JSONObject
    ) -> [[Finding]]? {
        var masked = inspection.texts.map { _ in Set<Finding>() }
        for match in matches {
            let variables = rules.redactedVariables(ofRule: match.ruleID)
            for variable in variables where context[variable.rawValue]?.bool == true {
                guard inspection.finds(variable) else { return nil }
            }
            var isEmpty = true
            for index in masked.indices {
                let findings =
                    variables.isEmpty
                    ? inspection.texts[index].findings
                    : variables.flatMap { inspection.findings(for: $0, inText: index) }
                masked[index].formUnion(findings)
                isEmpty = isEmpty && findings.isEmpty
            }
            guard !isEmpty else { return nil }
        }
        return inspection.texts.indices.map { inspection.texts[$0].findings.filter(masked[$0].contains) }
    }

    private func redact(_ findings: [[Finding]], in texts: [SubjectText]) -> RedactedSubject {
        let parts = zip(texts, findings).map { text, findings in
            zip(Self.clipped(findings, to: text.parts), text.parts).map { ($0, Array(text.bytes[$1]), text.isJSON) }
        }
        let redacted = redactor.redact(parts.flatMap(\.self))
        var rest = redacted.texts[...]
        return RedactedSubject(
            texts: parts.map { parts in
                defer { rest = rest.dropFirst(parts.count) }
                return Array(rest.prefix(parts.count))
            }, placeholders: redacted.placeholders)
    }
}

extension DecisionMaker {
    /// What of findings is in each part of their text, with offsets into the part. Both are in order and walked through once.
    fileprivate static func clipped(_ findings: [Finding], to parts: [Range<Int>]) -> [[Finding]] {
        var (next, reaching): (Int, [Finding]) = (0, [])
        return parts.map { part in
            reaching.removeAll { $0.span.upperBound <= part.lowerBound }
            while next < findings.count, findings[next].span.lowerBound < part.upperBound {
                reaching.append(findings[next])
                next += 1
            }
            return reaching.compactMap { $0.clipped(to: part) }
        }
    }
}

extension Finding {
    /// The finding within a part of its text, with offsets into the part; nil if it is elsewhere.
    fileprivate func clipped(to part: Range<Int>) -> Finding? {
        let span = span.clamped(to: part)
        guard !span.isEmpty else { return nil }
        return at((span.lowerBound - part.lowerBound)..<(span.upperBound - part.lowerBound))
    }
}
