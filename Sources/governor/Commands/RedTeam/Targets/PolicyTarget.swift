import GovernorCore
import GovernorGateway
import GovernorInspect
import GovernorPolicy

/// A policy and the inspectors, in this process, as the gateway applies them.
struct PolicyTarget: RedTeamTarget {
    let name: String
    let identity: JSONObject
    private let decisions: DecisionMaker

    /// Creates the target.
    init(_ policy: Policy) throws {
        let reference = policy.reference
        name = "policy \(reference.id) \(reference.version)"
        // The inspectors of another build may see other things.
        identity = [
            "policy": .string(reference.digest.description), "governor": .string(BuildInformation.version),
        ]
        decisions = try DecisionMaker(rehearsing: policy)
    }

    func outcome(of prompt: String) -> AttackOutcome? { decision(on: prompt, at: .prompt).outcome }

    /// What is decided about a text, and the text that goes on: without what is masked.
    func decision(on text: String, at stage: Stage) -> (outcome: AttackOutcome, text: String) {
        let decision = decisions.decide(text, at: stage, time: .now())
        return (AttackOutcome(decision.action), decision.content ?? text)
    }
}
