// One text, read as a policy file. What is accepted judges empty artifacts and an empty request; what is refused says why
// and where.

import GovernorCore
import GovernorPolicy

func fuzzPolicy(_ input: [UInt8]) {
    do throws(DocumentErrors) {
        let policy = try Policy(
            input, name: "policy.yaml", kinds: ["email", "person"], digest: { _ in Harness.digest })
        if let report = try? Gate(policy).evaluate(ArtifactMetrics(), at: Harness.time) {
            precondition(report.results.count == policy.thresholds.count, "a threshold without a verdict")
        } else {
            precondition(policy.thresholds.isEmpty, "thresholds that nothing judges")
        }
        let nothing = RuleInput(
            measured: Measurements(), stated: [:], request: RequestFacts(principalRole: "client", textBytes: 0))
        for stage in Stage.allCases { _ = policy.rules.evaluate(stage: stage, input: nothing, at: Harness.time) }
    } catch {
        precondition(!error.problems.isEmpty, "a refusal without a reason")
    }
}

private enum Harness {
    static let digest = Digest(bytes: [UInt8](repeating: 7, count: Digest.byteCount)) ?? { preconditionFailure() }()
    static let time = Timestamp(millisecondsSince1970: 1_800_000_000_000)
}
