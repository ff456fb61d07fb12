import GovernorCore
import GovernorDialects
import TestTime
import Testing

@testable import GovernorGateway

/// What the ledger says about requests for models and their answers.
@Suite struct ModelRecordTests {
    private static let masking = "rules: [{id: mask, when: contains_pii, action: redact, message: personal data}]"

    private func answer(_ text: String) -> String {
        #"{"id":"1","model":"m-2026","choices":[{"index":0,"message":{"role":"assistant","content":"\#(text)"},"#
            + #""finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5}}"#
    }

    private func stream(_ events: [String]) -> CannedUpstream {
        CannedUpstream(events.map { "data: \($0)\n\n" }.joined())
    }

    private func chunk(_ text: String) -> String {
        #"{"model":"m-2026","choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"#
    }

    private static let usage = #"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}"#
    private static let stop = #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#

    @Test func `an answer's fact names the request's, the model that answered and its tokens`() async throws {
        let events = [chunk("Hello"), Self.stop, Self.usage, "[DONE]"]
        for (upstream, isStreamed) in [(CannedUpstream(answer("Hello")), false), (stream(events), true)] {
            let gateway = try TestGateway(rules: Self.masking, models: [upstream.route])
            _ = await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: isStreamed))
            let facts = gateway.sink.facts
            #expect(facts.map(\.type) == ["decision.prompt", "decision.output"])
            #expect(facts[0].links.isEmpty)
            #expect(facts[1].links.map(\.relation) == ["answers"] && facts[1].links.map(\.id) == [facts[0].id])
            #expect(facts[1].payload["answered_by"] == "m-2026")
            #expect(facts[1].payload["usage"] == ["input_tokens": 3, "output_tokens": 5])
            let metrics = gateway.registry.exposition()
            #expect(
                metrics.contains(
                    #"governor_tokens_total{direction="input",model="m*",model_version="",cohort="stable"} 3"#))
            #expect(
                metrics.contains(
                    #"governor_tokens_total{direction="output",model="m*",model_version="",cohort="stable"} 5"#))
        }
    }

    @Test func `a stream that is cut off is recorded with what its server said so far`() async throws {
        let gateway = try TestGateway(
            rules: Self.masking, models: [stream([chunk("Mail ada@example.com now and "), Self.usage]).route])
        let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: true))
        #expect(response.text.contains("upstream.foreign-answer"))
        let fact = try #require(gateway.sink.facts.last)
        #expect(fact.type == "decision.output" && fact.payload["action"] == "redact")
        #expect(fact.payload["usage"]?["output_tokens"] == 5)
        // What is found in it counts like everything that is found.
        #expect(gateway.registry.exposition().contains(#"governor_findings_total{kind="email",stage="output"} 1"#))
    }

    @Test func `a refusal names its receipt`() async throws {
        let rules = "rules: [{id: mask, when: contains_pii, action: block, message: personal data}]"
        for (question, said) in [("Mail ada@example.com", "Hello"), ("Hi", "Mail ada@example.com")] {
            let gateway = try TestGateway(rules: rules, models: [CannedUpstream(answer(said)).route])
            let response = await gateway.post("/v1/chat/completions", ChatClient.request(question))
            #expect(response.status == 400 && response.code == "content_filter")
            #expect(response.headers["governor-receipt"] == gateway.sink.facts.last?.id.description)
        }
    }

    @Test(arguments: [
        (201, 502, "upstream.foreign-answer"), (302, 502, "upstream.foreign-answer"),
        (401, 502, "upstream.not-authorized"), (403, 502, "upstream.not-authorized"),
        (404, 404, "upstream.error"), (429, 429, "upstream.error"), (503, 503, "upstream.error"),
    ])
    func `the status of a server's failure is the client's only where it is about the client`(
        upstream: Int, status: Int, code: String
    ) async throws {
        let server = CannedUpstream(status: upstream, headers: [("retry-after", "7")], answer("secret words"))
        let gateway = try TestGateway(rules: Self.masking, models: [server.route])
        let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi"))
        #expect(response.status == status && response.code == code)
        #expect(!response.text.contains("secret words"))
        #expect((response.headers["retry-after"] == "7") == (code == "upstream.error"))
    }

    @Test func `a stream whose last event cannot be said is recorded all the same`() async throws {
        // A reader that cannot write a message's end, as a translation cannot where there is no word for it.
        let gateway = try TestGateway(rules: Self.masking, models: [])
        let maker = gateway.pipeline.decisions
        let prompt = maker.decide("Hi", at: .prompt, time: .now())
        var gate = StreamGate(
            SpeechlessReader(), OutputGuard(maker, after: prompt, model: "m", by: .local, at: Timestamp.now()))
        _ = try gate.append(ServerSentEvent(data: "[DONE]").bytes)
        #expect(throws: StreamFailure.malformed) { try gate.finish() }
        #expect(gate.abandon().action == .allow)
    }

    @Test func `a decision about a request that comes too late is recorded as a denial`() async throws {
        let clock = ManualClock()
        var limits = GatewayLimits.patient
        limits.requestTimeout = .seconds(1)
        let gateway = try TestGateway(
            rules: Self.masking, limits: limits, models: [CannedUpstream(answer("Hello")).route], stopwatch: clock,
            digest: {
                clock.advance(by: .seconds(2))
                return weakDigest($0)
            })
        let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi"))
        #expect(response.status == 503 && response.code == "gateway.deadline-exceeded")
        await gateway.pipeline.finish()
        let fact = try #require(gateway.sink.facts.first)
        #expect(gateway.sink.facts.count == 1)
        #expect(fact.type == "decision.prompt" && fact.payload["action"] == "error_block" && fact.links.isEmpty)
    }

    @Test func `what cannot be sent on is not inspected`() async throws {
        let gateway = try TestGateway(rules: Self.masking, models: [CannedUpstream("").route])
        let request = ChatClient.request("Mail ada@example.com", model: "other")
        #expect(await gateway.post("/v1/chat/completions", request).code == "model_not_found")
        #expect(!gateway.registry.exposition().contains("governor_findings_total{"))
    }
}

/// Reads a stream and cannot write it.
private struct SpeechlessReader: StreamReader {
    private var reader = Dialect.chat.streamReader()

    mutating func read(_ event: ServerSentEvent) throws(DialectError) -> StreamEvent {
        guard let event = try reader?.read(event) else { throw .foreignAnswer(.chat) }
        return event
    }

    func write(_ event: StreamEvent, replacing texts: [JSONPointer: String]) throws(DialectError) -> [ServerSentEvent] {
        throw .untranslatable(pointer: "/choices", into: .messages)
    }

    func refusal(_ refusal: Refusal) -> [ServerSentEvent] { [] }
    func failure(_ message: String, code: String) -> [ServerSentEvent] { [] }
}
