import GovernorCore
import GovernorLedger
import GovernorTesting
import HTTPTypes
import Synchronization
import Testing

@testable import GovernorServer

@Suite struct ProblemTests {
    /// A request that is refused, and how.
    struct BadRequest: Sendable, CustomTestStringConvertible {
        var method = HTTPRequest.Method.post
        var path = "/evidence"
        var type: String? = "application/json"
        let text: String?
        let status: Int
        let code: String
        var detail: String?
        var hint: String?

        var testDescription: String { "\(method) \(path) \(text?.prefix(60) ?? "")" }
    }

    private static let valid = #""artifactType":"a","modelVersion":"m""#

    static let table: [BadRequest] = [
        BadRequest(text: "", status: 400, code: "json.syntax", detail: "line 1, column 1: expected a value"),
        BadRequest(
            text: "{\n  \"a\": secret}", status: 400, code: "json.syntax", detail: "line 2, column 8: expected a value"),
        BadRequest(
            text: #"{"metadata": NaN}"#, status: 400, code: "json.syntax",
            hint: "JSON has no NaN; use null for a value that is missing"),
        BadRequest(
            text: #"{"secret":1,"secret":2}"#, status: 400, code: "json.duplicate-name",
            detail: "line 1, column 13: a name appears twice in one object"),
        BadRequest(text: String(repeating: "[", count: 4000), status: 400, code: "json.too-deep"),
        BadRequest(text: #"{"a":"\ud800"}"#, status: 400, code: "json.lone-surrogate"),
        BadRequest(text: #"{\#(valid),"metadata":{"a":1e999}}"#, status: 400, code: "json.number-out-of-range"),
        BadRequest(text: "[]", status: 400, code: "request.invalid", detail: "must be an object, found array"),
        BadRequest(
            text: "{}", status: 400, code: "request.invalid",
            detail: "/artifactType: the member 'artifactType' is missing, and 1 more"),
        BadRequest(
            text: #"{\#(valid),"metdata":{}}"#, status: 400, code: "request.invalid",
            detail: "the object has a member that is not known", hint: "did you mean 'metadata'?"),
        BadRequest(text: #"{"artifactType":"secret word","modelVersion":"m"}"#, status: 400, code: "request.invalid"),
        BadRequest(text: #"{"artifactType":"a","modelVersion":7}"#, status: 400, code: "request.invalid"),
        BadRequest(text: #"{\#(valid),"metadata":{"system_id":"NO SUCH"}}"#, status: 400, code: "request.invalid"),
        BadRequest(text: #"{"artifactType":"a","modelVersion":"a\nsecret"}"#, status: 400, code: "request.invalid"),
        BadRequest(type: nil, text: "{\(valid)}", status: 415, code: "request.unsupported-media-type"),
        BadRequest(type: "text/plain", text: "{\(valid)}", status: 415, code: "request.unsupported-media-type"),
        BadRequest(
            text: #"{\#(valid),"metadata":"\#(String(repeating: "x", count: 1 << 20))"}"#, status: 413,
            code: "request.too-large"),
        BadRequest(
            path: "/incident", text: #"{"severity":"secret","description":"d"}"#, status: 400, code: "request.invalid"),
        BadRequest(path: "/incident", text: #"{"severity":"low"}"#, status: 400, code: "request.invalid"),
        BadRequest(
            path: "/api/v1/facts", text: #"{"type":"decision.prompt","payload":{}}"#, status: 400,
            code: "request.invalid"),
        BadRequest(
            path: "/api/v1/facts", text: #"{"type":"gate.run","payload":{},"subjects":[{"name":"a","sha256":"12"}]}"#,
            status: 400, code: "request.invalid", detail: "/subjects/0/sha256: must be 64 hexadecimal digits"),
        BadRequest(method: .get, path: "/evidence?limit=0", text: nil, status: 400, code: "request.invalid"),
        BadRequest(method: .get, path: "/evidence?limit=101", text: nil, status: 400, code: "request.invalid"),
        BadRequest(method: .get, path: "/evidence?limit=+1", text: nil, status: 400, code: "request.invalid"),
        BadRequest(method: .get, path: "/evidence?from=2026-01-01", text: nil, status: 400, code: "request.invalid"),
        BadRequest(method: .get, path: "/evidence?cursor=secret", text: nil, status: 400, code: "request.invalid"),
        BadRequest(method: .get, path: "/evidence?limit=1&limit=2", text: nil, status: 400, code: "request.invalid"),
        BadRequest(
            method: .get, path: "/evidence?evnt_type=a", text: nil, status: 400, code: "request.invalid",
            hint: "did you mean 'event_type'?"),
        BadRequest(method: .get, path: "/evidence?policy_id=%ff", text: nil, status: 400, code: "request.invalid"),
        BadRequest(method: .get, path: "/risk/snapshot", text: nil, status: 400, code: "request.invalid"),
        BadRequest(method: .get, path: "/evidence/secret", text: nil, status: 400, code: "request.invalid"),
        BadRequest(method: .get, path: "/tile/64/000", text: nil, status: 400, code: "request.invalid"),
        BadRequest(method: .get, path: "/secret", text: nil, status: 404, code: "request.unknown-route"),
        BadRequest(method: .put, path: "/evidence", text: "{}", status: 405, code: "request.method-not-allowed"),
        BadRequest(
            method: .trace, path: "/health", type: nil, text: nil, status: 405, code: "request.method-not-allowed"),
    ]

    @Test(arguments: table)
    func `bad input is refused in one shape, with place and hint, and without its words`(bad: BadRequest) async throws {
        let service = try await TestService()
        try await service.run { caller in
            var headers = HTTPFields()
            if bad.text != nil { headers[.contentType] = bad.type }
            let reply = try await caller.send(bad.method, bad.path, text: bad.text, headers: headers)
            #expect(reply.status == bad.status, "\(reply.text)")
            #expect(reply.code == bad.code)
            #expect(reply.headers[.contentType] == "application/problem+json")
            #expect(Schema.problem.problems(in: reply.json) == [])
            #expect(reply.json["status"]?.number?.integer == Int64(bad.status))
            if let detail = bad.detail { #expect(reply.json["detail"]?.string == detail) }
            if let hint = bad.hint { #expect(reply.json["hint"]?.string == hint) }
            #expect(!reply.text.contains("secret"))
            #expect(service.ledger.reader.size == 0)
        }
    }

    @Test func `invalid UTF-8 is refused with its place`() throws {
        let problem = try #require(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        #expect(Problem(answering: problem).status == .badRequest)
        #expect(Problem(answering: problem).detail == "byte 1: not valid UTF-8")
    }

    @Test func `when too many facts wait the answer is 503 with a time to come back`() async throws {
        let (entered, entering) = AsyncStream.makeStream(of: Void.self)
        let (opened, opening) = AsyncStream.makeStream(of: Void.self)
        let anchor = InMemoryAnchor {
            entering.yield()
            _ = await opened.first { _ in true }
        }
        let service = try await TestService(bench: LedgerBench(anchor: anchor), queueLimit: 1)
        try await service.run { caller in
            let evidence: JSONValue = ["artifactType": "a", "modelVersion": "m"]
            try await withThrowingTaskGroup(of: Int.self) { group in
                var entries = entered.makeAsyncIterator()
                group.addTask { try await caller.send(.post, "/evidence", evidence).status }
                await entries.next()
                group.addTask { try await caller.send(.post, "/evidence", evidence).status }
                while await service.ledger.status.queueLength == 0 { try await Task.sleep(for: .milliseconds(1)) }
                let reply = try await caller.send(.post, "/evidence", evidence)
                #expect(reply.status == 503)
                #expect(reply.code == "ledger.queue-full")
                #expect(reply.headers[.retryAfter] == "1")
                opening.finish()
                for try await status in group { #expect(status == 201) }
            }
            #expect(service.ledger.reader.size == 2)
        }
    }

    @Test func `when the ledger fails nothing is acknowledged, and health says so`() async throws {
        struct Broken: Error {}
        let isBroken = Mutex(false)
        let anchor = InMemoryAnchor { if isBroken.withLock({ $0 }) { throw Broken() } }
        let service = try await TestService(bench: LedgerBench(anchor: anchor))
        try await service.run { caller in
            let evidence: JSONValue = ["artifactType": "a", "modelVersion": "m"]
            #expect(try await caller.send(.post, "/evidence", evidence).status == 201)
            isBroken.withLock { $0 = true }
            for _ in 0..<2 {
                let reply = try await caller.send(.post, "/evidence", evidence)
                #expect(reply.status == 503)
                #expect(reply.headers[.governorReceipt] == nil)
            }
            #expect(try await caller.send(.get, "/health").status == 503)
            let found = try await caller.send(.get, "/evidence").json["items"]?.array
            #expect(found?.count == 1)
        }
    }

    @Test(arguments: [LedgerStorageError.full, .busy])
    func `S3.11: health fails after an append that failed, and recovers without another one`(
        failure: LedgerStorageError
    ) async throws {
        let isBroken = Mutex(false)
        let storage = InMemoryLedgerStorage { _ in if isBroken.withLock({ $0 }) { throw failure } }
        let service = try await TestService(bench: LedgerBench(storage: storage))
        try await service.run { caller in
            let evidence: JSONValue = ["artifactType": "a", "modelVersion": "m"]
            isBroken.withLock { $0 = true }
            #expect(try await caller.send(.get, "/health").status == 200)
            #expect(try await caller.send(.post, "/evidence", evidence).status == 503)
            for _ in 0..<2 {
                let reply = try await caller.send(.get, "/health", as: nil)
                #expect(reply.status == 503 && reply.code == failure.code)
            }
            isBroken.withLock { $0 = false }
            #expect(try await caller.send(.get, "/health", as: nil).status == 200)
        }
    }

    @Test func `a closed ledger answers 503 to everything that would have to be recorded`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            try await service.ledger.close()
            let reply = try await caller.send(.post, "/evidence", ["artifactType": "a", "modelVersion": "m"])
            #expect(reply.status == 503)
            #expect(reply.code == "ledger.closed")
            #expect(service.ledger.reader.size == 0)
        }
    }
}
