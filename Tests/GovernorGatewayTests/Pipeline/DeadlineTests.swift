import GovernorCore
import TestTime
import Testing

@testable import GovernorGateway

/// Answers that take too long, and what the ledger says of them.
@Suite(.timeLimit(.minutes(10))) struct DeadlineTests {
    private static let requests = [
        ("/filter/prompt", #"{"prompt":"hi","context":{"user_id":"u-1"}}"#, "decision.prompt" as FactType),
        ("/filter/output", #"{"output":"hi"}"#, "decision.output"), ("/ci/check", "{}", "decision.ci_check"),
    ]

    private let clock = ManualClock()
    private let gate = MemorySink.Gate()

    /// A gateway that answers within a second of the clock.
    private func gateway(digest: @escaping DigestFunction = weakDigest) throws -> TestGateway {
        var limits = GatewayLimits()
        limits.requestTimeout = .seconds(1)
        return try TestGateway(limits: limits, stopwatch: clock, digest: digest)
    }

    /// The answer to a request whose record is under way when the time is up.
    private func lateAnswer(of gateway: TestGateway, _ path: String, _ body: String) async -> TestResponse {
        gateway.sink.hold(at: gate)
        async let response = gateway.post(path, body)
        await gate.waitForArrival()
        clock.advance(by: .seconds(1))
        return await response
    }

    @Test(arguments: requests)
    func `G.33: a decision that is recorded too late is denied, and the ledger says so too`(
        path: String, body: String, type: FactType
    ) async throws {
        let gateway = try gateway()
        let response = await lateAnswer(of: gateway, path, body)
        #expect(response.status == 503)
        let answer = try #require(response.json)
        #expect(answer["allowed"] == false && answer["action"] == "error_block" && answer["receipt"] == .null)
        #expect(response.headers["x-request-id"] == answer["request_id"]?.string)
        #expect(response.headers["governor-receipt"] == nil && response.headers["x-should-retry"] == "false")
        gate.open()
        await gateway.pipeline.finish()
        let facts = gateway.sink.facts
        try #require(facts.map(\.type) == [type, type])
        #expect(facts.map(\.dataSubject) == [facts[0].dataSubject, facts[0].dataSubject])
        #expect(facts[1].payload["request_id"] == answer["request_id"])
        #expect(facts[1].payload["action"] == answer["action"] && facts[1].payload["allowed"] == false)
        #expect(facts[1].payload["reasons"] == answer["reasons"])
        #expect(facts[1].payload["event_type"] == "policy_check_fail")
        #expect(facts[1].links == [Fact.Link(relation: "corrects", id: facts[0].id)])
    }

    @Test func `G.33: a decision that is made too late is recorded as the denial that it became`() async throws {
        // The digest of the text stands between the decision and its record; this one takes as long as an answer may.
        let gateway = try gateway { [clock] bytes in
            clock.advance(by: .seconds(1))
            return weakDigest(bytes)
        }
        let response = await gateway.post("/filter/prompt", #"{"prompt":"hi"}"#)
        #expect(response.status == 503 && response.json?["action"] == "error_block")
        await gateway.pipeline.finish()
        let fact = try #require(gateway.sink.facts.first)
        #expect(fact.payload["request_id"] == response.json?["request_id"])
        #expect(fact.payload["action"] == "error_block" && fact.links.isEmpty && gateway.sink.facts.count == 1)
    }

    @Test func `G.33: a late decision that cannot be corrected is said to be recorded`() async throws {
        let gateway = try gateway()
        gateway.sink.fail(after: 1)
        let response = await lateAnswer(of: gateway, "/filter/prompt", #"{"prompt":"hi"}"#)
        gate.open()
        await gateway.pipeline.finish()
        let fact = try #require(gateway.sink.facts.first)
        #expect(gateway.sink.facts.count == 1)
        let errors = gateway.log.text.split(separator: "\n").filter { $0.contains("denied") }
        let line = try #require(errors.first)
        #expect(errors.count == 1 && line.contains("decision recorded, but not that its caller was denied"))
        #expect(line.contains(fact.id.description) && line.contains(response.json?["request_id"]?.string ?? "?"))
        #expect(!gateway.log.text.contains("decision not recorded"))
    }

    @Test func `answered requests leave nothing behind that sleeps until their deadline`() async throws {
        let gateway = try gateway()
        for _ in 1...100 { #expect(await gateway.get("/health").status == 200) }
        #expect(clock.sleeps <= 1)
    }

    @Test func `S3.29: a page that comes too late is an error and no decision`() async throws {
        let gateway = try gateway()
        gateway.sink.holdProbes(at: gate)
        async let answer = gateway.get("/health")
        await gate.waitForArrival()
        clock.advance(by: .seconds(1))
        let response = await answer
        gate.open()
        #expect(response.status == 503 && response.code == "gateway.deadline-exceeded")
        #expect(response.json?["allowed"] == nil)
        #expect(response.headers["x-request-id"] != nil)
    }

    @Test func `the first to settle decides whose answer is given`() async {
        let unfinished = UnfinishedWork()
        let timer = DeadlineTimer(clock)
        let inTime = await Deadline.value(within: .seconds(1), on: timer, counting: unfinished) { deadline in
            #expect(deadline.claim() && !deadline.hasPassed && deadline.claim())
            return 7
        }
        #expect(inTime == 7)
        let isLate = MemoryFlag()
        async let late = Deadline.value(within: .seconds(1), on: timer, counting: unfinished) { [gate] deadline in
            await gate.pass()
            if deadline.hasPassed, !deadline.claim() { isLate.set() }
            return 7
        }
        await gate.waitForArrival()
        clock.advance(by: .seconds(1))
        #expect(await late == nil)
        gate.open()
        await unfinished.finish()
        #expect(isLate.isSet)
    }
}
