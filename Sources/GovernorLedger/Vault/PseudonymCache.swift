import GovernorCore
import Synchronization

/// Remembers the pseudonyms of names that come again with every fact: of who acts, and of streams.
///
/// Data subjects and idempotency keys are not among them: they are many, and come once.
final class PseudonymCache: Sendable {
    private struct Name: Hashable {
        let text: ExactString
        let kind: PseudonymKey.Kind
    }

    /// The most names in memory; about 100 KB.
    private static let limit = 1024

    private let key: PseudonymKey
    private let known = Mutex([Name: Digest]())

    /// Remembers the pseudonyms under a key.
    init(_ key: PseudonymKey) { self.key = key }

    /// The pseudonym of a name.
    func pseudonym(of text: String, as kind: PseudonymKey.Kind) -> Digest {
        let name = Name(text: ExactString(text), kind: kind)
        if let pseudonym = known.withLock({ $0[name] }) { return pseudonym }
        let pseudonym = key.pseudonym(of: text, as: kind)
        known.withLock { known in
            if known.count >= Self.limit { known = [:] }
            known[name] = pseudonym
        }
        return pseudonym
    }
}
