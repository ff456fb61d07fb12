import GovernorCore
import GovernorInspect
import GovernorLedger

/// What a run tries on what, which its results belong to.
struct RedTeamRun {
    /// What the attacks are tried on.
    let target: any RedTeamTarget
    /// What is tried.
    let trials: [AttackTrial]
    /// Chooses texts and what is random in disguises.
    let seed: UInt64

    /// Tells runs apart: by the target, and by every prompt that is sent.
    var digest: Digest {
        let prompts = trials.map { trial -> JSONValue in
            let attack = trial.attack
            let prompt = Digest.sha256(Array(trial.prompt(seed: seed).utf8))
            return [
                .string(attack.id), .string(attack.source), .string(attack.kind), .bool(attack.isBenign),
                .string(trial.mutation.rawValue), .string(prompt.hex),
            ]
        }
        let run: JSONValue = ["target": .object(target.identity), "prompts": .array(prompts)]
        return .sha256(run.compactBytes)
    }
}
