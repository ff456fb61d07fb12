package import GovernorCore
package import GovernorLedger

/// The parts of a ledger in memory, kept so that tests can look at them, change them and open the ledger again.
package struct LedgerBench: Sendable {
    package let storage: InMemoryLedgerStorage
    package let keys: InMemoryWrappingKeyStore
    package let anchor: InMemoryAnchor
    package let signer: SigningKey
    package let pseudonyms: PseudonymKey
    package let random: RandomBytes

    /// Creates empty parts whose secrets follow from a seed.
    package init(
        seed: UInt64 = 1, origin: String = "example.com/log", storage: InMemoryLedgerStorage = InMemoryLedgerStorage(),
        anchor: InMemoryAnchor = InMemoryAnchor()
    ) throws {
        var generator = SeededGenerator(seed: seed)
        self.storage = storage
        self.anchor = anchor
        keys = InMemoryWrappingKeyStore()
        random = seededRandomBytes(seed)
        signer = SigningKey(generating: try KeyName(parsing: origin), using: &generator)
        pseudonyms = PseudonymKey(generatedBy: random)
        try anchor.begin(signer)
    }

    /// The parts.
    package var parts: LedgerParts {
        var parts = LedgerParts(
            storage: storage, wrappingKeys: keys, anchor: anchor, signer: signer, pseudonyms: pseudonyms)
        parts.random = random
        parts.clock = { Timestamp(millisecondsSince1970: 1_800_000_000_000) }
        return parts
    }

    /// Opens the ledger.
    package func open() async throws -> Ledger { try await Ledger.open(parts) }
}

/// Makes facts for tests.
package struct FactMaker: Sendable {
    private var generator: SeededGenerator
    private var time = Timestamp(millisecondsSince1970: 1_790_000_000_000)

    /// Creates a maker whose ids follow from a seed.
    package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// A decision about a prompt, a millisecond after the one before.
    package mutating func fact(
        _ type: FactType = "decision.prompt", stream: StreamName = "gateway", subject: String? = nil,
        payload: JSONValue = ["action": "block", "text": "call me at 555 0100"],
        disclosable: [JSONPointer] = [], links: [Fact.Link] = [], policy: PolicyReference? = nil
    ) -> Fact {
        time = time.advanced(byMilliseconds: 1)
        return Fact(
            id: UUIDv7(at: time, using: &generator), type: type, time: time, stream: stream, actor: "app-1",
            dataSubject: subject, policy: policy, payload: payload, disclosable: disclosable, links: links)
    }
}
