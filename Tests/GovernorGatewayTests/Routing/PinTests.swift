import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

@Suite struct PinTests {
    private static let rules = "rules: [{id: r, when: contains_secret, action: block, message: a credential}]"

    private func gateway(_ upstream: some Upstream, _ pin: VersionPin) throws -> TestGateway {
        let target = ModelTarget(
            name: "m", upstream: upstream, paths: [.chat: "/v1/chat/completions"], pin: pin)
        return try TestGateway(rules: Self.rules, models: [ModelRoute(name: "m", targets: [target])])
    }

    private func ask(_ gateway: TestGateway, stream: Bool) async -> TestResponse {
        await gateway.post(
            "/v1/chat/completions", #"{"model":"m","stream":\#(stream),"messages":[{"role":"user","content":"Hi"}]}"#)
    }

    /// What the record of the answer says about its version.
    private func isMismatch(_ gateway: TestGateway) -> JSONValue? {
        gateway.sink.facts.last { $0.type == "decision.output" }?.payload["upstream"]?["version_mismatch"]
    }

    private func whole(_ model: JSONValue) -> CannedUpstream {
        let answer: JSONValue = [
            "model": model,
            "choices": [
                ["index": 0, "message": ["role": "assistant", "content": "Hello"], "finish_reason": "stop"]
            ],
        ]
        return CannedUpstream(answer.compactText)
    }

    /// A stream whose events name these models; nil for an event without one.
    private func stream(_ models: [String?]) -> CannedUpstream {
        var events = models.map { model -> JSONValue in
            var chunk: JSONObject = ["choices": [["index": 0, "delta": ["content": "Hello "]]]]
            if let model { chunk["model"] = .string(model) }
            return .object(chunk)
        }
        events.append(["choices": [["index": 0, "delta": [:], "finish_reason": "stop"]]])
        let text = events.map { "data: \($0.compactText)\n\n" }.joined() + "data: [DONE]\n\n"
        return CannedUpstream(text)
    }

    @Test func `S4.61: an answer of the version that is pinned leaves`() async throws {
        for (upstream, isStream) in [
            (whole("v1"), false), (stream(["v1", "v1"]), true), (stream([nil, "", "v1"]), true),
        ] {
            let gateway = try gateway(upstream, VersionPin(version: "v1"))
            let response = await ask(gateway, stream: isStream)
            #expect(response.status == 200 && response.text.contains("Hello"))
            #expect(isMismatch(gateway) == false)
        }
    }

    @Test func `S4.61: an answer of another version, or of none, does not leave, and its record says so`() async throws
    {
        let cases: [(CannedUpstream, Bool)] = [
            (whole("v2"), false), (whole("v1 "), false), (whole(.null), false), (stream(["v2"]), true),
            (stream([nil]), true), (stream([nil, "v2"]), true),
        ]
        for (upstream, isStream) in cases {
            let gateway = try gateway(upstream, VersionPin(version: "v1"))
            let response = await ask(gateway, stream: isStream)
            #expect(!response.text.contains("Hello") && response.text.contains("upstream.version-mismatch"))
            #expect(response.status == (isStream ? 200 : 502))
            #expect(isMismatch(gateway) == true)
            #expect(
                gateway.registry.exposition().contains(
                    #"governor_version_mismatches_total{model="m",model_version="v1",cohort="stable"} 1"#))
        }
    }

    @Test func `S4.61: a version that changes within a stream ends it`() async throws {
        let gateway = try gateway(stream(["v1", "v2"]), VersionPin(version: "v1"))
        let response = await ask(gateway, stream: true)
        #expect(response.text.contains("upstream.version-mismatch") && !response.text.contains("[DONE]"))
    }

    @Test(arguments: [false, true])
    func `S4.61: a mismatch may be recorded alone`(isStream: Bool) async throws {
        let gateway = try gateway(
            isStream ? stream(["v2"]) : whole("v2"), VersionPin(version: "v1", onMismatch: .record))
        let response = await ask(gateway, stream: isStream)
        #expect(response.status == 200 && response.text.contains("Hello"))
        #expect(isMismatch(gateway) == true)
    }
}
