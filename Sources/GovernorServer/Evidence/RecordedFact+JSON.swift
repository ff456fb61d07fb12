import GovernorCore
import GovernorLedger

extension RecordedFact {
    /// The fact as the API shows it.
    var json: JSONValue {
        let content = leaf.content
        let (state, payload): (String, JSONValue) =
            switch self.payload {
            case .present(let value): ("present", withoutHeldTexts(value))
            case .erased: ("erased", .null)
            case .damaged: ("damaged", .null)
            }
        return [
            "id": .string(content.id.description), "type": .string(content.type.text),
            "time": .string(content.time.description), "stream": .string(content.stream.text),
            "sequence": .integer(leaf.sequence), "index": .integer(index), "actor": .string(content.actor.hex),
            "subjects": .array(
                content.subjects.map { ["name": .string($0.name), "sha256": .string($0.digest.hex)] }),
            "policy": content.policy.map(\.json) ?? .null,
            "links": .array(content.links.map { ["rel": .string($0.relation), "id": .string($0.id.description)] }),
            "payload_state": .string(state), "payload": payload,
        ]
    }
}

extension RecordedFact {
    /// A payload without what only reviewers of holds may read.
    private func withoutHeldTexts(_ payload: JSONValue) -> JSONValue {
        guard leaf.content.type.text.utf8.starts(with: "hold.".utf8), var members = payload.object else {
            return payload
        }
        for name in ["content", "edits", "reason"] { members[name] = nil }
        return .object(members)
    }
}

extension PolicyReference {
    fileprivate var json: JSONValue {
        ["id": .string(id), "version": .string(version), "sha256": .string(digest.hex)]
    }
}

extension Schema {
    /// A fact as the API shows it.
    static let fact = Schema.named(
        "Fact",
        .object(
            .required("id", .string(.identifier), "The fact's id, also its receipt's."),
            .required("type", .string(.plainName), "What happened."),
            .required("time", .string(.dateTime), "When."),
            .required("stream", .string(.plainName), "The sequence it belongs to: a system, a gateway."),
            .required("sequence", .integer(1...Int64.max), "Its number in the stream, without gaps."),
            .required("index", .integer(0...Int64.max), "Its place in the log."),
            .required("actor", .string(.sha256), "The keyed pseudonym of who caused it."),
            .required("subjects", .array(of: .subject, count: 0...10_000), "The artifacts it is about."),
            .required("policy", .optional(.policyReference), "The policy that was applied."),
            .required("links", .array(of: .link, count: 0...10_000), "Facts it follows from."),
            .required("payload_state", .words("present", "erased", "damaged"), "What became of the payload."),
            .required("payload", .any(describing: "What happened in full; null unless present."), "The payload.")))

    /// An artifact by its digest.
    static let subject = Schema.object(
        .required("name", .string(.text(1...256)), "The artifact's name."),
        .required("sha256", .string(.sha256), "Its SHA-256."))

    /// Which policy, exactly.
    static let policyReference = Schema.object(
        .required("id", .string(.label), "The policy's id."), .required("version", .string(.label), "Its version."),
        .required("sha256", .string(.sha256), "The SHA-256 of its canonical form."))

    /// A relation to another fact.
    static let link = Schema.object(
        .required("rel", .string(.plainName), "What the other fact is to this one."),
        .required("id", .string(.identifier), "The other fact."))
}
