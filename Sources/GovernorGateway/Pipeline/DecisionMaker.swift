import GovernorCore
import GovernorInspect
import GovernorPolicy

/// Inspects a text and applies the policy. It reads and writes nothing: the same input gives the same decision.
struct DecisionMaker: Sendable {
    private let policy: Policy
    private let inspector = PIIInspector()

    init(_ policy: Policy) { self.policy = policy }

    func findings(in request: FilterRequest) -> [Finding] { inspector.findings(in: Array(request.text.utf8)) }

    func decide(_ request: FilterRequest, findings: [Finding], by principal: Principal, at time: Timestamp) -> Decision
    {
        var measured = Measurements()
        measured.set(.containsPII, !findings.isEmpty)
        let facts = RequestFacts(principalRole: principal.role.rawValue, textBytes: request.text.utf8.count)
        let verdict = policy.rules.evaluate(
            stage: request.stage, input: RuleInput(measured: measured, stated: request.context, request: facts),
            at: time)
        return decision(request, findings, verdict)
    }

    private func decision(_ request: FilterRequest, _ findings: [Finding], _ verdict: Verdict) -> Decision {
        var (action, reasons) = (verdict.action, verdict.reasons)
        var content: String?
        // An action that is stronger and still lets the text go on does not lift a rule that masks it.
        if action.allows, verdict.matches.contains(where: { $0.action == .redact && $0.enforcement == .enforce }) {
            // A caller may have stated what our inspectors do not see: what cannot be masked is not let through.
            if findings.isEmpty {
                action = .errorBlock
                reasons.append("nothing that could be redacted was found")
            } else {
                content = Redaction.apply(findings, to: request.text)
            }
        }
        return Decision(
            request: request, findings: findings, verdict: verdict, action: action, reasons: reasons, content: content,
            ignoredKeys: policy.rules.review(context: request.context).ignoredKeys)
    }
}
