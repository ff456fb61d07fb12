import GovernorCore
import GovernorLedger
import HTTPTypes
import Testing

@testable import GovernorServer

@Suite struct IncidentTests {
    @Test(arguments: [
        ("low", "low"), ("Medium", "medium"), ("HIGH", "high"), ("critical", "critical"), ("SEV1", "critical"),
        ("sev2", "high"), ("Sev3", "medium"), ("SEV4", "low"),
    ])
    func `S3.18: an incident of any spelling is answered with 201, id, time and a link that works`(
        severity: String, canonical: String
    ) async throws {
        let service = try await TestService()
        try await service.run { caller in
            let reply = try await caller.send(
                .post, "/incident",
                ["severity": .string(severity), "description": "harmful answer", "refs": ["JIRA-7"]], as: .service)
            #expect(reply.status == 201)
            #expect(reply.json.object?.keys.sorted() == ["created_at", "id", "link"])
            #expect(reply.headers[.governorReceipt] == reply.json["id"]?.string)
            let incident = try await caller.send(.get, reply.json["link"]?.string ?? "", as: .compliance).json
            #expect(incident["severity"]?.string == canonical)
            #expect(incident["status"] == "open")
            #expect(incident["description"] == "harmful answer")
            #expect(incident["refs"] == ["JIRA-7"])
            #expect(incident["created_at"] == reply.json["created_at"])
        }
    }

    @Test func `G.15: an incident is linked to the recorded facts among its references`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let submitted = try await caller.submit(["artifactType": "a", "modelVersion": "m"])
            let fact = try #require(submitted["id"]?.string)
            let unknown = "0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70"
            let opened = try await caller.send(
                .post, "/v1/incident",
                [
                    "severity": "low", "description": "d",
                    "refs": [.string(fact), .string(unknown), "https://example.com/1", .string(fact)],
                ])
            let id = opened.json["id"]?.string ?? ""
            for path in ["/incident/\(id)", "/v1/incident/\(id)", "/api/v1/incidents/\(id)"] {
                #expect(try await caller.send(.get, path).json["links"] == [.string(fact)])
            }
            #expect(try await caller.send(.get, "/incident/\(fact)").status == 404)
        }
    }

    @Test func `G.15: incidents are listed, other facts are not`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            _ = try await caller.submit(["artifactType": "a", "modelVersion": "m"])
            _ = try await caller.send(.post, "/incident", ["severity": "low", "description": "first"])
            let list = try await caller.send(.get, "/api/v1/incidents").json
            #expect(list["items"]?.array?.map { $0["description"] } == ["first"])
            #expect(list["next_cursor"] == .null)
        }
    }

    @Test func `an erased incident stays, without its words`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let opened = try await caller.send(.post, "/incident", ["severity": "low", "description": "Jane Roe"]).json
            let id = try #require(opened["id"]?.string.flatMap { UUIDv7($0) })
            let erasure = ErasureRequest(.facts([id]), basis: "gdpr:art-17", approver: "dpo", actor: "compliance-1")
            _ = try await service.ledger.erase(erasure)
            let incident = try await caller.send(.get, "/incident/\(id)")
            #expect(incident.status == 200)
            #expect(incident.json["description"] == .null)
            #expect(try await caller.send(.get, "/evidence/\(id)").json["payload_state"] == "erased")
        }
    }
}
