public import GovernorCore

extension Ledger {
    /// The stream of what the ledger itself records.
    public static let ownStream: StreamName = "ledger"

    /// A fact of the ledger itself, of now.
    func ownFact(
        _ type: FactType, actor: String, payload: JSONValue, disclosable: [JSONPointer] = [], links: [Fact.Link] = []
    ) -> Fact {
        var generator = ByteGenerator(random)
        let now = clock()
        return Fact(
            id: UUIDv7(at: now, using: &generator), type: type, time: now, stream: Self.ownStream, actor: actor,
            payload: payload, disclosable: disclosable, links: links)
    }
}

/// Feeds what wants a generator from what yields bytes.
private struct ByteGenerator: RandomNumberGenerator {
    private let random: RandomBytes

    init(_ random: @escaping RandomBytes) { self.random = random }

    mutating func next() -> UInt64 { random(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
