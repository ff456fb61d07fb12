import GovernorCore
import GovernorLedger
import GovernorTesting
import HTTPTypes
import Testing

@testable import GovernorServer

@Suite struct HoldTests {
    private static let planted = "transfer 9,000 to Marta Kovács"
    private static let place = "/messages/0/content"

    private func park(
        _ service: TestService, requester: String = "service-1", number: UInt8 = 1, user: String? = "user-7"
    ) async throws -> Hold {
        let decision = try #require(UUIDv7("0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70"))
        let request = try #require(Digest(bytes: [UInt8](repeating: number, count: 32)))
        return try await service.holds.park(
            HoldDraft(
                key: HoldKey(principal: requester, request: request), stage: .prompt, model: "gpt-4o", userID: user,
                decision: decision,
                content: HeldContent(
                    texts: [HeldText(place: Self.place, role: "user", text: Self.planted)],
                    reasons: ["large transfers are reviewed"])))
    }

    @Test func `holds are listed without texts, by where they stand and page by page`() async throws {
        let service = try await TestService()
        for number in 1...3 { _ = try await park(service, number: UInt8(number)) }
        try await service.run { caller in
            for role in [Role.compliance, .auditor, .admin] {
                let reply = try await caller.send(.get, "/api/v1/holds?state=pending", as: role)
                #expect(reply.status == 200 && reply.json["items"]?.array?.count == 3)
                #expect(!reply.text.contains("Marta") && !reply.text.contains("large transfers"))
            }
            #expect(try await caller.send(.get, "/api/v1/holds?state=rejected").json["items"] == [])
            let first = try await caller.send(.get, "/api/v1/holds?limit=2").json
            let cursor = try #require(first["next_cursor"]?.string)
            let second = try await caller.send(.get, "/api/v1/holds?limit=2&cursor=\(cursor)").json
            #expect(second["items"]?.array?.count == 1 && second["next_cursor"]?.isNull == true)
            #expect(try await caller.send(.get, "/api/v1/holds?state=parked").status == 400)
            #expect(try await caller.send(.get, "/api/v1/holds", as: .service).status == 403)
        }
    }

    @Test func `the texts are for those who review`() async throws {
        let service = try await TestService()
        let hold = try await park(service)
        try await service.run { caller in
            let shown = try await caller.send(.get, "/api/v1/holds/\(hold.id)", as: .compliance).json
            #expect(shown["texts"]?.array?.first?["text"]?.string == Self.planted)
            #expect(shown["reasons"] == ["large transfers are reviewed"] && shown["state"] == "pending")
            for role in [Role.auditor, .service, .developer, .pmo] {
                #expect(try await caller.send(.get, "/api/v1/holds/\(hold.id)", as: role).status == 403)
            }
            // Who reads evidence sees that something is held, and not what.
            let fact = try await caller.send(.get, "/api/v1/facts/\(hold.id)", as: .auditor)
            #expect(fact.json["type"] == "hold.created" && fact.json["payload"]?["requester"] == "service-1")
            #expect(!fact.text.contains("Marta"))
            let unknown = try await caller.send(.get, "/api/v1/holds/0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70")
            #expect(unknown.status == 404 && unknown.code == "hold.unknown")
        }
    }

    @Test(arguments: ["release", "edit", "reject"])
    func `a review is recorded with who, why and what it is about`(verb: String) async throws {
        let service = try await TestService()
        let hold = try await park(service)
        let outcome = ["release": "released", "edit": "edited", "reject": "rejected"][verb] ?? ""
        try await service.run { caller in
            var body: JSONObject = ["reason": "Marta is known"]
            if verb == "edit" { body["edits"] = [["place": .string(Self.place), "text": "transfer 9 to Marta"]] }
            let reply = try await caller.send(.post, "/api/v1/holds/\(hold.id)/\(verb)", .object(body), as: .compliance)
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.json["state"]?.string == outcome)
            #expect(reply.json["review"]?["reviewer"] == "compliance-1")
            let id = try #require(reply.json["review"]?["fact"]?.string)
            #expect(reply.headers[.governorReceipt] == id)
            let fact = try await caller.send(.get, "/api/v1/facts/\(id)", as: .auditor)
            #expect(fact.json["type"]?.string == "hold.\(outcome)")
            #expect(fact.json["links"] == [["rel": "hold", "id": .string(hold.id.description)]])
            #expect(fact.json["payload"]?["reviewer"] == "compliance-1" && !fact.text.contains("Marta"))
            #expect(try await caller.send(.get, "/receipts/\(id)").status == 200)
            let shown = try await caller.send(.get, "/api/v1/holds/\(hold.id)").json
            #expect(shown["review_reason"] == "Marta is known")
            #expect((shown["texts"]?.array?.first?["edited"]?.string == "transfer 9 to Marta") == (verb == "edit"))
        }
    }

    @Test func `the second review is told that there was a first`() async throws {
        let service = try await TestService()
        let hold = try await park(service)
        try await service.run { caller in
            let path = "/api/v1/holds/\(hold.id)"
            let statuses = try await withThrowingTaskGroup { group in
                for (verb, role) in [("release", Role.compliance), ("reject", .admin), ("release", .admin)] {
                    group.addTask {
                        try await caller.send(.post, "\(path)/\(verb)", ["reason": "seen"], as: role).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200, 409, 409])
            let late = try await caller.send(.post, "\(path)/release", ["reason": "seen"])
            #expect(late.status == 409 && late.code == "hold.decided")
        }
    }

    @Test func `who asked does not review, and nobody does without a reason`() async throws {
        let service = try await TestService()
        let hold = try await park(service, requester: "admin-1")
        try await service.run { caller in
            let path = "/api/v1/holds/\(hold.id)/release"
            let own = try await caller.send(.post, path, ["reason": "mine"], as: .admin)
            #expect(own.status == 403 && own.code == "hold.own-request")
            #expect(try await caller.send(.post, path, [:], as: .compliance).status == 400)
            #expect(try await caller.send(.post, path, ["reason": ""], as: .compliance).status == 400)
            #expect(try await caller.send(.post, path, ["reason": "seen"], as: .auditor).status == 403)
            let other: JSONValue = ["reason": "seen", "edits": [["place": "/nowhere", "text": "a"]]]
            let edit = try await caller.send(.post, "/api/v1/holds/\(hold.id)/edit", other, as: .compliance)
            #expect(edit.status == 400 && edit.code == "hold.unknown-place")
            #expect(try await caller.send(.post, path, ["reason": "seen"], as: .compliance).status == 200)
        }
    }

    @Test func `S2.14: a hold of an erased person has no texts, and no review`() async throws {
        let service = try await TestService()
        let hold = try await park(service)
        try await service.run { caller in
            let erasure: JSONValue = ["data_subject": "user-7", "basis": "gdpr:art-17", "approver": "dpo"]
            #expect(try await caller.send(.post, "/api/v1/erasures", erasure).status == 201)
            let shown = try await caller.send(.get, "/api/v1/holds/\(hold.id)")
            #expect(shown.status == 200 && shown.json["texts"]?.isNull == true && !shown.text.contains("Marta"))
            let late = try await caller.send(.post, "/api/v1/holds/\(hold.id)/release", ["reason": "seen"])
            #expect(late.status == 410 && late.code == "hold.erased")
        }
    }

    @Test func `a review that cannot be recorded is none`() async throws {
        let service = try await TestService()
        let hold = try await park(service)
        try await service.run { caller in
            try await service.ledger.close()
            let reply = try await caller.send(.post, "/api/v1/holds/\(hold.id)/release", ["reason": "seen"])
            #expect(reply.status == 503)
            #expect(try await service.holds.hold(hold.id)?.review == nil)
        }
    }
}
