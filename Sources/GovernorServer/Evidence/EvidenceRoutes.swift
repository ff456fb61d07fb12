import GovernorCore
import GovernorLedger
import HTTPTypes
import Hummingbird

/// Submitting evidence (S3.16) and looking it up (G.13).
struct EvidenceRoutes {
    let desk: EvidenceDesk

    var routes: [Route] { [submit, search, look] }

    private var submit: Route {
        Route(
            id: "submitEvidence", method: .post, path: "/api/v1/evidence", aliases: ["/evidence", "/v1/evidence"],
            summary: "Record evidence about a model.",
            details: """
                `evidence_hash` is the SHA-256 of the submitted body in canonical form (RFC 8785). It is stored with \
                the payload, which can be erased, and is not part of the public log. Metrics in `metadata`, such as \
                `{"quality": {"pass_at_5": 0.84}}`, feed the risk snapshot; texts there do not. A number that the \
                canonical form would change, as one of more than 15 digits may be, is refused.
                """,
            access: .anyOf([.evidenceWrite]), parameters: [.idempotencyKey], body: .evidence,
            answers: [
                .json(.evidenceAnswer, "The evidence is durable.", status: .created, headers: [.receipt]),
                .problem(.conflict, "The idempotency key was used for other content."),
            ],
            respond: { [desk] request in try await Self.submit(request, desk) })
    }

    private static func submit(_ request: CheckedRequest, _ desk: EvidenceDesk) async throws -> Response {
        let body = request.body
        guard let type = body["artifactType"]?.string.flatMap({ FactType("evidence.\($0.lowercased())") }),
            let hash = try EvidenceDesk.digest(of: body)
        else { throw Problem.internal }
        let content = body["contentRef"]?.string.flatMap(Digest.init(hex:))
        let draft = EvidenceDesk.Draft(
            type: type, stream: body["metadata"]?["system_id"]?.string.flatMap({ StreamName($0) }) ?? "evidence",
            subjects: content.map { [Fact.Subject(name: "content", digest: $0)] } ?? [],
            payload: ["evidence_hash": .string(hash.description), "submitted": body],
            disclosable: ["/evidence_hash", "/submitted/artifactType", "/submitted/modelVersion"]
                .compactMap { JSONPointer($0) })
        let stored = try await desk.record(draft, for: request, operation: "evidence")
        return Response(
            json: [
                "id": .string(stored.place.id.description), "evidence_hash": .string(hash.description),
                "stored_at": .string(stored.time.description),
            ], status: .created, headers: stored.receipt)
    }

    private var search: Route {
        Route(
            id: "searchEvidence", method: .get, path: "/api/v1/evidence",
            aliases: ["/evidence", "/v1/evidence", "/api/v1/facts", "/v1/facts"],
            summary: "Look for recorded facts, page by page, oldest first.",
            details: "Facts of every type, evidence and gate runs as well as decisions and incidents.",
            access: .anyOf([.evidenceRead]),
            parameters: [
                .query("event_type", .string(.plainName), "The type of fact, such as `gate.run`."),
                .query("system_id", .string(.plainName), "The stream that the fact belongs to."),
                .query("policy_id", .string(.label), "The id of the policy that was applied."),
            ] + Page.parameters,
            answers: [.json(.page(of: .fact), "The facts.")],
            respond: { [desk] request in
                var query = FactQuery()
                query.types = request.text("event_type").flatMap { FactType($0) }.map { [$0] } ?? []
                query.stream = request.text("system_id").flatMap { StreamName($0) }
                query.policyID = request.text("policy_id")
                return try await Page(request).answer(query, from: desk.ledger.reader) { $0.json }
            })
    }

    private var look: Route {
        Route(
            id: "getEvidence", method: .get, path: "/api/v1/evidence/{id}",
            aliases: ["/evidence/{id}", "/v1/evidence/{id}", "/api/v1/facts/{id}", "/v1/facts/{id}"],
            summary: "Read one recorded fact.", access: .anyOf([.evidenceRead]),
            parameters: [.path("id", .identifier, "The fact's id.")],
            answers: [.json(.fact, "The fact."), .problem(.notFound, "No such fact.")],
            respond: { [desk] request in
                guard let fact = try await desk.ledger.reader.fact(try request.identifier()) else {
                    throw Problem.unknownFact
                }
                return Response(json: fact.json)
            })
    }
}

extension Schema {
    fileprivate static let evidence = Schema.named(
        "Evidence",
        .object(
            .required("artifactType", .string(.artifactType), "What kind of artifact, such as `model_card`."),
            .required("modelVersion", .string(.line), "The model and its version."),
            .optional("metadata", .metadata, "Anything about the artifact; may hold metrics."),
            .optional(
                "contentRef", .optional(.string(.text(0...2048))),
                "Where the artifact is; `sha256:…` also pins it in the log.")))

    private static let metadata = Schema.object(
        ObjectForm(
            members: [.optional("system_id", .string(.plainName), "The system the model belongs to.")],
            others: .any(describing: "Metrics and other facts about the artifact; numbers that a double holds exactly.")
        ))

    fileprivate static let evidenceAnswer = Schema.named(
        "StoredEvidence",
        .object(
            .required("id", .string(.identifier), "The fact's id."),
            .required("evidence_hash", .string(.evidenceHash), "The SHA-256 of the submitted body's canonical form."),
            .required("stored_at", .string(.dateTime), "When it was recorded.")))
}
