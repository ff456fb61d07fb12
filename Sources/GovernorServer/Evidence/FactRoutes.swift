import GovernorCore
import HTTPTypes
import Hummingbird

/// Recording facts of other programs, such as the gate in a pipeline.
struct FactRoutes {
    let desk: EvidenceDesk

    /// The most subjects and links of a fact: with names of 256 bytes they fit into a leaf of 65,535.
    static let subjectLimit = 64
    static let linkLimit = 32

    var routes: [Route] {
        [
            Route(
                id: "recordFact", method: .post, path: "/api/v1/facts", aliases: ["/v1/facts"],
                summary: "Record a fact, such as a gate run.",
                details: "Names of subjects and of the policy become part of the public log; the payload does not.",
                access: .anyOf([.evidenceWrite]), parameters: [.idempotencyKey], body: .newFact,
                answers: [
                    .json(.recordedFact, "The fact is durable.", status: .created, headers: [.receipt]),
                    .problem(.conflict, "The idempotency key was used for other content."),
                ],
                respond: { [desk] request in try await Self.record(request, desk) })
        ]
    }

    private static func record(_ request: CheckedRequest, _ desk: EvidenceDesk) async throws -> Response {
        let body = request.body
        guard let type = body["type"]?.string.flatMap({ FactType($0) }), let payload = body["payload"] else {
            throw Problem.internal
        }
        let draft = EvidenceDesk.Draft(
            type: type, stream: body["stream"]?.string.flatMap { StreamName($0) } ?? defaultStream(of: type),
            subjects: elements(of: body["subjects"], Fact.Subject.init),
            policy: body["policy"].flatMap(PolicyReference.init), payload: payload,
            disclosable: type == "gate.run" ? gateDisclosable : [],
            links: elements(of: body["links"], Fact.Link.init))
        let stored = try await desk.record(draft, for: request, operation: "facts")
        return Response(
            json: [
                "id": .string(stored.place.id.description), "index": .integer(stored.place.index),
                "sequence": .integer(stored.place.sequence),
            ], status: .created, headers: stored.receipt)
    }

    /// What an outsider may be shown of a gate run without the rest, as when the gate itself writes the ledger.
    private static let gateDisclosable = ["/build_id", "/outcome", "/policy_version"].compactMap { JSONPointer($0) }

    private static func defaultStream(of type: FactType) -> StreamName { type == "gate.run" ? "gate" : "evidence" }

    /// The body has been checked against its schema, so no element is lost here.
    private static func elements<Element>(
        of value: JSONValue?, _ make: (JSONValue) -> Element?
    ) -> [Element] { value?.array?.compactMap(make) ?? [] }
}

extension Fact.Subject {
    fileprivate init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let digest = json["sha256"]?.string.flatMap(Digest.init(hex:)) else {
            return nil
        }
        self.init(name: name, digest: digest)
    }
}

extension Fact.Link {
    fileprivate init?(_ json: JSONValue) {
        guard let relation = json["rel"]?.string, let id = json["id"]?.string.flatMap({ UUIDv7($0) }) else {
            return nil
        }
        self.init(relation: relation, id: id)
    }
}

extension PolicyReference {
    fileprivate init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let version = json["version"]?.string,
            let digest = json["sha256"]?.string.flatMap(Digest.init(hex:))
        else { return nil }
        self.init(id: id, version: version, digest: digest)
    }
}

extension Schema {
    fileprivate static let newFact = Schema.named(
        "NewFact",
        .object(
            .required("type", .string(.recordableType), "`gate.run`, or a type that begins with `evidence.`."),
            .optional("stream", .string(.plainName), "The sequence it belongs to, usually the system's id."),
            .optional(
                "subjects", .array(of: .newSubject, count: 0...FactRoutes.subjectLimit), "The artifacts it is about."),
            .optional("policy", .optional(.policyReference), "The policy that was applied."),
            .required(
                "payload", .map(of: .any(describing: "Any value; numbers that a double holds exactly.")),
                "What happened in full."),
            .optional("links", .array(of: .link, count: 0...FactRoutes.linkLimit), "Facts it follows from.")))

    private static let newSubject = Schema.object(
        .required("name", .string(.label), "The artifact's name."),
        .required("sha256", .string(.sha256), "Its SHA-256."))

    fileprivate static let recordedFact = Schema.named(
        "RecordedFact",
        .object(
            .required("id", .string(.identifier), "The fact's id."),
            .required("index", .integer(0...Int64.max), "Its place in the log."),
            .required("sequence", .integer(1...Int64.max), "Its number in the stream.")))
}
