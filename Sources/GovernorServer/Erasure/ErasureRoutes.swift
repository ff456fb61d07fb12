import GovernorCore
import GovernorLedger
import HTTPTypes
import Hummingbird

/// Erasing payloads while the service has the ledger open (S2.14; GDPR, Article 17).
struct ErasureRoutes {
    let desk: EvidenceDesk

    /// The most facts that one request names.
    fileprivate static let factLimit = 1000

    var routes: [Route] {
        [
            Route(
                id: "erase", method: .post, path: "/api/v1/erasures", aliases: ["/v1/erasures"],
                summary: "Erase what is recorded about a data subject, or the payloads of single facts.",
                details: """
                    There is no way back. Payloads and their salts are destroyed, and of a data subject (the `user_id` of \
                    decisions) the keys too, so that backups of the database cannot be read either. The leaves stay and \
                    their proofs still verify. The erasure is a fact of its own: with its basis, its approver and who did \
                    it, and without the data subject's name.
                    """,
                access: .anyOf([.evidenceErase]), body: .newErasure,
                answers: [
                    .json(.erasure, "It is erased, and that is durable.", status: .created, headers: [.receipt]),
                    .problem(
                        .accepted,
                        "It is erased and recorded; a journal that is being read holds bytes of it until it is wiped."),
                    .problem(.notFound, "No such fact, or nothing that could be erased."),
                    .problem(.conflict, "A fact of the ledger itself, which is never erased."),
                ],
                respond: { [desk] request in try await Self.erase(request, desk) })
        ]
    }

    private static func erase(_ request: CheckedRequest, _ desk: EvidenceDesk) async throws -> Response {
        let order = try order(request)
        do {
            let records = try await desk.ledger.erase(order)
            return try await confirm(records.map(\.id), desk)
        } catch LedgerReadError.unknownFact {
            throw Problem.unknownFact
        } catch let error as LedgerError {
            throw try await problem(error, desk)
        } catch {
            throw failure(error, desk)
        }
    }

    /// The body has been checked against its schema.
    private static func order(_ request: CheckedRequest) throws(Problem) -> ErasureRequest {
        let body = request.body
        let subject = body["data_subject"]?.string
        let facts = body["facts"]?.array?.compactMap { $0.string.flatMap { UUIDv7($0) } }
        guard let basis = body["basis"]?.string, let approver = body["approver"]?.string else { throw .internal }
        let target: ErasureRequest.Target
        switch (subject, facts) {
        case (let subject?, nil): target = .dataSubject(subject)
        case (nil, let facts?): target = .facts(facts)
        default: throw .internal
        }
        return ErasureRequest(target, basis: basis, approver: approver, actor: request.principal.id)
    }

    private static func problem(_ error: LedgerError, _ desk: EvidenceDesk) async throws -> any Error {
        switch error {
        case .nothingToErase: return Problem(.notFound, error)
        case .notErasable: return Problem(.conflict, error)
        case .wipePending(let erasures):
            _ = try await confirm(erasures, desk)
            return Problem(.accepted, error)
        default: return failure(error, desk)
        }
    }

    /// Some of what was asked for may have been erased before it failed.
    private static func failure(_ error: any Error, _ desk: EvidenceDesk) -> RecordingError {
        desk.board.forget { _ in true }
        return RecordingError(cause: error)
    }

    /// Says what was erased, as the erasures' own facts have it, and lets go of what was derived from it.
    private static func confirm(_ erasures: [UUIDv7], _ desk: EvidenceDesk) async throws -> Response {
        var records: [JSONValue] = []
        var erased: [UUIDv7] = []
        var keys = 0
        for id in erasures {
            guard let fact = try await desk.ledger.reader.fact(id), case .present(let payload) = fact.payload else {
                throw Problem.internal
            }
            records.append(["id": .string(id.description), "index": .integer(fact.index)])
            erased += fact.leaf.content.links.map(\.id)
            keys += payload["keys_destroyed"]?.array?.count ?? 0
            desk.events.increment()
        }
        let gone = Set(erased)
        desk.board.forget { gone.contains($0) }
        return Response(
            json: [
                "erasures": .array(records), "erased": .array(erased.map { .string($0.description) }),
                "keys_destroyed": .integer(keys),
            ], status: .created, headers: erasures.first.map { [.governorReceipt: $0.description] } ?? [:])
    }
}

extension Schema {
    fileprivate static let newErasure = Schema.named(
        "NewErasure",
        .object(
            exactlyOneOf: "data_subject", "facts",
            members: .optional(
                "data_subject", .string(.text(1...65_536)), "Whose payloads and keys; either this or `facts`."),
            .optional(
                "facts", .array(of: .string(.identifier), count: 1...ErasureRoutes.factLimit),
                "The facts whose payloads; either this or `data_subject`."),
            .required("basis", .string(.line), "The legal basis, such as `gdpr:art-17`."),
            .required("approver", .string(.line), "Who approved it.")))

    fileprivate static let erasure = Schema.named(
        "Erasure",
        .object(
            .required(
                "erasures",
                .array(
                    of: .object(
                        .required("id", .string(.identifier), "The fact's id."),
                        .required("index", .integer(0...Int64.max), "Its place in the log.")),
                    count: 1...Int(Int32.max)), "The facts that record it; one links to up to 400 others."),
            .required(
                "erased", .array(of: .string(.identifier), count: 0...Int(Int32.max)),
                "The facts whose payloads are gone."),
            .required("keys_destroyed", .integer(0...Int64.max), "How many keys are gone.")))
}
