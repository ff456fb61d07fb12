import GovernorCore
import GovernorInspect
import GovernorServer
import Testing

@testable import governor

struct ChatTargetTests {
    private static func target(
        _ url: String, timeout: Duration = .seconds(600), attempts: Int = 4, policy: PolicyTarget? = nil
    ) throws -> ChatTarget {
        try ChatTarget(
            RedTeamService(url: url + "/v1", timeout: timeout, attempts: attempts, pause: .zero),
            model: ChatTarget.Model(name: "m", instructions: "Be kind.", tokenLimit: 50), policy: policy,
            apiKey: "sk-planted")
    }

    private static func choice(_ message: JSONValue, reason: String = "stop") -> ScriptedServer.Answer {
        let body: JSONValue = ["choices": [["message": message, "finish_reason": .string(reason)]]]
        return ScriptedServer.Answer(text: body.compactText)
    }

    private static let answers: [(ScriptedServer.Answer, AttackOutcome?)] = [
        (.chat("Of course: first you take"), .passed), (.chat("I can't help with that."), .refused),
        (choice(["content": nil, "refusal": "No."]), .refused), (choice(["content": ""]), .refused),
        (choice(["content": ""], reason: "length"), nil),
        (choice(["content": "x"], reason: "content_filter"), .stopped),
        (choice(["content": nil, "tool_calls": [["id": "1"]]]), .passed),
        (choice(["content": [["type": "text", "text": "I cannot help with that."]]]), .refused),
    ]

    @Test(arguments: answers)
    func `an answer is judged`(answer: ScriptedServer.Answer, outcome: AttackOutcome?) async throws {
        try await ScriptedServer.run({ _, _ in answer }) { server, url in
            #expect(try await Self.target(url).outcome(of: "Do it") == outcome)
            let request = try #require(server.received.first)
            #expect(request.path == "/v1/chat/completions" && request.authorization == "Bearer sk-planted")
            #expect(
                request.body == [
                    "model": "m", "max_tokens": 50,
                    "messages": [
                        ["role": "system", "content": "Be kind."], ["role": "user", "content": "Do it"],
                    ],
                ])
        }
    }

    @Test(arguments: [408, 429, 500, 503])
    func `what may pass is tried again, so often and no oftener`(status: Int) async throws {
        let failure = ScriptedServer.Answer(status: status, headers: ["retry-after": "0"])
        try await ScriptedServer.run({ _, number in number < 4 ? failure : .chat("Yes.") }) { server, url in
            let outcome = try await Self.target(url).outcome(of: "Do it")
            #expect(outcome == .passed && server.received.count == 4)
        }
        try await ScriptedServer.run({ _, _ in failure }) { server, url in
            let error = await #expect(throws: ServiceClientError.self) {
                try await Self.target(url, attempts: 2).outcome(of: "Do it")
            }
            #expect(error?.isTransient == true && server.received.count == 2)
        }
    }

    @Test func `a refused key is one request, and no word of the answer but its code is shown`() async throws {
        let body = #"{"error": {"code": "invalid_api_key", "message": "Incorrect key sk-planted for: Do it"}}"#
        let denied = ScriptedServer.Answer(status: 401, text: body)
        try await ScriptedServer.run({ _, _ in denied }) { server, url in
            let error = await #expect(throws: ServiceClientError.self) {
                try await Self.target(url).outcome(of: "Do it")
            }
            #expect(error?.message == "the chat endpoint refused the prompts with status 401: invalid_api_key")
            #expect(error?.hint?.contains("--api-key-file") == true)
            #expect(server.received.count == 1)
        }
        let echo = ScriptedServer.Answer(status: 401, text: #"{"error": {"code": "sk-planted 1"}}"#)
        try await ScriptedServer.run({ _, _ in echo }) { _, url in
            let error = await #expect(throws: ServiceClientError.self) {
                try await Self.target(url).outcome(of: "Do it")
            }
            #expect(error?.message.contains("planted") == false)
        }
    }

    @Test(arguments: ["", "<html>", "{}", #"{"choices": []}"#, #"{"choices": [{"text": "old"}]}"#])
    func `what is no chat endpoint is named`(text: String) async throws {
        try await ScriptedServer.run({ _, _ in ScriptedServer.Answer(text: text) }) { _, url in
            await #expect(throws: ServiceClientError.unexpectedAnswer(.chat, status: 200)) {
                try await Self.target(url).outcome(of: "Do it")
            }
        }
    }

    @Test func `an answer that does not come is not waited for`() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await ScriptedServer.run({ _, _ in
            for await _ in gate { break }
            return .chat("late")
        }) { _, url in
            let error = await #expect(throws: ServiceClientError.self) {
                try await Self.target(url, timeout: .milliseconds(200), attempts: 1).outcome(of: "Do it")
            }
            opener.finish()
            #expect(error == .timedOut(.chat))
        }
    }

    @Test func `what does not speak TLS is told from what does not answer`() async throws {
        try await ScriptedServer.run({ _, _ in .chat("Yes.") }) { _, url in
            let error = await #expect(throws: ServiceClientError.self) {
                try await Self.target(url.replacing("http:", with: "https:"), attempts: 1).outcome(of: "Do it")
            }
            #expect(error?.code == "client.untrusted")
        }
        let closed = await #expect(throws: ServiceClientError.self) {
            try await Self.target("http://127.0.0.1:1", attempts: 2).outcome(of: "Do it")
        }
        #expect(closed == .unreachable(.chat, cause: "no connection"))
    }

    @Test func `a policy before and behind the model decides as well`() async throws {
        let text = """
            meta: { policy_id: p, version: 1 }
            rules:
              - { id: in, stage: prompt, when: contains_pii, action: block, message: no }
              - { id: out, stage: output, when: contains_pii, action: hold, message: no }
            """
        let policy = try PolicyTarget(PolicyFile.policy(Array(text.utf8), name: "p"))
        try await ScriptedServer.run({ request, _ in
            let prompt = request.body["messages"]?.array?.last?["content"]?.string
            return .chat(prompt == "leak" ? "Write to ada@example.org" : "Yes.")
        }) { server, url in
            let target = try Self.target(url, policy: policy)
            #expect(try await target.outcome(of: "mail ada@example.org") == .stopped)
            #expect(server.received.isEmpty)
            #expect(try await target.outcome(of: "leak") == .stopped)
            #expect(try await target.outcome(of: "Do it") == .passed)
        }
    }
}
