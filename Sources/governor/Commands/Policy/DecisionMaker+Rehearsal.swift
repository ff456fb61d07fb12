import GovernorCore
import GovernorGateway
import GovernorInspect
import GovernorLedger
import GovernorPolicy

extension DecisionMaker {
    /// Decides as the gateway would, where nobody relies on it.
    ///
    /// The texts are made up, so no key has a secret to keep, and a fixed one makes every run the same.
    ///
    /// - Parameter corpus: The works that outputs must not repeat, if any.
    convenience init(rehearsing policy: Policy, corpus: CorpusIndex? = nil) throws {
        let key = RedactionKey(Array("governor rehearsal".utf8))
        try self.init(policy, corpus: corpus, digests: RedactionDigests(plain: Digest.sha256, keyed: key.pseudonym))
    }
}
