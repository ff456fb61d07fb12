import GovernorCore
import GovernorGateway
import GovernorInspect
import GovernorLedger
import GovernorPolicy

extension DecisionMaker {
    /// Decides as the gateway would, where nobody relies on it.
    ///
    /// The texts are made up, so no key has a secret to keep, and a fixed one makes every run the same.
    init(rehearsing policy: Policy) throws {
        let key = RedactionKey(Array("governor rehearsal".utf8))
        try self.init(policy, corpus: nil, digests: RedactionDigests(plain: Digest.sha256, keyed: key.pseudonym))
    }
}
