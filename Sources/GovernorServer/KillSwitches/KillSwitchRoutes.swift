import GovernorCore
import GovernorLedger
import HTTPTypes
import Hummingbird

/// Stopping AI systems at run time, and letting them run again (S4.46).
struct KillSwitchRoutes {
    let desk: EvidenceDesk

    /// The most stops at a time: more than there are systems.
    static let limit = 10_000

    var routes: [Route] { [stop, list, start] }

    private var stop: Route {
        Route(
            id: "stopSystem", method: .post, path: "/api/v1/kill-switches",
            summary: "Stop a system: a model, one of its targets, or everything.",
            details: """
                From the answer on the gateway refuses requests for it with 503 and the code `system_stopped`, and answers \
                that are under way are cut off. It stays so, also after a restart, until every stop of the system is taken \
                back. The name of the system becomes part of the public log; the reason does not.
                """,
            access: .anyOf([.systemStop]), parameters: [.idempotencyKey], body: .newStop,
            answers: [
                .json(.stop, "It is stopped, and that is durable.", status: .created, headers: [.receipt]),
                .problem(.conflict, "The idempotency key was used for other content."),
                .problem(.serviceUnavailable, "Too many stops, or it cannot be recorded: then nothing is stopped."),
            ],
            respond: { [desk] request in try await Self.stop(request, desk) })
    }

    private static func stop(_ request: CheckedRequest, _ desk: EvidenceDesk) async throws -> Response {
        guard let system = request.body["system"]?.string, let reason = request.body["reason"]?.string else {
            throw Problem.internal
        }
        guard desk.stops.all.count < limit else { throw tooMany }
        let stored = try await desk.record(
            try KillSwitchFact.stop(of: system, reason), for: request, operation: "kill-switches")
        let stop = SystemStop(id: stored.place.id, system: system, reason: reason, time: stored.time)
        // What a repeated request has stopped before may have been started since.
        if !stored.place.isReplay { desk.stops.add(stop) }
        return Response(json: json(stop), status: .created, headers: stored.receipt)
    }

    private var list: Route {
        Route(
            id: "listStops", method: .get, path: "/api/v1/kill-switches",
            summary: "List what is stopped, oldest first.",
            access: .anyOf([.systemStop, .evidenceRead]), answers: [.json(.stops, "What is stopped.")],
            respond: { [desk] _ in Response(json: ["items": .array(desk.stops.all.map(json))]) })
    }

    private var start: Route {
        Route(
            id: "startSystem", method: .delete, path: "/api/v1/kill-switches/{id}",
            summary: "Take a stop back. The system runs again when none of its stops is left.",
            access: .anyOf([.systemStop]),
            parameters: [
                .path("id", .identifier, "The stop's id."),
                .query("reason", .string(.text(1...reasonLength)), "Why; for the record."),
            ],
            answers: [
                .json(.stop, "It is taken back, and that is durable.", headers: [.receipt]),
                .problem(.notFound, "Nothing is stopped by this id."),
            ],
            respond: { [desk] request in
                let id = try request.identifier()
                guard let stop = desk.stops.all.first(where: { $0.id == id }) else { throw Self.unknown }
                let stored = try await desk.record(
                    KillSwitchFact.start(after: stop, request.text("reason")), for: request,
                    operation: "kill-switches")
                desk.stops.remove(id)
                return Response(json: json(stop), headers: stored.receipt)
            })
    }

    private static let unknown = Problem(
        .notFound, "kill-switch.unknown", "nothing is stopped by this id",
        hint: "list what is stopped with GET /api/v1/kill-switches")
    private static let tooMany = Problem(
        .serviceUnavailable, "kill-switch.too-many", "there are \(limit) stops already",
        hint: "stop everything with '*', or take stops back")
}

/// The most characters of a reason.
private let reasonLength = 4096

private func json(_ stop: SystemStop) -> JSONValue {
    [
        "id": .string(stop.id.description), "system": .string(stop.system),
        "reason": stop.reason.map(JSONValue.string) ?? .null, "created_at": .string(stop.time.description),
    ]
}

extension Schema {
    fileprivate static let newStop = Schema.named(
        "NewStop",
        .object(
            .required(
                "system", .string(.label),
                "A model's name, a target's, all that begin so with a `*` at the end, or `*` for everything."),
            .required("reason", .string(.text(1...reasonLength)), "Why; kept encrypted with the record.")))

    fileprivate static let stop = Schema.named(
        "Stop",
        .object(
            .required("id", .string(.identifier), "The stop's id, also its receipt's."),
            .required("system", .string(.label), "What is stopped."),
            .required("reason", .optional(.string(.text(0...reasonLength))), "Why; null once erased."),
            .required("created_at", .string(.dateTime), "Since when.")))

    fileprivate static let stops = Schema.named(
        "Stops",
        .object(
            .required("items", .array(of: .stop, count: 0...KillSwitchRoutes.limit), "The stops, oldest first.")))
}
