import GovernorCore
import GovernorDialects
import TestTime
import Testing

@testable import GovernorGateway

/// What users of other gateways have met most, as far as it is about one request and its answer.
@Suite struct StreamConformanceTests {
    private static let masking = "rules: [{id: mask, when: contains_pii, action: redact, message: personal data}]"

    private func chunk(_ delta: JSONValue, choice: Int = 0, finish: JSONValue = .null) -> String {
        let chunk: JSONValue = [
            "id": "1", "choices": [["index": .integer(choice), "delta": delta, "finish_reason": finish]],
        ]
        return "data: \(chunk.compactText)\n\n"
    }

    private func answer(_ upstream: CannedUpstream, rules: String) async throws -> (TestResponse, TestGateway) {
        let gateway = try TestGateway(rules: rules, models: [upstream.route])
        return (await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: true)), gateway)
    }

    @Test func `a stream in which nothing is to be done arrives as it was sent`() async throws {
        let sent =
            chunk(["role": "assistant", "content": ""]) + chunk(["content": "Hello there"]) + chunk([:], finish: "stop")
            + "data: [DONE]\n\n"
        let (response, gateway) = try await answer(CannedUpstream(sent), rules: Self.masking)
        let receipt = try #require(gateway.sink.facts.last).id
        #expect(response.text.replacing(": governor-receipt \(receipt)\n\n", with: "") == sent)
        #expect(response.headers["x-accel-buffering"] == "no" && response.headers["cache-control"] == "no-cache")
        #expect(response.headers["content-type"] == "text/event-stream")
    }

    @Test func `choices and parallel calls are told apart by their numbers, however they are mixed`() async throws {
        func call(_ index: Int, _ arguments: String, name: JSONValue? = nil) -> JSONValue {
            var function: JSONObject = ["arguments": .string(arguments)]
            function["name"] = name
            return ["tool_calls": [["index": .integer(index), "function": .object(function)]]]
        }
        let sent = [
            chunk(["content": "Mail ada@exam"]), chunk(["content": "Mail no"], choice: 1),
            chunk(["content": "ple.com now. "]), chunk(["content": "body at all. "], choice: 1),
            chunk(call(0, "", name: "send")), chunk(call(1, "", name: "post")),
            chunk(call(0, #"{"to":"eve@exam"#)), chunk(call(1, #"{"to":"nobody at"#)),
            chunk(call(0, #"ple.com"}"#)), chunk(call(1, #" all"}"#)), chunk([:], finish: "tool_calls"),
            chunk([:], choice: 1, finish: "stop"), "data: [DONE]\n\n",
        ]
        let (response, _) = try await answer(CannedUpstream(sent.joined()), rules: Self.masking)
        var parser = ServerSentEventParser()
        var texts: [String: String] = [:]
        for event in try parser.append(Array(response.text.utf8)) where event.data != "[DONE]" {
            for choice in try JSONValue(parsing: event.data)["choices"]?.array ?? [] {
                let number = choice["index"]?.number?.text ?? ""
                texts[number, default: ""] += choice["delta"]?["content"]?.string ?? ""
                for call in choice["delta"]?["tool_calls"]?.array ?? [] {
                    let text = call["function"]?["arguments"]?.string ?? ""
                    texts["call \(call["index"]?.number?.text ?? "")", default: ""] += text
                }
            }
        }
        #expect(texts["0"] == "Mail [email] now. " && texts["1"] == "Mail nobody at all. ")
        #expect(texts["call 0"] == #"{"to":"[email]"}"# && texts["call 1"] == #"{"to":"nobody at all"}"#)
        #expect(response.text.hasSuffix("data: [DONE]\n\n"))
    }

    @Test(arguments: ["warn", "shadow"])
    func `a rule that only watches never changes a stream`(enforcement: String) async throws {
        let rules = """
            rules:
              - {id: watch, when: contains_pii, stage: output, action: block, enforcement: \(enforcement), message: data}
            """
        let (response, gateway) = try await answer(
            .chat(saying: ["Mail ada@", "example.com", " now."]), rules: rules)
        let content = try ChatClient.content(response)
        #expect(content.text == "Mail ada@example.com now." && content.finish == ["stop"])
        #expect(gateway.sink.facts.last?.payload["allowed"] == true)
        #expect(gateway.sink.facts.last?.payload["matches"]?.array?.count == 1)
    }

    @Test(arguments: [
        "/v1/files", "/v1/images/generations", "/v1/audio/speech", "/v1/chat/completions/", "/v1//chat/completions",
        "/V1/chat/completions", "/v1/responses/resp_1", "/tokenize", "/v1/score",
    ])
    func `what nobody judges is not passed on`(path: String) async throws {
        let upstream = CannedUpstream.chat(saying: ["Hello"])
        let gateway = try TestGateway(rules: Self.masking, models: [upstream.route])
        #expect(await gateway.post(path, ChatClient.request("Hi")).status == 404)
        #expect(upstream.requests.isEmpty)
    }

    @Test func `a client sees that a stream goes on whose events wait`() async throws {
        let rules = "rules: [{id: stop, when: is_refusal, stage: output, action: block, message: no refusals}]"
        let upstream = CannedUpstream(
            chunk(["content": "One "]) + chunk(["content": "two "]) + chunk([:], finish: "stop") + "data: [DONE]\n\n")
        let gateway = try TestGateway(rules: rules, models: [upstream.route], stopwatch: HastyClock())
        let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: true))
        #expect(response.text.hasPrefix(": \n\n"))
        #expect(try ChatClient.content(response).text == "One two ")
    }

    @Test func `no escape hides what the arguments of a tool say`() async throws {
        let written = #"{"note":"card\n4111 1111 1111\u00201111\nmail \u0061da@example.com\n"}"#
        let upstream = CannedUpstream(
            chunk(["tool_calls": [["index": 0, "function": ["name": "send", "arguments": .string(written)]]]])
                + chunk([:], finish: "tool_calls") + "data: [DONE]\n\n")
        let gateway = try TestGateway(rules: Self.masking, models: [upstream.route])
        let request: JSONValue = [
            "model": "m", "stream": true,
            "messages": [
                [
                    "role": "assistant",
                    "tool_calls": [
                        [
                            "id": "c", "type": "function",
                            "function": ["name": "send", "arguments": .string(written)],
                        ]
                    ],
                ], ["role": "tool", "tool_call_id": "c", "content": .string(written)],
            ],
        ]
        let response = await gateway.post("/v1/chat/completions", request.compactText)
        let masked = #"{"note":"card\n[credit_card]\nmail [email]\n"}"#
        let sent = try JSONValue(parsing: try #require(upstream.requests.first).body)["messages"]?.array ?? []
        #expect(sent.first?["tool_calls"]?.array?[0]["function"]?["arguments"]?.string == masked)
        #expect(sent.last?["content"]?.string == masked)
        #expect(response.text.contains(JSONValue.string(masked).compactText))
    }

    @Test func `scores of several texts say which one they are about`() async throws {
        let rules = "rules: [{id: rude, when: toxicity_score > 0.99, action: log_only, message: rude}]"
        let gateway = try TestGateway(rules: rules, models: [CannedUpstream.chat(saying: ["Hello"]).route])
        _ = await gateway.post(
            "/v1/chat/completions",
            #"{"model":"m","messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"You idiot!"}]}"#
        )
        let scores = try #require(gateway.sink.facts.first?.payload["scores"]?.array)
        #expect(scores.count == 1 && scores[0]["stage"] == "prompt" && scores[0]["text"] == 1)
    }
}

/// A clock on which six seconds pass whenever somebody looks at it.
private final class HastyClock: Clock {
    private let clock = ManualClock()

    var now: ManualClock.Instant {
        clock.advance(by: .seconds(6))
        return clock.now
    }

    var minimumResolution: Duration { clock.minimumResolution }

    func sleep(until deadline: ManualClock.Instant, tolerance: Duration?) async throws {
        try await clock.sleep(until: deadline, tolerance: tolerance)
    }
}
