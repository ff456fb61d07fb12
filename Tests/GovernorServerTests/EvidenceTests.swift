import GovernorCore
import GovernorLedger
import GovernorTesting
import HTTPTypes
import Testing

@testable import GovernorServer

@Suite struct EvidenceTests {
    private static let submission: JSONValue = [
        "artifactType": "model_card", "modelVersion": "credit:1.4.2",
        "metadata": ["system_id": "credit", "quality": ["pass_at_5": 1]], "contentRef": "s3://cards/credit.json",
    ]

    @Test func `S3.16: evidence is answered with 201 and exactly its id, hash and time, and with a receipt`()
        async throws
    {
        let service = try await TestService()
        try await service.run { caller in
            let reply = try await caller.send(.post, "/evidence", Self.submission, as: .service)
            #expect(reply.status == 201)
            #expect(reply.json.object?.keys.sorted() == ["evidence_hash", "id", "stored_at"])
            #expect(reply.json["stored_at"] == .string(TestService.now.description))
            #expect(reply.headers[.governorReceipt] == reply.json["id"]?.string)
            #expect(service.ledger.reader.size == 1)
        }
    }

    @Test func `S3.16: the evidence hash is the SHA-256 of the canonical body, however it was written`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let texts = [
                #"{"artifactType":"a","modelVersion":"m","metadata":{"b":1,"a":2.50}}"#,
                "{ \"metadata\" : {\"a\":2.5, \"b\":1.0},\n \"modelVersion\":\"\\u006d\", \"artifactType\":\"a\" }",
            ]
            for text in texts {
                let reply = try await caller.send(
                    .post, "/evidence", text: text, headers: [.contentType: "application/json"])
                // printf '{"artifactType":"a","metadata":{"a":2.5,"b":1},"modelVersion":"m"}' | sha256sum
                let hash = TestService.sha256(
                    Array(#"{"artifactType":"a","metadata":{"a":2.5,"b":1},"modelVersion":"m"}"#.utf8))
                #expect(reply.json["evidence_hash"] == .string(hash.description))
            }
        }
    }

    @Test(arguments: [
        ("0.12345678901234567", "json.number-not-exact"), ("9007199254740993", "json.number-not-exact"),
        ("1e400", "json.number-out-of-range"),
    ])
    func `S3.16: a number that the record would change is refused, and the hint's ways lead on`(
        number: String, code: String
    ) async throws {
        let service = try await TestService()
        let url = "/risk/snapshot?model=m"
        try await service.run { caller in
            func submit(_ metric: String) async throws -> Reply {
                try await caller.send(
                    .post, "/evidence",
                    text: #"{"artifactType":"a","modelVersion":"m","metadata":{"quality":{"pass_at_5":\#(metric)}}}"#,
                    headers: [.contentType: "application/json"])
            }
            let reply = try await submit(number)
            #expect(reply.status == 400 && reply.code == code)
            let hint = try #require(reply.json["hint"]?.string)
            #expect(hint.hasSuffix("write it as a string, which is not read as a metric"))
            #expect(service.ledger.reader.size == 0)
            let text = try await submit("\"\(number)\"").json["id"]?.string ?? ""
            let kept = try await caller.send(.get, "/evidence/\(text)").json
            #expect(
                kept["payload"]?["submitted"]?["metadata"]?["quality"]?["pass_at_5"] == .string(number), "\(kept)")
            #expect(try await caller.send(.get, url).json["quality"]?["pass_at_5"] ?? .null == .null)
            #expect(try await submit("0.123456789012345").status == 201)
            #expect(try await caller.send(.get, url).text.contains("0.123456789012345"))
        }
    }

    @Test func `S3.23: the log holds neither the submitted words nor their unsalted hash`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let answer = try await caller.submit(Self.submission)
            let bundle = try #require(try await service.ledger.reader.entryBundle("tile/entries/000.p/1"))
            let text = String(decoding: bundle, as: UTF8.self)
            let hash = try #require(answer["evidence_hash"]?.string)
            for secret in ["s3://", "credit:1.4.2", String(hash.dropFirst(7))] { #expect(!text.contains(secret)) }
        }
    }

    @Test(arguments: ["/evidence", "/v1/evidence", "/api/v1/evidence"])
    func `G.13: every form of the path takes and finds evidence`(path: String) async throws {
        let service = try await TestService()
        try await service.run { caller in
            let id = try await caller.send(.post, path, Self.submission).json["id"]?.string ?? ""
            #expect(try await caller.send(.get, "\(path)/\(id)").json["type"] == "evidence.model_card")
            #expect(try await caller.send(.get, path).json["items"]?.array?.count == 1)
        }
    }

    @Test(arguments: [
        ("event_type=evidence.b", [1]), ("event_type=evidence.none", []), ("system_id=second", [1, 2]),
        ("policy_id=p", [2]), ("from=2027-01-15T08:00:00.000Z", [0, 1, 2]), ("to=2027-01-15T08:00:00.000Z", []),
        ("from=2027-01-15T09:00:00%2B01:00&system_id=first", [0]), ("", [0, 1, 2]),
    ])
    func `G.13: evidence is found by type, time, system and policy`(query: String, expected: [Int]) async throws {
        let service = try await TestService()
        try await service.run { caller in
            _ = try await caller.submit(["artifactType": "a", "modelVersion": "m", "metadata": ["system_id": "first"]])
            _ = try await caller.submit(["artifactType": "B", "modelVersion": "m", "metadata": ["system_id": "second"]])
            _ = try await caller.send(
                .post, "/api/v1/facts",
                [
                    "type": "gate.run", "stream": "second", "payload": [:],
                    "policy": ["id": "p", "version": "1", "sha256": .string(String(repeating: "0", count: 64))],
                ])
            let reply = try await caller.send(.get, "/api/v1/evidence?\(query)")
            #expect(reply.status == 200, "\(reply.text)")
            let found = reply.json["items"]?.array?.compactMap { $0["index"]?.number?.integer }
            #expect(found == expected.map(Int64.init))
        }
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func `G.13: pages of any size give every fact once, in order`(size: Int) async throws {
        let service = try await TestService()
        try await service.run { caller in
            for number in 0..<7 { _ = try await caller.submit(["artifactType": "a", "modelVersion": "m\(number)"]) }
            var found: [Int64] = []
            var cursor: String?
            repeat {
                let after = cursor.map { "&cursor=\($0)" } ?? ""
                let page = try await caller.send(.get, "/v1/evidence?limit=\(size)\(after)").json
                #expect(page["items"]?.array?.count ?? 0 <= size)
                found += page["items"]?.array?.compactMap { $0["index"]?.number?.integer } ?? []
                cursor = page["next_cursor"]?.string
            } while cursor != nil
            #expect(found == Array(0..<7))
        }
    }

    @Test(arguments: [HTTPRequest.Method.put, .patch, .delete])
    func `G.13: evidence cannot be changed or deleted`(method: HTTPRequest.Method) async throws {
        let service = try await TestService()
        try await service.run { caller in
            let id = try await caller.submit(Self.submission)["id"]?.string ?? ""
            for path in [
                "/evidence", "/v1/evidence/\(id)", "/api/v1/evidence/\(id)", "/api/v1/facts/\(id)", "/incident",
            ] {
                let reply = try await caller.send(method, path)
                #expect(reply.status == 405)
                #expect(reply.code == "request.method-not-allowed")
                #expect(reply.headers[.allow]?.contains("GET") == true)
                #expect(reply.headers[.contentType] == "application/problem+json")
            }
        }
    }

    @Test func `a repeated idempotency key gives the first answer, and another body is a conflict`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let headers: HTTPFields = [.idempotencyKey: "attempt-1"]
            let first = try await caller.send(.post, "/evidence", Self.submission, headers: headers)
            let second = try await caller.send(.post, "/api/v1/evidence", Self.submission, headers: headers)
            #expect(second.status == 201)
            #expect(first.json == second.json)
            let other = try await caller.send(
                .post, "/evidence", ["artifactType": "a", "modelVersion": "m"], headers: headers)
            #expect(other.status == 409)
            #expect(other.code == "ledger.idempotency-conflict")
            let stranger = try await caller.send(.post, "/evidence", Self.submission, as: .service, headers: headers)
            #expect(stranger.json["id"] != first.json["id"])
            #expect(service.ledger.reader.size == 2)
        }
    }

    @Test func `S3.23: the receipt of evidence is a proof in the log, and an unknown one is 404`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let id = try await caller.submit(Self.submission)["id"]?.string ?? ""
            let reply = try await caller.send(.get, "/receipts/\(id)", as: .auditor)
            #expect(reply.status == 200)
            #expect(reply.text.hasPrefix("c2sp.org/tlog-proof@v1\n"))
            #expect(reply.headers[.contentType] == "text/plain; charset=utf-8")
            let unknown = try await caller.send(.get, "/receipts/0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70")
            #expect(unknown.status == 404)
            #expect(unknown.code == "evidence.unknown-id")
        }
    }

    @Test func `checkpoint and tiles are static files that caches may keep`() async throws {
        var configuration = EvidenceServiceConfiguration.patient
        configuration.isLogPublic = true
        let service = try await TestService(configuration: configuration)
        try await service.run { caller in
            _ = try await caller.submit(Self.submission)
            let checkpoint = try await caller.send(.get, "/checkpoint", as: nil)
            #expect(checkpoint.text == service.ledger.checkpoint)
            #expect(checkpoint.headers[.cacheControl] == "public, max-age=1")
            let tile = try await caller.send(.get, "/tile/0/000.p/1", as: nil)
            #expect(tile.bytes.count == 32)
            #expect(tile.headers[.contentType] == "application/octet-stream")
            #expect(tile.headers[.cacheControl] == "public, max-age=31536000, immutable")
            let entries = try await caller.send(.get, "/tile/entries/000.p/1", as: nil)
            #expect(try EntryBundle(parsing: entries.bytes, count: 1).leafHashes.first?.bytes == tile.bytes)
            for path in ["/tile/0/000", "/tile/0/000.p/2", "/tile/entries/001", "/tile/0/x", "/tile/entries/000.p/0"] {
                #expect(try await caller.send(.get, path, as: nil).code == "log.unknown-tile")
            }
        }
    }

    @Test func `a page of large payloads ends at its limit of bytes, and the next goes on`() async throws {
        let service = try await TestService()
        var facts = FactMaker(seed: 9)
        let large = String(repeating: "x", count: 600 << 10)
        for number in 0..<10 {
            let payload: JSONValue = ["number": .integer(number), "text": .string(large)]
            _ = try await service.ledger.append(facts.fact("evidence.large", payload: payload))
        }
        try await service.run { caller in
            var counts: [Int] = []
            var numbers: [Int64] = []
            var cursor: String?
            repeat {
                let reply = try await caller.send(
                    .get, "/evidence?limit=100\(cursor.map { "&cursor=\($0)" } ?? "")")
                #expect(reply.bytes.count < Page.byteLimit + (1 << 20))
                let items = try #require(reply.json["items"]?.array)
                counts.append(items.count)
                numbers += items.compactMap { $0["payload"]?["number"]?.number?.integer }
                cursor = reply.json["next_cursor"]?.string
            } while cursor != nil
            #expect(counts == [7, 3])
            #expect(numbers == Array(0..<10))
        }
    }
}

extension HTTPField.Name {
    fileprivate static let idempotencyKey = HTTPField.Name("idempotency-key") ?? .location
}
