import GovernorCore
import GovernorDialects
import GovernorInspect
import GovernorPolicy

/// Turns decisions into facts.
///
/// The record says who asked, what was found and where, what was decided and why, and pins the text by a salted digest.
/// The text itself is kept only if the configuration says so.
struct DecisionRecord: Sendable {
    let policy: PolicyReference
    let stream: StreamName
    let recordsContent: Bool
    let digest: DigestFunction
    /// Which keys of a context belong to the policy's vocabulary; others could hold anything.
    let variables: Set<ExactString>

    init(policy: Policy, stream: StreamName, recordsContent: Bool, digest: @escaping DigestFunction) {
        self.policy = policy.reference
        self.stream = stream
        self.recordsContent = recordsContent
        self.digest = digest
        variables = Set(policy.rules.variables.map { ExactString($0.name) })
    }

    /// What of a decision can be shown alone, as far as it has it.
    private static let disclosable = ["stage", "action", "allowed"].map { JSONPointer(tokens: [$0]) }

    /// - Parameter report: What the server says about the answer that was decided about.
    func fact(
        _ decision: Decision, _ report: AnswerReport = AnswerReport(), in exchange: Exchange, salt: [UInt8]
    ) -> Fact {
        let isWithheld = report.isWithheld || decision.isWithheld
        var payload = payload(decision, isWithheld: isWithheld, exchange, salt)
        if let model = report.model { payload["answered_by"] = .string(model) }
        if let unread = report.unread.json { payload["uninspected"] = unread }
        if isWithheld { payload["withheld"] = true }
        if let usage = report.usage {
            payload["usage"] = ["input_tokens": .integer(usage.input), "output_tokens": .integer(usage.output)]
        }
        return Fact(
            id: exchange.factID, type: decision.subject.factType,
            time: exchange.time, stream: stream, actor: exchange.principal.id, dataSubject: decision.subject.userID,
            policy: policy, payload: .object(payload),
            disclosable: Self.disclosable,
            links: (exchange.answers.map { [Fact.Link(relation: "answers", id: $0)] } ?? []) + exchange.heldLinks
                + exchange.links)
    }

    /// A check is no `gate.run`: whoever may ask for one need not be allowed to say what a system measures, and the
    /// evidence service takes the numbers of gate runs for just that.
    func fact(_ report: GateReport, in exchange: Exchange) -> Fact {
        let payload: JSONValue = [
            "request_id": .string(exchange.requestID), "event_type": .string(Self.event(report.outcome == .pass)),
            "outcome": .string(report.outcome.rawValue),
            "thresholds_checked": .array(report.results.map(Self.json)),
            "violations": .array(report.failures.map { .string($0.message) }),
        ]
        return Fact(
            id: exchange.factID, type: "decision.ci_check", time: exchange.time, stream: stream,
            actor: exchange.principal.id, policy: policy, payload: payload,
            disclosable: [JSONPointer(tokens: ["outcome"])])
    }

    /// What a decision became that was not made in time: its caller was denied.
    ///
    /// - Parameters:
    ///   - type: The type of the decision's fact.
    ///   - dataSubject: Whom the decision was about.
    ///   - isRecorded: Whether the decision itself is in the ledger, which this fact then corrects.
    ///   - exchange: What identifies the request.
    ///   - id: The id of this fact.
    ///   - time: When it is denied.
    func lateDenial(
        of type: FactType, about dataSubject: String?, isRecorded: Bool, in exchange: Exchange, id: UUIDv7,
        time: Timestamp
    ) -> Fact {
        let payload: JSONValue = [
            "request_id": .string(exchange.requestID), "event_type": .string(Self.event(false)),
            "action": .string(Action.errorBlock.rawValue), "allowed": false,
            "reasons": [.string(RequestProblem.tooSlow.message)],
        ]
        return Fact(
            id: id, type: type, time: time, stream: stream, actor: exchange.principal.id, dataSubject: dataSubject,
            policy: policy, payload: payload,
            disclosable: Self.disclosable,
            links: isRecorded ? [Fact.Link(relation: "corrects", id: exchange.factID)] : [])
    }

    private func payload(
        _ decision: Decision, isWithheld: Bool, _ exchange: Exchange, _ salt: [UInt8]
    ) -> JSONObject {
        let subject = decision.subject
        let isAllowed = decision.action.allows && !isWithheld
        // In canonical order, which is then not looked for.
        var payload: JSONObject = [
            "action": .string(decision.action.rawValue), "allowed": .bool(isAllowed),
            "context": .object(known(subject.context)),
            "event_type": .string(Self.event(isAllowed)),
            "ignored_context_keys": .integer(decision.ignoredKeys),
            "matches": .array(decision.verdict.matches.map(Self.json)),
            "principal_role": .string(exchange.principal.role.rawValue),
            "reasons": .array(decision.reasons.map { .string($0) }), "request_id": .string(exchange.requestID),
            "scores": .array(decision.inspection.scores.map { Self.json($0, ofSeveral: subject.texts.count > 1) }),
            "stage": .string(subject.stage.rawValue),
        ]
        if let unread = subject.unread.json { payload["uninspected"] = unread }
        if !subject.model.isEmpty { payload["model"] = .string(subject.model) }
        if let review = exchange.hold?.review {
            payload["review"] = ["outcome": .string(review.state.rawValue), "reviewer": .string(review.reviewer)]
        }
        if let source = exchange.source { payload["upstream"] = .object(source.json) }
        let texts = zip(subject.texts, decision.inspection.texts).map { self.text($0, $1, salt) }
        if texts.count == 1 {
            for (name, value) in texts[0] { payload[name] = value }
        } else {
            payload["texts"] = .array(texts.map(JSONValue.object))
        }
        return payload
    }

    /// One text's digest, and what was found in it.
    private func text(_ text: SubjectText, _ found: TextInspection, _ salt: [UInt8]) -> JSONObject {
        var content: JSONObject = [
            "salt": .string(Base64.encode(salt)), "salted_sha256": .string(digest(salt + text.bytes).hex),
            "size_bytes": .integer(text.bytes.count),
        ]
        if recordsContent { content["text"] = .string(String(decoding: text.bytes, as: UTF8.self)) }
        var json: JSONObject = [
            "content": .object(content), "findings": .array(found.findings.map(Self.json)),
        ]
        if let role = text.role {
            json["role"] = .string(role)
            json["stage"] = .string(text.stage.rawValue)
        }
        if text.isRepetition { json["repeats"] = true }
        if !text.tool.isEmpty { json["tool"] = .string(text.tool) }
        if found.allowedCount > 0 { json["allowed_findings"] = .integer(found.allowedCount) }
        if let language = found.language { json["language"] = .string(language) }
        if let isRefusal = found.isRefusal { json["is_refusal"] = .bool(isRefusal) }
        if let overlap = found.overlap { json["verbatim"] = Self.json(overlap) }
        return json
    }

    private func known(_ context: JSONObject) -> JSONObject {
        JSONObject(context.filter { variables.contains(ExactString($0.name)) }.map { ($0.name, $0.value) })
    }

    /// The name that the reference system gives the event.
    private static func event(_ passed: Bool) -> String { passed ? "policy_check_pass" : "policy_check_fail" }

    private static func json(_ match: RuleMatch) -> JSONValue {
        [
            "rule": .string(match.ruleID), "action": .string(match.action.rawValue),
            "enforcement": .string(match.enforcement.rawValue),
            "waiver": match.waiverID.map(JSONValue.string) ?? .null,
        ]
    }

    private static func json(_ finding: Finding) -> JSONValue {
        var json: JSONObject = [
            "kind": .string(finding.kind), "start": .integer(finding.span.lowerBound),
            "end": .integer(finding.span.upperBound),
            "confidence": .confidence(finding.confidence),
            "evidence": .string(finding.evidence.rawValue), "detector": .string(finding.detector),
        ]
        if !finding.otherKinds.isEmpty { json["other_kinds"] = .array(finding.otherKinds.map { .string($0) }) }
        return .object(json)
    }

    /// - Parameter ofSeveral: Whether there are other texts than the one that has the score.
    private static func json(_ score: LabelScore, ofSeveral: Bool) -> JSONValue {
        var json: JSONObject = [
            "label": .string(score.label.rawValue), "value": score.value.map(number) ?? .null,
            "probability": number(score.probability), "detector": .string(TextScorer.detector),
        ]
        if ofSeveral {
            json["stage"] = .string(score.stage.rawValue)
            json["text"] = .integer(score.text)
        }
        if let opinion = score.opinion { json["second_opinion"] = Self.json(opinion) }
        return .object(json)
    }

    private static func json(_ opinion: Opinion) -> JSONValue {
        [
            "classifier": .string(opinion.name), "outcome": .string(opinion.outcome),
            "probability": (try? opinion.answer.get()).map(number) ?? .null,
            "on_failure": .string(opinion.onFailure.rawValue),
            "milliseconds_at_most": opinion.milliseconds.map { .integer($0) } ?? .null,
        ]
    }

    private static func json(_ overlap: OverlapReport) -> JSONValue {
        [
            "ratio": number(overlap.verbatimRatio),
            "passages": .array(
                overlap.passages.map { passage in
                    [
                        "work": .string(passage.work.title), "work_sha256": .string(passage.work.digest.hex),
                        "words": .integer(passage.words), "start": .integer(passage.span.lowerBound),
                        "end": .integer(passage.span.upperBound),
                    ]
                }),
        ]
    }

    private static func json(_ result: ThresholdResult) -> JSONValue {
        [
            "name": .string(result.threshold.name.description),
            "operator": .string(result.threshold.comparison.rawValue),
            "target": .string(result.threshold.target.description),
            "actual": result.actual.map { .string($0.description) } ?? .null,
            "status": .string(result.status.rawValue),
            "waiver": result.waiverID.map(JSONValue.string) ?? .null,
        ]
    }

    private static func number(_ value: Double) -> JSONValue { JSONNumber(value).map(JSONValue.number) ?? .null }
}

extension Exchange {
    /// The hold that a decision follows from, and its review.
    fileprivate var heldLinks: [Fact.Link] {
        guard let hold else { return [] }
        return [Fact.Link(relation: "hold", id: hold.id)]
            + (hold.review.map { [Fact.Link(relation: "review", id: $0.fact)] } ?? [])
    }
}
