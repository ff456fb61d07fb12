import GovernorCore
import GovernorLedger
import HTTPTypes
import Testing

@testable import GovernorServer

@Suite struct KillSwitchTests {
    private static let path = "/api/v1/kill-switches"

    private func stop(_ caller: Caller, _ system: String = "gpt-4o") async throws -> Reply {
        try await caller.send(.post, Self.path, ["system": .string(system), "reason": "INC-42: Jane Roe complains"])
    }

    @Test func `S4.46: a stop holds as soon as it is answered, and is a fact`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let reply = try await stop(caller)
            #expect(reply.status == 201 && reply.headers[.governorReceipt] == reply.json["id"]?.string)
            #expect(service.stops.stop(of: ["gpt-4o"])?.id.description == reply.json["id"]?.string)
            let fact = try await caller.send(.get, "/evidence/\(reply.json["id"]?.string ?? "")").json
            #expect(fact["type"] == "system.stopped" && fact["stream"] == "kill-switches")
            #expect(fact["subjects"]?.array?.map { $0["name"] } == ["gpt-4o"])
            let list = try await caller.send(.get, Self.path, as: .auditor).json
            #expect(list["items"] == [reply.json])
        }
    }

    @Test func `S4.46: a stop is taken back by its id, once`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let (first, second) = (try await stop(caller).json, try await stop(caller).json)
            let path = "\(Self.path)/\(first["id"]?.string ?? "")"
            let reply = try await caller.send(.delete, "\(path)?reason=closed")
            #expect(reply.status == 200 && reply.json == first)
            #expect(service.stops.all.map(\.id.description) == [second["id"]?.string])
            let again = try await caller.send(.delete, path)
            #expect(again.status == 404 && again.code == "kill-switch.unknown")
        }
    }

    @Test(arguments: Role.allCases.filter { $0 != .admin })
    func `only administrators stop and start systems`(role: Role) async throws {
        let service = try await TestService()
        try await service.run { caller in
            let body: JSONValue = ["system": "*", "reason": "r"]
            #expect(try await caller.send(.post, Self.path, body, as: role).status == 403)
            let id = try await stop(caller).json["id"]?.string ?? ""
            #expect(try await caller.send(.delete, "\(Self.path)/\(id)", as: role).status == 403)
            #expect(service.stops.all.count == 1)
        }
    }

    @Test(arguments: [
        #"{"system":"","reason":"r"}"#, #"{"system":"m"}"#, #"{"system":"a\nb","reason":"r"}"#,
        #"{"system":"m","reason":"r","x":1}"#,
    ])
    func `a stop that does not say what and why is refused`(body: String) async throws {
        let service = try await TestService()
        try await service.run { caller in
            let reply = try await caller.send(
                .post, Self.path, text: body, headers: [.contentType: "application/json"])
            #expect(reply.status == 400 || reply.status == 422)
            #expect(service.stops.all.isEmpty)
        }
    }

    @Test func `S4.46: what is stopped stays so after a restart, also when its reason was erased`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let (first, second) = (try await stop(caller, "a").json, try await stop(caller, "b").json)
            _ = try await stop(caller, "*")
            _ = try await caller.send(.delete, "\(Self.path)/\(first["id"]?.string ?? "")")
            let id = try #require(second["id"]?.string.flatMap { UUIDv7($0) })
            _ = try await service.ledger.erase(
                ErasureRequest(.facts([id]), basis: "gdpr:art-17", approver: "dpo", actor: "admin-1"))
            let found = try await SystemStops.open(service.ledger.reader).all
            #expect(found.map(\.system) == ["b", "*"])
            #expect(found.map { $0.reason == nil } == [true, false] && found[0].id == id)
        }
    }

    @Test func `a request that is repeated stops nothing that was started since`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let key = HTTPFields([HTTPField(name: .init("Idempotency-Key")!, value: "k-1")])
            let body: JSONValue = ["system": "m", "reason": "r"]
            let first = try await caller.send(.post, Self.path, body, headers: key).json
            _ = try await caller.send(.delete, "\(Self.path)/\(first["id"]?.string ?? "")")
            let again = try await caller.send(.post, Self.path, body, headers: key)
            #expect(again.status == 201 && again.json["id"] == first["id"] && service.stops.all.isEmpty)
        }
    }
}
