public import GovernorCore

/// How much of the payloads a pack shows.
public enum PackDisclosure: Sendable {
    /// Nothing: the leaves only.
    case nothing
    /// The members at these pointers, where they are disclosable.
    case fields([JSONPointer])
    /// The whole payloads.
    case payloads
}

extension LedgerReader {
    /// Collects evidence about facts for somebody who does not have the ledger.
    ///
    /// All receipts are under one checkpoint, so that the pack cannot show two histories.
    /// - Parameters:
    ///   - ids: The facts.
    ///   - disclosure: How much of their payloads to show.
    ///   - streams: Streams of which the facts are all between the first and the last.
    /// - Throws: ``LedgerReadError/unknownFact(_:)`` for a fact that is not under the published checkpoint.
    public func pack(
        _ ids: [UUIDv7], showing disclosure: PackDisclosure, streams: [StreamName] = []
    ) async throws -> EvidencePack {
        let checkpoint = checkpoint
        var indexes: Set<UInt64> = []
        for id in ids {
            guard let index = try await index(of: id), index < checkpoint.checkpoint.size else {
                throw LedgerReadError.unknownFact(id)
            }
            indexes.insert(index)
        }
        var entries: [EvidencePack.Entry] = []
        for index in indexes.sorted() { entries.append(try await entry(index, disclosure, under: checkpoint)) }
        return EvidencePack(entries: entries, streams: streams)
    }

    private func entry(
        _ index: UInt64, _ disclosure: PackDisclosure, under checkpoint: SignedCheckpoint
    ) async throws -> EvidencePack.Entry {
        let receipt = try await receipt(at: index, under: checkpoint)
        let (leaf, opening) = try await entry(at: index)
        switch opening {
        case .opened(let opened):
            let value = try JSONValue(parsing: opened.canonical)
            switch disclosure {
            case .nothing: return EvidencePack.Entry(receipt: receipt)
            case .payloads:
                return EvidencePack.Entry(
                    receipt: receipt, payload: EvidencePack.Disclosure(value: value, salt: opened.salt))
            case .fields(let pointers):
                return EvidencePack.Entry(
                    receipt: receipt, fields: Self.fields(pointers, of: leaf.content, value, opened.fieldSalts))
            }
        case .missing, .keyDestroyed:
            return EvidencePack.Entry(
                receipt: receipt, erasure: try await erasure(of: leaf.content.id, under: checkpoint))
        case .damaged: throw LedgerReadError.damagedPayload(leaf.content.id)
        }
    }

    private static func fields(
        _ pointers: [JSONPointer], of content: LeafContent, _ payload: JSONValue, _ salts: [Salt]
    ) -> [(pointer: JSONPointer, disclosure: EvidencePack.Disclosure)] {
        zip(content.fields, salts).compactMap { field, salt in
            guard pointers.contains(field.pointer), let value = field.pointer.value(in: payload) else { return nil }
            return (field.pointer, EvidencePack.Disclosure(value: value, salt: salt))
        }
    }

    /// The record of a fact's erasure, found by going through the erasures, newest first.
    private func erasure(of id: UUIDv7, under checkpoint: SignedCheckpoint) async throws -> EvidencePack.Erasure? {
        var query = FactQuery()
        query.types = [.erasure]
        query.order = .newestFirst
        var cursor: FactCursor?
        repeat {
            let page = try await facts(matching: query, after: cursor, limit: Self.pageLimit)
            for fact in page.facts where fact.leaf.content.links.contains(where: { $0.id == id }) {
                guard case .opened(let opened) = try await entry(at: fact.index).payload else { continue }
                return EvidencePack.Erasure(
                    receipt: try await receipt(at: fact.index, under: checkpoint),
                    payload: EvidencePack.Disclosure(
                        value: try JSONValue(parsing: opened.canonical), salt: opened.salt))
            }
            cursor = page.next
        } while cursor != nil
        return nil
    }
}

/// Why something cannot be read from a ledger.
public enum LedgerReadError: GovernorError, Equatable {
    /// No fact of this id is under the published checkpoint.
    case unknownFact(UUIDv7)
    /// No fact of the stream is under the published checkpoint.
    case emptyStream(StreamName)
    /// The fact's payload is stored and cannot be read.
    case damagedPayload(UUIDv7)

    public var code: String {
        switch self {
        case .unknownFact: "ledger.unknown-fact"
        case .emptyStream: "ledger.empty-stream"
        case .damagedPayload: "ledger.damaged-payload"
        }
    }

    public var message: String {
        switch self {
        case .unknownFact(let id): "there is no fact \(id) under the latest checkpoint"
        case .emptyStream(let stream): "there is no fact of stream '\(stream)' under the latest checkpoint"
        case .damagedPayload(let id): "the payload of \(id) is damaged"
        }
    }

    public var hint: String? {
        switch self {
        case .unknownFact: nil
        case .emptyStream: "check the name of the stream"
        case .damagedPayload: "run 'governor ledger fsck' to see the extent"
        }
    }
}
