import GovernorCore
import GovernorLedger
import HTTPTypes
import Hummingbird

/// Reviewing what the gateway holds.
struct HoldRoutes {
    let desk: EvidenceDesk

    /// The most holds of a page, and how many when nothing else is asked for.
    static let pageLimit: ClosedRange<Int64> = 1...100
    private static let defaultLimit = 50

    var routes: [Route] { [list, look, release, edit, reject] }

    private var list: Route {
        Route(
            id: "listHolds", method: .get, path: "/api/v1/holds",
            summary: "List what waits for review, or has waited, newest first.",
            details: "Without texts. A hold is listed until 30 days after it ended; its facts stay.",
            access: .anyOf([.holdReview, .evidenceRead]),
            parameters: [
                .query("state", .string(.words(Hold.State.allCases.map(\.rawValue))), "Where they stand."),
                .query("cursor", .string(.identifier), "The `next_cursor` of the page before."),
                .query(
                    "limit", .integer(Self.pageLimit), "The most holds of the page; \(Self.defaultLimit) if left out."),
            ],
            answers: [.json(.holds, "The holds.")],
            respond: { [desk] request in
                try await desk.holds.expire()
                let limit = request.parameters["limit"]?.number?.integer.map(Int.init) ?? Self.defaultLimit
                let found = desk.holds.holds(
                    request.text("state").flatMap(Hold.State.init),
                    after: request.text("cursor").flatMap { UUIDv7($0) },
                    limit: limit + 1)
                let page = found.prefix(limit)
                let next = found.count > limit ? page.last?.id : nil
                return Response(
                    json: [
                        "items": .array(page.map { .object($0.json(at: desk.clock())) }),
                        "next_cursor": next.map { .string($0.description) } ?? .null,
                    ])
            })
    }

    private var look: Route {
        Route(
            id: "getHold", method: .get, path: "/api/v1/holds/{id}", summary: "Read one hold with its texts.",
            access: .anyOf([.holdReview]), parameters: [.path("id", .identifier, "The hold's id.")],
            answers: [.json(.holdDetails, "The hold."), .problem(.notFound, "No such hold.")],
            respond: { [desk] request in
                guard let hold = try await Self.hold(request, desk) else { throw Self.problem(.unknown) }
                return Response(json: try await Self.details(hold, desk))
            })
    }

    private var release: Route {
        review(
            "releaseHold", "release", "Let go on what is held, as it is.",
            "The client's same request, sent again, goes to the model once; a held answer is given until the hold expires.",
            body: .reason
        ) { _ in .release }
    }

    private var edit: Route {
        review(
            "editHold", "edit", "Let go on what is held, with other texts.",
            "Texts that are not named stay. In a request they take the place of the client's.",
            body: .holdEdits
        ) { body in
            .edit(
                body["edits"]?.array?.compactMap { edit in
                    guard let place = edit["place"]?.string, let text = edit["text"]?.string else { return nil }
                    return HoldEdit(place: place, text: text)
                } ?? [])
        }
    }

    private var reject: Route {
        review(
            "rejectHold", "reject", "Do not let go on what is held.",
            "The client's same request is refused until the hold expires, and then judged anew.", body: .reason
        ) { _ in .reject }
    }

    private func review(
        _ id: String, _ verb: String, _ summary: String, _ details: String, body: Schema,
        _ verdict: @escaping @Sendable (JSONValue) -> HoldVerdict
    ) -> Route {
        Route(
            id: id, method: .post, path: "/api/v1/holds/{id}/\(verb)", summary: summary, details: details,
            access: .anyOf([.holdReview]), parameters: [.path("id", .identifier, "The hold's id.")], body: body,
            answers: [
                .json(.hold, "It is decided, and that is durable.", headers: [.receipt]),
                .problem(.notFound, "No such hold."),
                .problem(.conflict, "It is decided already; of two who decide at a time the first counts."),
                .problem(.gone, "Its texts are erased."),
            ],
            respond: { [desk] request in
                guard let id = request.text("id").flatMap({ UUIDv7($0) }) else { throw Self.problem(.unknown) }
                let hold: Hold
                do {
                    hold = try await desk.holds.review(
                        id, verdict(request.body), by: request.principal, reason: request.body["reason"]?.string ?? "")
                } catch let error as HoldError {
                    throw Self.problem(error)
                } catch {
                    throw RecordingError(cause: error)
                }
                desk.events.increment()
                return Response(
                    json: .object(hold.json(at: desk.clock())),
                    headers: hold.review.map { [.governorReceipt: $0.fact.description] } ?? [:])
            })
    }

    private static func hold(_ request: CheckedRequest, _ desk: EvidenceDesk) async throws -> Hold? {
        guard let id = request.text("id").flatMap({ UUIDv7($0) }) else { return nil }
        do { return try await desk.holds.hold(id) } catch { throw RecordingError(cause: error) }
    }

    private static func details(_ hold: Hold, _ desk: EvidenceDesk) async throws -> JSONValue {
        var json = hold.json(at: desk.clock())
        var reason: JSONValue = .null
        if let review = hold.review, let fact = try await desk.ledger.reader.fact(review.fact),
            case .present(let payload) = fact.payload
        {
            reason = payload["reason"] ?? .null
        }
        json["review_reason"] = reason
        do {
            let (content, edits) = try await desk.holds.content(of: hold)
            json["reasons"] = .array(content.reasons.map { .string($0) })
            json["texts"] = .array(
                content.texts.map { text in
                    [
                        "place": .string(text.place), "role": .string(text.role), "text": .string(text.text),
                        "edited": edits[text.place].map(JSONValue.string) ?? .null,
                    ]
                })
        } catch HoldError.erased {
            (json["reasons"], json["texts"]) = (.null, .null)
        }
        return .object(json)
    }

    private static func problem(_ error: HoldError) -> Problem {
        switch error {
        case .unknown: Problem(.notFound, error)
        case .decided: Problem(.conflict, error)
        case .ownRequest: Problem(.forbidden, error)
        case .erased: Problem(.gone, error)
        case .unknownPlace: Problem(.badRequest, error)
        case .full: Problem(.serviceUnavailable, error)
        }
    }
}
