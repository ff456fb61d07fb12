import GovernorCore
import GovernorPolicy

extension Fact {
    /// The fact that a gate ran: about the artifacts, under the policy, with the evidence document as payload.
    init(
        of run: GateRun, evidence: GateEvidence, signature: JSONValue, stream: StreamName, actor: String,
        using random: inout some RandomNumberGenerator
    ) {
        let report = run.report
        self.init(
            id: UUIDv7(at: report.time, using: &random), type: "gate.run", time: report.time, stream: stream,
            actor: actor,
            // Not the evidence document: all but its metrics is public, so its plain digest would let them be guessed after an
            // erasure. The payload holds it.
            subjects: run.artifacts.map { Fact.Subject(name: Self.fileName($0.name), digest: $0.digest) },
            policy: report.policy, payload: evidence.factPayload(signature: signature),
            disclosable: ["/build_id", "/outcome", "/policy_version"].compactMap { JSONPointer($0) })
    }

    /// The last part of a path: a leaf is for ever, and folders tell more than an auditor needs.
    static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
