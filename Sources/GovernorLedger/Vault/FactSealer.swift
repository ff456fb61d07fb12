import GovernorCore

/// A fact ready for the sequencer: all cryptography done that does not depend on its place.
///
/// An object, because it goes from hand to hand: to the queue, into a batch, to the log's writer.
final class PreparedEntry: Sendable {
    let content: LeafContent
    let template: LeafTemplate
    let payload: SealedPayload
    /// The pseudonym of the caller's idempotency key.
    let idempotencyKey: Digest?
    /// What the entry erases, if it is an erasure.
    let erasure: ErasurePlan?

    init(
        content: LeafContent, template: LeafTemplate, payload: SealedPayload, idempotencyKey: Digest?,
        erasure: ErasurePlan?
    ) {
        self.content = content
        self.template = template
        self.payload = payload
        self.idempotencyKey = idempotencyKey
        self.erasure = erasure
    }
}

/// Turns facts into prepared entries; runs in the callers' tasks, in parallel.
struct FactSealer: Sendable {
    let vault: PayloadVault
    let pseudonyms: PseudonymKey
    let random: RandomBytes
    private let frequent: PseudonymCache

    init(vault: PayloadVault, pseudonyms: PseudonymKey, random: @escaping RandomBytes) {
        self.vault = vault
        self.pseudonyms = pseudonyms
        self.random = random
        frequent = PseudonymCache(pseudonyms)
    }

    /// Commits to and encrypts a fact; ``Ledger/write(_:idempotencyKey:erasure:)`` gives its key back.
    func prepare(_ fact: Fact, idempotencyKey: String?, erasure: ErasurePlan? = nil) async throws -> PreparedEntry {
        let owner =
            fact.dataSubject.map { pseudonyms.pseudonym(of: $0, as: .dataSubject) }
            ?? frequent.pseudonym(of: fact.stream.text, as: .stream)
        let (content, opened) = try commit(to: fact)
        let template = try LeafTemplate(content)
        let key = try await vault.key(ownedBy: owner)
        let payload: SealedPayload
        do { payload = try SealedPayload(opened, of: fact.id, under: key, random: random) } catch {
            vault.release(key.id)
            throw error
        }
        return PreparedEntry(
            content: content, template: template, payload: payload,
            idempotencyKey: idempotencyKey.map { pseudonyms.pseudonym(of: $0, as: .idempotencyKey) }, erasure: erasure)
    }

    /// Whether a recorded leaf and its payload say what a fact says; id and time may differ, a retry makes new ones.
    func matches(_ fact: Fact, leaf: LeafContent, payload: OpenedPayload) throws -> Bool {
        let fields = Self.fields(of: fact).map(\.pointer)
        let canonical = try fact.payload.exactCanonicalBytes()
        return fact.type == leaf.type && fact.stream == leaf.stream && fact.subjects == leaf.subjects
            && fact.policy == leaf.policy && fact.links == leaf.links && fields == leaf.fields.map(\.pointer)
            && frequent.pseudonym(of: fact.actor, as: .actor) == leaf.actor
            && canonical == payload.canonical
    }

    private func commit(to fact: Fact) throws -> (LeafContent, OpenedPayload) {
        let fields = Self.fields(of: fact)
        let canonical = try fact.payload.exactCanonicalBytes()
        guard canonical.count <= SealedPayload.maximumPayloadByteCount else {
            throw LedgerError.payloadTooLarge(byteCount: canonical.count)
        }
        var salts = salts(1 + fields.count)[...]
        let salt = salts.removeFirst()
        let commitments = try zip(fields, salts).map { field, salt in
            LeafContent.Field(
                pointer: field.pointer, commitment: Commitment(to: try field.value.exactCanonicalBytes(), salt: salt))
        }
        let content = try LeafContent(
            id: fact.id, type: fact.type, time: fact.time, stream: fact.stream,
            actor: frequent.pseudonym(of: fact.actor, as: .actor), subjects: fact.subjects, policy: fact.policy,
            payload: Commitment(to: canonical, salt: salt), fields: commitments, links: fact.links)
        return (content, OpenedPayload(canonical: canonical, salt: salt, fieldSalts: Array(salts)))
    }

    private func salts(_ count: Int) -> [Salt] {
        let drawn = random(count * Salt.byteCount)
        return (0..<count).compactMap { Salt(drawn[$0 * Salt.byteCount..<($0 + 1) * Salt.byteCount]) }
    }

    /// The disclosable members that the payload has, each once, in canonical order.
    ///
    /// A pointer to nothing is no error: one kind of fact names the same members whether or not each fact has them.
    private static func fields(of fact: Fact) -> [(pointer: JSONPointer, value: JSONValue)] {
        var fields: [(pointer: JSONPointer, value: JSONValue)] = []
        let sorted = fact.disclosable.map { (pointer: $0, text: $0.description) }
            .sorted { $0.text.precedesByUTF16($1.text) }
        for (pointer, _) in sorted where pointer != fields.last?.pointer {
            if let value = pointer.value(in: fact.payload) { fields.append((pointer, value)) }
        }
        return fields
    }
}
