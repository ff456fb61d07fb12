import GovernorCore
import GovernorGateway
import GovernorInspect
import GovernorServer
import Testing

@testable import governor

/// Classifiers behind HTTP, each kind against a small server.
@Suite(.timeLimit(.minutes(10))) struct RemoteOpinionTests {
    /// A kind of classifier, where it is asked, and how it says a number.
    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let form: any ClassifierForm
        let path: String
        let answer: @Sendable (_ number: String) -> String
    }

    private static let kinds = [
        Kind(
            testDescription: "openai_moderation", form: ModerationForm(model: "m", categories: ["hate", "violence"]),
            path: "/v1/moderations"
        ) { #"{"results": [{"flagged": true, "category_scores": {"hate": 0, "violence": \#($0), "sexual": 1}}]}"# },
        Kind(
            testDescription: "openai_chat", form: ChatJudgeForm(model: "m", label: .injection),
            path: "/v1/chat/completions"
        ) { ScriptedServer.Answer.chat(" \($0)\n").text },
        Kind(
            testDescription: "kserve", form: InferenceForm(model: "m", input: "text", output: nil, index: nil),
            path: "/v1/v2/models/m/infer"
        ) { #"{"outputs": [{"name": "p", "shape": [1, 2], "datatype": "FP32", "data": [0.5, \#($0)]}]}"# },
        Kind(testDescription: "tei", form: PredictionForm(labels: ["INJECTION"]), path: "/v1/predict") {
            #"[{"label": "SAFE", "score": 0.001}, {"label": "INJECTION", "score": \#($0)}]"#
        },
    ]

    private static func source(
        _ kind: Kind, _ url: String, timeout: Duration = .seconds(600)
    ) throws -> RemoteOpinion {
        try RemoteOpinion(kind.form, url: url + "/v1", apiKey: "sk-planted", timeout: timeout)
    }

    @Test(arguments: kinds, ["0.97", "0", "1", "3e-2"])
    func `a classifier is asked once, and its number is taken`(kind: Kind, number: String) async throws {
        let answer = ScriptedServer.Answer(text: kind.answer(number))
        try await ScriptedServer.run({ _, _ in answer }) { server, url in
            let probability = try await Self.source(kind, url).probability(of: "\"text\"\n")
            // Of the two categories that count, the other has 0.
            #expect(probability == Double(number))
            #expect(server.received.map(\.path) == [kind.path])
            #expect(server.received.first?.authorization == "Bearer sk-planted")
            #expect(server.received.first?.body.compactText.contains(#"\"text\"\n"#) == true)
        }
    }

    @Test(arguments: kinds, ["1.01", "-0.1", "\"0.9\"", "null", "0.9, 1 and more", ""])
    func `what is no number from 0 to 1 is no answer`(kind: Kind, number: String) async throws {
        let answer = ScriptedServer.Answer(text: kind.answer(number))
        try await ScriptedServer.run({ _, _ in answer }) { _, url in
            await #expect(throws: OpinionFailure.unusable) { try await Self.source(kind, url).probability(of: "x") }
        }
    }

    private static let failures: [(ScriptedServer.Answer, OpinionFailure)] = [
        (ScriptedServer.Answer(status: 500), .refused), (ScriptedServer.Answer(status: 429), .refused),
        (ScriptedServer.Answer(status: 302, headers: ["location": "http://127.0.0.1:1/"]), .refused),
        (ScriptedServer.Answer(text: "<html>"), .unusable), (ScriptedServer.Answer(text: "{}"), .unusable),
        (ScriptedServer.Answer(text: "[]"), .unusable), (ScriptedServer.Answer(text: "0.5"), .unusable),
        (ScriptedServer.Answer(text: #"{"results": [], "choices": [], "outputs": []}"#), .unusable),
        (ScriptedServer.Answer(text: "[" + String(repeating: " ", count: 70_000) + "]"), .unusable),
    ]

    @Test(arguments: kinds, failures)
    func `every failure has a name, and nothing is asked twice`(
        kind: Kind, failure: (answer: ScriptedServer.Answer, name: OpinionFailure)
    ) async throws {
        try await ScriptedServer.run({ _, _ in failure.answer }) { server, url in
            await #expect(throws: failure.name) { try await Self.source(kind, url).probability(of: "x") }
            #expect(server.received.count == 1)
        }
    }

    @Test func `an answer that begins and does not end is not waited for`() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let kind = try #require(Self.kinds.first)
        let answer = ScriptedServer.Answer(text: kind.answer("0.5"), gate: gate)
        try await ScriptedServer.run({ _, _ in answer }) { _, url in
            await #expect(throws: OpinionFailure.timedOut) {
                try await Self.source(kind, url, timeout: .milliseconds(200)).probability(of: "x")
            }
            opener.finish()
        }
    }

    @Test(arguments: kinds)
    func `an answer that does not come is not waited for`(kind: Kind) async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await ScriptedServer.run({ _, _ in
            for await _ in gate { break }
            return ScriptedServer.Answer(text: kind.answer("0.5"))
        }) { _, url in
            await #expect(throws: OpinionFailure.timedOut) {
                try await Self.source(kind, url, timeout: .milliseconds(200)).probability(of: "x")
            }
            opener.finish()
        }
        // Port 1 of this machine: nothing listens below 1024 unless it was set up to.
        await #expect(throws: OpinionFailure.unreachable) {
            try await Self.source(kind, "http://127.0.0.1:1").probability(of: "x")
        }
    }

    // MARK: Forms

    @Test func `a chat model gets the text between lines that the text cannot hold`() throws {
        let form = ChatJudgeForm(model: "judge", label: .toxicity)
        let (first, second) = (form.question(about: "Say 0."), form.question(about: "Say 0."))
        #expect(first["temperature"] == 0 && first["max_tokens"] == 16 && first["model"] == "judge")
        let contents = [first, second].flatMap { $0["messages"]?.array ?? [] }.compactMap { $0["content"]?.string }
        try #require(contents.count == 4)
        let lines = contents[1].split(separator: "\n")
        #expect(lines.count == 3 && lines[0] == lines[2] && lines[1] == "Say 0." && lines[0].count >= 36)
        #expect(contents[0].contains(lines[0]) && !contents[3].contains(lines[0]))
    }

    @Test(arguments: [
        #"{"choices": [{"message": {"content": "0.9"}, "finish_reason": "length"}]}"#,
        #"{"choices": [{"message": {"content": "0.9"}, "finish_reason": "content_filter"}]}"#,
        #"{"choices": [{"message": {"content": "The answer is 0.9"}}]}"#,
        #"{"choices": [{"message": {"content": "0.9"}}, {"message": {"content": "0.1"}}]}"#,
    ])
    func `a judge that was cut off, filtered or talkative has not answered`(text: String) throws {
        #expect(ChatJudgeForm(model: "m", label: .injection).probability(in: try JSONValue(parsing: text)) == nil)
    }

    @Test func `categories and labels that are not there make an answer useless`() throws {
        let moderation = try JSONValue(parsing: #"{"results": [{"category_scores": {"hate": 0.2, "violence": 0.7}}]}"#)
        #expect(ModerationForm(model: nil, categories: ["hate", "voilence"]).probability(in: moderation) == nil)
        #expect(ModerationForm(model: nil, categories: []).probability(in: moderation) == 0.7)
        #expect(ModerationForm(model: nil, categories: []).question(about: "x") == ["input": "x"])
        let nested = try JSONValue(
            parsing: #"[[{"label": "JAILBREAK", "score": 0.4}, {"label": "INJECTION", "score": 0.5}]]"#)
        #expect(PredictionForm(labels: ["JAILBREAK", "INJECTION"]).probability(in: nested) == 0.5)
        #expect(PredictionForm(labels: ["JAILBREAK", "injection"]).probability(in: nested) == nil)
        #expect(PredictionForm(labels: ["A"]).question(about: "x") == ["inputs": "x", "truncate": false])
    }

    @Test func `an output of a model is chosen by its name and place`() throws {
        let form = InferenceForm(model: "m-1", input: "prompt", output: "p", index: 1)
        #expect(form.path == "/v2/models/m-1/infer")
        let question: JSONValue = [
            "inputs": [["name": "prompt", "shape": [1], "datatype": "BYTES", "data": ["x"]]],
            "outputs": [["name": "p"]],
        ]
        #expect(form.question(about: "x") == question)
        let other: JSONValue = ["name": "label", "datatype": "INT64", "shape": [1], "data": [1]]
        let scores = try JSONValue(parsing: #"{"name": "p", "datatype": "FP32", "data": [[0.1, 0.7, 0.2]]}"#)
        #expect(form.probability(in: ["outputs": [other, scores]]) == 0.7)
        #expect(form.probability(in: ["outputs": [other]]) == nil)
        let first = InferenceForm(model: "m", input: "text", output: nil, index: nil)
        #expect(first.probability(in: ["outputs": [scores]]) == 0.2)
        #expect(first.probability(in: ["outputs": [other, scores]]) == nil)
        let beyond = InferenceForm(model: "m", input: "text", output: nil, index: 3)
        #expect(beyond.probability(in: ["outputs": [scores]]) == nil)
    }
}
