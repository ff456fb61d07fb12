import Foundation
import GovernorCore
import Testing

@testable import GovernorGateway

/// Answers that take too long, and what the ledger says of them.
@Suite(.timeLimit(.minutes(10))) struct DeadlineTests {
    private static func gateway(digest: @escaping DigestFunction = weakDigest) throws -> TestGateway {
        var limits = GatewayLimits()
        limits.requestTimeout = .milliseconds(20)
        return try TestGateway(limits: limits, digest: digest)
    }

    @Test(arguments: [
        ("/filter/prompt", #"{"prompt":"hi","context":{"user_id":"u-1"}}"#, "decision.prompt"),
        ("/filter/output", #"{"output":"hi"}"#, "decision.output"), ("/ci/check", "{}", "decision.ci_check"),
    ])
    func `G-33 a decision that is recorded too late is denied, and the ledger says so too`(
        path: String, body: String, type: FactType
    ) async throws {
        let gateway = try Self.gateway()
        let gate = MemorySink.Gate()
        gateway.sink.hold(at: gate)
        let response = await gateway.post(path, body)
        #expect(response.status == 503)
        let answer = try #require(response.json)
        #expect(answer["allowed"] == false && answer["action"] == "error_block" && answer["receipt"] == .null)
        #expect(response.headers["x-request-id"] == answer["request_id"]?.string)
        #expect(response.headers["governor-receipt"] == nil && response.headers["x-should-retry"] == "false")
        gate.open()
        let facts = await gateway.sink.facts(count: 2)
        #expect(facts.map(\.type) == [type, type])
        #expect(facts.map(\.dataSubject) == [facts[0].dataSubject, facts[0].dataSubject])
        #expect(facts[1].payload["request_id"] == answer["request_id"])
        #expect(facts[1].payload["action"] == answer["action"] && facts[1].payload["allowed"] == false)
        #expect(facts[1].payload["reasons"] == answer["reasons"])
        #expect(facts[1].payload["event_type"] == "policy_check_fail")
        #expect(facts[1].links == [Fact.Link(relation: "corrects", id: facts[0].id)])
    }

    @Test func `G-33 a decision that is made too late is recorded as the denial that it became`() async throws {
        // The digest of the text stands between the decision and its record; this one takes longer than an answer may.
        let gateway = try Self.gateway { bytes in
            usleep(40_000)
            return weakDigest(bytes)
        }
        let response = await gateway.post("/filter/prompt", #"{"prompt":"hi"}"#)
        #expect(response.status == 503 && response.json?["action"] == "error_block")
        let facts = await gateway.sink.facts(count: 1)
        #expect(facts[0].payload["request_id"] == response.json?["request_id"])
        #expect(facts[0].payload["action"] == "error_block" && facts[0].links.isEmpty)
    }

    @Test func `S3-29 a page that comes too late is an error and no decision`() async throws {
        let gateway = try Self.gateway()
        let gate = MemorySink.Gate()
        gateway.sink.holdStatus(at: gate)
        let response = await gateway.get("/health")
        gate.open()
        #expect(response.status == 503 && response.code == "gateway.deadline-exceeded")
        #expect(response.json?["allowed"] == nil)
        #expect(response.headers["x-request-id"] != nil)
    }

    @Test func `the first to settle decides whose answer is given`() async {
        let inTime = await Deadline.value(within: .seconds(60)) { deadline in
            #expect(deadline.claim() && !deadline.hasPassed && deadline.claim())
            return 7
        }
        #expect(inTime == 7)
        let gate = MemorySink.Gate()
        let isLate = MemoryFlag()
        let late = await Deadline.value(within: .milliseconds(1)) { deadline in
            await gate.pass()
            if deadline.hasPassed, !deadline.claim() { isLate.set() }
            return 7
        }
        #expect(late == nil)
        gate.open()
        while !isLate.isSet { await Task.yield() }
    }
}
