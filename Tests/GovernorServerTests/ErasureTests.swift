import GovernorCore
import GovernorLedger
import GovernorTesting
import HTTPTypes
import Synchronization
import Testing

@testable import GovernorServer

@Suite struct ErasureTests {
    private static func order(_ target: (String, JSONValue)) -> JSONValue {
        .object(
            JSONObject([
                target, ("basis", .string("gdpr:art-17")), ("approver", .string("dpo")),
            ]))
    }

    @Test func `S2.14: what is recorded about a data subject is erased, and the answer says what`() async throws {
        let service = try await TestService()
        var maker = FactMaker(seed: 4)
        let facts = (0..<3).map { _ in maker.fact(subject: "user-7") }
        let other = maker.fact(subject: "user-8")
        for fact in facts + [other] { _ = try await service.ledger.append(fact) }
        try await service.run { caller in
            let order = Self.order(("data_subject", "user-7"))
            let reply = try await caller.send(.post, "/api/v1/erasures", order)
            #expect(reply.status == 201, "\(reply.text)")
            #expect(reply.json["erased"] == .array(facts.map { .string($0.id.description) }))
            #expect(reply.json["keys_destroyed"] == 1)
            let record = try #require(reply.json["erasures"]?.array?.first)
            #expect(record["id"]?.string == reply.headers[.governorReceipt] && record["index"] == 4)
            for fact in facts {
                #expect(try await caller.send(.get, "/evidence/\(fact.id)").json["payload_state"] == "erased")
                #expect(try await caller.send(.get, "/receipts/\(fact.id)").status == 200)
            }
            #expect(try await caller.send(.get, "/evidence/\(other.id)").json["payload_state"] == "present")
            let kept = try await caller.send(.get, "/evidence/\(record["id"]?.string ?? "")").json
            #expect(kept["type"] == "ledger.erasure")
            #expect(kept["payload"]?["basis"] == "gdpr:art-17" && kept["payload"]?["approver"] == "dpo")
            #expect(!reply.text.contains("user-7") && !kept.compactText.contains("user-7"))
            let again = try await caller.send(.post, "/v1/erasures", order)
            #expect(again.status == 404 && again.code == "ledger.nothing-to-erase")
            let own = try await caller.send(
                .post, "/api/v1/erasures", Self.order(("facts", [record["id"] ?? .null])))
            #expect(own.status == 409 && own.code == "ledger.not-erasable")
        }
        #expect(try await service.ledger.reader.check().isSound)
    }

    @Test func `S2.14: the snapshot forgets evidence that is erased, and remembers what it had replaced`() async throws
    {
        let service = try await TestService()
        try await service.run { caller in
            func submit(_ value: JSONValue) async throws -> String {
                let body: JSONValue = [
                    "artifactType": "a", "modelVersion": "m", "metadata": ["quality": ["pass_at_5": value]],
                ]
                return try await caller.submit(body)["id"]?.string ?? ""
            }
            _ = try await submit(try JSONValue(parsing: "0.81"))
            let second = try await submit(try JSONValue(parsing: "0.92"))
            #expect(try await caller.send(.get, "/risk/snapshot?model=m").text.contains("0.92"))
            #expect(try await caller.send(.get, "/metrics").text.contains("llm_pass_at_5 0.92"))
            let order = Self.order(("facts", [.string(second)]))
            #expect(try await caller.send(.post, "/api/v1/erasures", order).status == 201)
            let snapshot = try await caller.send(.get, "/risk/snapshot?model=m").text
            #expect(snapshot.contains("0.81") && !snapshot.contains("0.92") && !snapshot.contains(second))
            #expect(try await caller.send(.get, "/metrics").text.contains("llm_pass_at_5 0.81"))
        }
    }

    @Test(arguments: [
        (#"{"basis":"b","approver":"a"}"#, 400, "request.invalid"),
        (
            #"{"basis":"b","approver":"a","data_subject":"u","facts":["0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70"]}"#, 400,
            "request.invalid"
        ),
        (#"{"data_subject":"u","approver":"a"}"#, 400, "request.invalid"),
        (#"{"data_subject":"u","basis":"","approver":"a"}"#, 400, "request.invalid"),
        (#"{"facts":[],"basis":"b","approver":"a"}"#, 400, "request.invalid"),
        (#"{"facts":["0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70"],"basis":"b","approver":"a"}"#, 404, "evidence.unknown-id"),
        (#"{"data_subject":"planted-secret","basis":"b","approver":"a"}"#, 404, "ledger.nothing-to-erase"),
    ])
    func `an erasure that cannot be done says why and does nothing`(
        body: String, status: Int, code: String
    ) async throws {
        let service = try await TestService()
        try await service.run { caller in
            let reply = try await caller.send(
                .post, "/api/v1/erasures", text: body, headers: [.contentType: "application/json"])
            #expect(reply.status == status && reply.code == code, "\(reply.text)")
            #expect(!reply.text.contains("planted-secret"))
        }
        #expect(service.ledger.reader.size == 0)
    }

    @Test func `an erasure whose journal is being read is confirmed as begun`() async throws {
        let isRead = Mutex(true)
        let storage = InMemoryLedgerStorage { batch in
            if !batch.finishedErasures.isEmpty, isRead.withLock({ $0 }) { throw LedgerStorageError.busy }
        }
        let bench = try LedgerBench(storage: storage)
        let service = try await TestService(bench: bench, wipePatience: .zero)
        var maker = FactMaker(seed: 4)
        let fact = maker.fact(subject: "user-7")
        _ = try await service.ledger.append(fact)
        try await service.run { caller in
            let reply = try await caller.send(
                .post, "/api/v1/erasures", Self.order(("data_subject", "user-7")))
            #expect(reply.status == 202 && reply.code == "ledger.wipe-pending")
            #expect(try await caller.send(.get, "/evidence/\(fact.id)").json["payload_state"] == "erased")
        }
    }
}
