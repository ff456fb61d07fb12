import GovernorCore

/// The facts about holds, and what they say.
enum HoldFact {
    private static let stream: StreamName = "holds"
    private static let created: FactType = "hold.created"
    private static let used: FactType = "hold.used"
    private static let ends: [Hold.State: FactType] = [
        .released: "hold.released", .edited: "hold.edited", .rejected: "hold.rejected", .expired: "hold.expired",
    ]

    static let types = [created, used] + ends.values.sorted { $0.text < $1.text }

    static func created(_ hold: Hold, _ content: HeldContent) -> Fact {
        var held: JSONObject = [
            "texts": .array(
                content.texts.map { text in
                    ["place": .string(text.place), "role": .string(text.role), "text": .string(text.text)]
                })
        ]
        if let answer = content.answer { held["answer"] = .string(Base64.encode(answer)) }
        return Fact(
            id: hold.id, type: created, time: hold.createdAt, stream: stream, actor: hold.key.principal,
            dataSubject: hold.userID,
            payload: [
                "stage": .string(hold.stage.rawValue), "model": .string(hold.model),
                "user_id": hold.userID.map(JSONValue.string) ?? .null, "requester": .string(hold.key.principal),
                "request_sha256": .string(hold.key.request.hex), "decision": .string(hold.decision.description),
                "life_ms": .integer(hold.life.milliseconds), "then": hold.isReleasedByExpiry ? "release" : "reject",
                "reasons": .array(content.reasons.map { .string($0) }), "content": .object(held),
            ], disclosable: [JSONPointer(tokens: ["stage"])],
            links: [Fact.Link(relation: "decision", id: hold.decision)])
    }

    static func ended(
        _ hold: Hold, _ outcome: Hold.State, by reviewer: String, reason: String?, edits: [HoldEdit]?, id: UUIDv7,
        time: Timestamp
    ) -> Fact {
        guard let type = ends[outcome] else { preconditionFailure("a wait does not end as \(outcome.rawValue)") }
        var payload: JSONObject = [
            "hold": .string(hold.id.description), "outcome": .string(outcome.rawValue), "reviewer": .string(reviewer),
        ]
        if let reason { payload["reason"] = .string(reason) }
        if outcome == .expired { payload["then"] = hold.isReleasedByExpiry ? "release" : "reject" }
        if let edits {
            payload["edits"] = .array(edits.map { ["place": .string($0.place), "text": .string($0.text)] })
        }
        return Fact(
            id: id, type: type, time: time, stream: stream, actor: reviewer, dataSubject: hold.userID,
            payload: .object(payload), disclosable: ["outcome", "reviewer"].map { JSONPointer(tokens: [$0]) },
            links: [Fact.Link(relation: "hold", id: hold.id)])
    }

    static func used(_ hold: Hold, by decision: UUIDv7, id: UUIDv7, time: Timestamp) -> Fact {
        Fact(
            id: id, type: used, time: time, stream: stream, actor: hold.key.principal, dataSubject: hold.userID,
            payload: ["hold": .string(hold.id.description), "decision": .string(decision.description)],
            links: [Fact.Link(relation: "hold", id: hold.id), Fact.Link(relation: "decision", id: decision)])
    }

    // MARK: Reading

    /// The hold that a fact begins; nil for other facts, and for one that is erased: nothing can be compared with it.
    static func hold(of fact: RecordedFact) -> Hold? {
        guard fact.leaf.content.type == created, case .present(let payload) = fact.payload,
            let stage = payload["stage"]?.string.flatMap(Stage.init), let requester = payload["requester"]?.string,
            let request = payload["request_sha256"]?.string.flatMap(Digest.init(hex:)),
            let decision = payload["decision"]?.string.flatMap({ UUIDv7($0) }),
            let life = payload["life_ms"]?.number?.integer
        else { return nil }
        return Hold(
            id: fact.id, key: HoldKey(principal: requester, request: request), stage: stage,
            model: payload["model"]?.string ?? "", userID: payload["user_id"]?.string, decision: decision,
            createdAt: fact.leaf.content.time, life: .milliseconds(life),
            isReleasedByExpiry: payload["then"]?.string == "release")
    }

    /// The hold that a later fact is about.
    static func subject(of fact: RecordedFact) -> UUIDv7? {
        fact.leaf.content.links.first { $0.relation == "hold" }?.id
    }

    /// What a fact says about the end of a wait; nil for other facts.
    static func review(of fact: RecordedFact) -> Hold.Review? {
        guard let state = ends.first(where: { $0.value == fact.leaf.content.type })?.key else { return nil }
        var reviewer = ""
        if case .present(let payload) = fact.payload { reviewer = payload["reviewer"]?.string ?? "" }
        return Hold.Review(state: state, reviewer: reviewer, time: fact.leaf.content.time, fact: fact.id)
    }

    static func content(of payload: JSONValue) -> HeldContent? {
        guard let held = payload["content"], let texts = held["texts"]?.array else { return nil }
        var answer: [UInt8]?
        if let text = held["answer"]?.string {
            guard let bytes = Base64.decode(text) else { return nil }
            answer = bytes
        }
        return HeldContent(
            texts: texts.compactMap { text in
                guard let place = text["place"]?.string, let role = text["role"]?.string,
                    let words = text["text"]?.string
                else { return nil }
                return HeldText(place: place, role: role, text: words)
            }, reasons: payload["reasons"]?.array?.compactMap(\.string) ?? [], answer: answer)
    }

    static func edits(of payload: JSONValue) -> [String: String]? {
        payload["edits"]?.array.map { edits in
            Dictionary(
                edits.compactMap { edit in
                    edit["place"]?.string.flatMap { place in edit["text"]?.string.map { (place, $0) } }
                },
                uniquingKeysWith: { _, last in last })
        }
    }
}
