import GovernorCore
import GovernorLedger
import HTTPTypes
import Hummingbird

/// Opening incidents (S3.18) and reading them.
struct IncidentRoutes {
    let desk: EvidenceDesk

    /// The most references of an incident; as links they fit into its leaf.
    fileprivate static let referenceLimit = 100

    private static let opened: FactType = "incident.opened"

    var routes: [Route] { [open, list, look] }

    private var open: Route {
        Route(
            id: "openIncident", method: .post, path: "/api/v1/incidents", aliases: ["/incident", "/v1/incident"],
            summary: "Open an incident.", access: .anyOf([.incidentReport]), parameters: [.idempotencyKey],
            body: .newIncident,
            answers: [
                .json(.openedIncident, "The incident is recorded.", status: .created, headers: [.receipt]),
                .problem(.conflict, "The idempotency key was used for other content."),
            ],
            respond: { [desk] request in try await Self.open(request, desk) })
    }

    private static func open(_ request: CheckedRequest, _ desk: EvidenceDesk) async throws -> Response {
        guard let severity = request.body["severity"]?.string.flatMap(Severity.init(parsing:)) else {
            throw Problem.internal
        }
        let references = request.body["refs"] ?? []
        let draft = EvidenceDesk.Draft(
            type: opened, stream: "incidents",
            payload: [
                "severity": .string(severity.rawValue), "description": request.body["description"] ?? "",
                "refs": references,
            ],
            links: try await links(to: references, in: desk.ledger.reader))
        let stored = try await desk.record(draft, for: request, operation: "incidents")
        let id = stored.place.id.description
        return Response(
            json: [
                "id": .string(id), "created_at": .string(stored.time.description),
                "link": .string("/api/v1/incidents/\(id)"),
            ], status: .created, headers: stored.receipt)
    }

    /// References that are ids of recorded facts; the log then shows the relation, the others stay in the payload.
    private static func links(to references: JSONValue, in reader: LedgerReader) async throws -> [Fact.Link] {
        var links: [Fact.Link] = []
        for id in references.array?.compactMap({ $0.string.flatMap { UUIDv7($0) } }) ?? [] {
            if try await reader.index(of: id) != nil, !links.contains(where: { $0.id == id }) {
                links.append(Fact.Link(relation: "concerns", id: id))
            }
        }
        return links
    }

    private var list: Route {
        Route(
            id: "listIncidents", method: .get, path: "/api/v1/incidents", aliases: ["/incident", "/v1/incident"],
            summary: "List incidents, oldest first.", access: .anyOf([.evidenceRead, .incidentReport]),
            parameters: Page.parameters, answers: [.json(.page(of: .incident), "The incidents.")],
            respond: { [desk] request in
                var query = FactQuery()
                query.types = [Self.opened]
                return try await Page(request).answer(query, from: desk.ledger.reader, Self.json)
            })
    }

    private var look: Route {
        Route(
            id: "getIncident", method: .get, path: "/api/v1/incidents/{id}",
            aliases: ["/incident/{id}", "/v1/incident/{id}"], summary: "Read one incident.",
            access: .anyOf([.evidenceRead, .incidentReport]),
            parameters: [.path("id", .identifier, "The incident's id.")],
            answers: [.json(.incident, "The incident."), .problem(.notFound, "No such incident.")],
            respond: { [desk] request in
                guard let fact = try await desk.ledger.reader.fact(try request.identifier()),
                    fact.leaf.content.type == Self.opened
                else { throw Problem.unknownFact }
                return Response(json: Self.json(fact))
            })
    }

    private static func json(_ fact: RecordedFact) -> JSONValue {
        let payload: JSONValue = if case .present(let value) = fact.payload { value } else { .null }
        return [
            "id": .string(fact.id.description), "created_at": .string(fact.leaf.content.time.description),
            "status": "open", "severity": payload["severity"] ?? .null, "description": payload["description"] ?? .null,
            "refs": payload["refs"] ?? .null,
            "links": .array(fact.leaf.content.links.map { .string($0.id.description) }),
        ]
    }
}

extension Schema {
    private static let references = Schema.array(
        of: .string(.text(1...512)), count: 0...IncidentRoutes.referenceLimit)

    fileprivate static let newIncident = Schema.named(
        "NewIncident",
        .object(
            .required("severity", .string(.caseless(Severity.spellings)), "How bad; SEV4 is low, SEV1 is critical."),
            .required("description", .string(.text(1...16_384)), "What happened."),
            .optional("refs", references, "What it concerns: ids of facts, tickets, links.")))

    fileprivate static let openedIncident = Schema.named(
        "OpenedIncident",
        .object(
            .required("id", .string(.identifier), "The incident's id."),
            .required("created_at", .string(.dateTime), "When it was opened."),
            .required("link", .string(.text(1...256)), "The path at which it can be read.")))

    fileprivate static let incident = Schema.named(
        "Incident",
        .object(
            .required("id", .string(.identifier), "The incident's id."),
            .required("created_at", .string(.dateTime), "When it was opened."),
            .required("status", .words("open"), "Where it stands."),
            .required(
                "severity", .optional(.words("low", "medium", "high", "critical")), "How bad; null once erased."),
            .required("description", .optional(.string(.text(0...16_384))), "What happened; null once erased."),
            .required("refs", .optional(references), "What it concerns; null once erased."),
            .required(
                "links", .array(of: .string(.identifier), count: 0...IncidentRoutes.referenceLimit),
                "Recorded facts among them.")))
}
