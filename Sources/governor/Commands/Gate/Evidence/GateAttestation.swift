import GovernorCore
import GovernorLedger
import GovernorPolicy

/// The in-toto Statement that a gate's evidence is signed with: a SLSA Verification Summary v1.
///
/// Its subjects are the evidence document (canonical form without the signature), the bytes of every artifact, and the
/// bytes of the policy file, each by SHA-256.
struct GateAttestation {
    /// The name of the subject that stands for the evidence document.
    static let evidenceSubject = "evidence.json (RFC 8785, without signature)"
    /// Who judged.
    static let verifier = "https://governor.dev/gate"
    /// What a build that passed was found to meet; no SLSA level, which is about how something was built.
    static let level = "GOVERNOR_GATE"

    /// The statement.
    let statement: Statement

    /// Makes the statement of a run.
    init(of run: GateRun, evidence: GateEvidence) {
        let report = run.report
        let policy = "\(report.policy.id)@\(report.policy.version)"
        let summary = VerificationSummary(
            verifier: Self.verifier, time: report.time,
            resourceURI: "urn:governor:build:\(run.buildID.percentEncoded(keeping: "/:"))",
            policy: VerificationSummary.Resource(
                uri: "urn:governor:policy:\(policy.percentEncoded(keeping: "@"))", sha256: run.policy.fileDigest),
            result: report.outcome == .pass ? .passed : .failed, levels: [Self.level])
        statement = summary.statement(
            about: [Statement.Subject(name: Self.evidenceSubject, sha256: evidence.digest)]
                + run.artifacts.map { Statement.Subject(name: $0.name, sha256: $0.digest) }
                + [Statement.Subject(name: run.policy.name, sha256: run.policy.fileDigest)])
    }

    /// The signed envelope as JSON.
    func signed(by key: SigningKey) throws(JSONError) -> JSONValue { try statement.signed(by: key).json }
}
