import Foundation
import GovernorCore
import GovernorInspect
import TestTime
import Testing

@testable import GovernorGateway

/// Texts that take long to inspect.
@Suite(.timeLimit(.minutes(10))) struct LongTextTests {
    private static let long = #"{"prompt":"\#(String(repeating: "word ", count: 4000))"}"#
    private static let short = #"{"prompt":"word"}"#

    @Test(arguments: ["/filter/prompt", "/ci/check"])
    func `S3.37: long texts wait for one another and for nobody else, and too many of them are denied`(
        path: String
    ) async throws {
        let threads = InspectionThreads(count: 1, queueLimit: 1)
        let gateway = try TestGateway(threads: threads)
        let (isRunning, mayEnd) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
        async let occupied: Void? = threads.run {
            isRunning.continuation.yield()
            mayEnd.wait()
        }
        for await _ in isRunning.stream { break }
        // One may wait, whichever comes first.
        let responses = await withTaskGroup(of: TestResponse.self) { group in
            for _ in 1...2 { group.addTask { await gateway.post(path, Self.long) } }
            var responses: [TestResponse] = []
            for await response in group {
                responses.append(response)
                #expect(await gateway.post("/filter/prompt", Self.short).status == 200)
                #expect(await gateway.get("/health").status == 200)
                mayEnd.signal()
            }
            return responses
        }
        await occupied
        #expect(responses[0].status == 503 && responses[0].headers["retry-after"] == "1")
        #expect(responses[0].json?["allowed"] == false && responses[0].json?["action"] == "error_block")
        #expect(responses[1].status == 200)
    }

    @Test func `a long answer waits for its turn, and takes the place of no request`() async throws {
        let threads = InspectionThreads(count: 1, queueLimit: 1)
        let word = #"{"index":0,"message":{"role":"assistant","content":"word"}}"#
        let answer = #"{"choices":[\#([String](repeating: word, count: 400).joined(separator: ","))]}"#
        let upstream = CannedUpstream(answer)
        let gateway = try TestGateway(models: [upstream.route], threads: threads)
        let (isRunning, mayEnd) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
        async let occupied: Void? = threads.run {
            isRunning.continuation.yield()
            mayEnd.wait()
        }
        for await _ in isRunning.stream { break }
        let answers = await withTaskGroup(of: TestResponse.self) { group in
            for _ in 0..<3 { group.addTask { await gateway.post("/v1/chat/completions", ChatClient.request("Hi")) } }
            while upstream.requests.count < 3, !Task.isCancelled { await Task.yield() }
            async let long = gateway.post("/filter/prompt", Self.long)
            #expect(await gateway.post("/filter/prompt", Self.short).status == 200)
            mayEnd.signal()
            #expect(await long.status == 200)
            return await group.reduce(into: []) { $0.append($1) }
        }
        await occupied
        #expect(answers.map(\.status) == [200, 200, 200])
    }

    @Test func `an inspection ends soon after nobody wants it any more`() throws {
        let gateway = try TestGateway()
        let text = String(repeating: "mail ada@example.com ", count: 3000)
        let body = try JSONBody(
            GatewayRequest(method: "POST", target: "/", body: Array(#"{"prompt":"\#(text)"}"#.utf8)), mustSayJSON: false
        )
        let subject = try FilterRequest.subject(body, stage: .prompt)
        let decisions = try DecisionMaker(gateway.policy, corpus: nil, digests: RedactionDigests(plain: weakDigest))
        var questions = 0
        #expect(throws: CancellationError.self) {
            try decisions.inspect(subject) {
                questions += 1
                if questions == 3 { throw CancellationError() }
            }
        }
        #expect(questions == 3)
        let whole = decisions.inspect(subject) {}
        #expect(whole.findings == SensitiveDataInspector().findings(in: Array(text.utf8)))
    }

    @Test func `G.33: a text whose inspection takes too long is denied, and the ledger says so`() async throws {
        let clock = ManualClock()
        var limits = GatewayLimits()
        limits.requestTimeout = .seconds(1)
        // Time passes while the request is read, before its text is inspected.
        let threads = InspectionThreads(count: 1, queueLimit: 1)
        let gateway = try TestGateway(limits: limits, stopwatch: clock, threads: threads)
        let (isRunning, mayEnd) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
        async let occupied: Void? = threads.run {
            isRunning.continuation.yield()
            mayEnd.wait()
        }
        for await _ in isRunning.stream { break }
        async let answer = gateway.post(
            "/filter/output", #"{"context":{"user_id":"u-1"},"output":"\#(String(repeating: "a", count: 20_000))"}"#)
        while clock.sleeps == 0, !Task.isCancelled { await Task.yield() }
        clock.advance(by: .seconds(1))
        let response = await answer
        #expect(response.status == 503 && response.json?["action"] == "error_block")
        mayEnd.signal()
        await occupied
        await gateway.pipeline.finish()
        let fact = try #require(gateway.sink.facts.first)
        #expect(gateway.sink.facts.count == 1 && fact.type == "decision.output" && fact.dataSubject == "u-1")
        #expect(fact.payload["action"] == "error_block" && fact.payload["request_id"] == response.json?["request_id"])
        #expect(fact.links.isEmpty && fact.payload["findings"] == nil)
    }
}
