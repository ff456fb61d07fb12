import Foundation
import GovernorCore
import Testing

/// What is held, from its client to its reviewer and back, over the command and a restart.
@Suite(.timeLimit(.minutes(10))) struct HoldLifeTests {
    private static let configuration = """
        policy: policy.yaml
        data: d
        gateway:
          auth: none
          models: [{ name: governor-demo, api: demo }]
        evidence: { auth: none }
        """
    private static let policy = """
        meta: {policy_id: held, version: 1.0.0, effective_date: 2026-01-01}
        rules:
          - {id: mail, when: contains_pii, stage: prompt, action: hold, message: mails are reviewed}
          - {id: long, when: text_bytes > 120, stage: output, action: hold, message: long answers are reviewed}
        """

    private func start(in folder: WorkFolder) async throws -> RunningServer {
        try folder.write(Self.configuration, to: "governor.yaml")
        try folder.write(Self.policy, to: "policy.yaml")
        return try await RunningServer(["serve", "--config", "governor.yaml"], in: folder)
    }

    private func ask(_ text: String, of server: RunningServer, in folder: WorkFolder) async throws -> (Int, String) {
        let body = #"{"model":"governor-demo","messages":[{"role":"user","content":"\#(text)"}]}"#
        let answer = try await RunningServer.curl(
            ["-H", "content-type: application/json", "-d", body, "\(server.url("gateway"))/v1/chat/completions"],
            in: folder)
        return (answer.status, answer.text)
    }

    private func holds(
        _ arguments: [String], _ server: RunningServer, in folder: WorkFolder, input: String = ""
    ) async throws -> CommandRun {
        try await CommandRun.governor(
            ["holds"] + arguments + ["--url", server.url("evidence")], in: folder, input: input)
    }

    private func pending(_ server: RunningServer, in folder: WorkFolder) async throws -> String {
        let run = try await holds(["list", "--state", "pending", "--format", "json"], server, in: folder)
        return try #require(try JSONValue(parsing: run.output)["items"]?.array?.first?["id"]?.string)
    }

    @Test func `G.57: a backtest says how the reviews of what was held ended, and what would be held again`()
        async throws
    {
        let folder = try WorkFolder()
        let server = try await start(in: folder)
        for (name, word) in [("ada", "release"), ("bob", "reject")] {
            #expect(try await ask("Pay \(name)@example.com", of: server, in: folder).0 == 403)
            let id = try await pending(server, in: folder)
            let review = try await holds([word, id, "--reason", "looked at"], server, in: folder)
            #expect(review.status == 0, "\(review.everything)")
        }
        #expect(try await ask("Pay ada@example.com", of: server, in: folder).0 == 200)
        #expect(try await ask("Pay bob@example.com", of: server, in: folder).0 == 400)
        #expect(try await ask("Pay eve@example.com", of: server, in: folder).0 == 403)
        #expect(await server.end() == 0)

        try folder.write(Self.policy.replacing("action: hold", with: "action: log_only"), to: "mild.yaml")
        try folder.write(Self.policy.replacing("action: hold", with: "action: block"), to: "hard.yaml")
        for (policy, outcome) in [
            ("policy.yaml", "would_hold"), ("mild.yaml", "would_go_on"), ("hard.yaml", "would_be_refused"),
        ] {
            let run = try await CommandRun.governor(
                ["policy", "backtest", policy, "--ledger", "d", "--format", "json"], in: folder)
            let json = try JSONValue(parsing: run.output)
            let held = try #require(json["held"]?.array)
            #expect(held.map { $0["review"] } == ["released", "rejected", "not reviewed"], "\(run.everything)")
            #expect(held.allSatisfy { $0["decisions"] == 1 && $0[outcome] == 1 })
            let flips = json["flips"]?.array ?? []
            #expect(flips.map { $0["review"] } == (policy == "policy.yaml" ? [] : ["released", "rejected", .null]))
            // What a review let on or refused is no verdict of the policy.
            #expect(json["decisions"]?["following_holds"] == 2)
        }
        let text = try await CommandRun.governor(["policy", "backtest", "mild.yaml", "--ledger", "d"], in: folder)
            .output
        #expect(
            text.contains("hold (released) -> log_only  mail") && text.contains("hold (rejected) -> log_only  mail"))
    }

    @Test func `a request is held, a restart changes nothing about it, and a release lets it on once`() async throws {
        let folder = try WorkFolder()
        var server = try await start(in: folder)
        let held = try await ask("Pay ada@example.com", of: server, in: folder)
        #expect(held.0 == 403 && held.1.contains("held_for_review"))
        let id = try await pending(server, in: folder)
        #expect(held.1.contains(id))
        #expect(await server.end() == 0)

        server = try await start(in: folder)
        #expect(try await ask("Pay ada@example.com", of: server, in: folder).1.contains(id))
        let shown = try await holds(["show", id], server, in: folder)
        #expect(shown.output.contains("Pay ada@example.com") && shown.output.contains("mails are reviewed"))
        let released = try await holds(["release", id, "--reason", "known customer"], server, in: folder)
        #expect(released.status == 0 && released.output.hasPrefix("released"))
        let answer = try await ask("Pay ada@example.com", of: server, in: folder)
        #expect(answer.0 == 200 && answer.1.contains("You wrote: Pay ada@example.com"))
        let again = try await ask("Pay ada@example.com", of: server, in: folder)
        #expect(again.0 == 403 && !again.1.contains(id))
        let facts = try await RunningServer.curl(
            ["\(server.url("evidence"))/api/v1/facts?event_type=hold.used"], in: folder)
        #expect(facts.text.contains("hold.used"))
        #expect(await server.end() == 0)
        #expect(!server.diagnostics.contains("ada@"))
    }

    @Test func `an answer is held, edited after a restart, and given as it was edited`() async throws {
        let folder = try WorkFolder()
        let question = String(repeating: "word ", count: 30)
        var server = try await start(in: folder)
        #expect(try await ask(question, of: server, in: folder).0 == 403)
        let id = try await pending(server, in: folder)
        #expect(await server.end() == 0)

        server = try await start(in: folder)
        #expect(try await ask(question, of: server, in: folder).1.contains(id))
        let edits = #"[{"place": "/choices/0/message/content", "text": "Short."}]"#
        let edited = try await holds(
            ["edit", id, "--reason", "too long", "--edits", "-"], server, in: folder, input: edits)
        #expect(edited.status == 0 && edited.output.hasPrefix("edited"))
        for _ in 0..<2 {
            let answer = try await ask(question, of: server, in: folder)
            #expect(answer.0 == 200 && answer.1.contains(#""content":"Short.""#) && !answer.1.contains("word word"))
        }
        let late = try await holds(["reject", id, "--reason", "no"], server, in: folder)
        #expect(late.status != 0 && late.diagnostics.contains("the hold is edited already"))
        #expect(await server.end() == 0)
    }
}
