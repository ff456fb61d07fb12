import Foundation
import GovernorCore
import Testing

/// `governor policy backtest` on the ledger of a server.
struct PolicyBacktestTests {
    private static func policy(_ rule: String) -> String {
        "meta: {policy_id: tried, version: 2.0.0, effective_date: 2026-01-01}\n"
            + "rules:\n  - {id: mails, when: \(rule), action: block, message: no mails}\n"
    }

    /// A folder with the ledger `d` of a server that has decided about three prompts, the last of them erased.
    private func ledger(keepingTexts: Bool) async throws -> WorkFolder {
        let folder = try WorkFolder.examples()
        try folder.write(Self.policy("text_bytes > 100000"), to: "old.yaml")
        let server = try await RunningServer(
            ["serve", "--policy", "old.yaml", "--data", "d", "--auth", "none"], in: folder,
            environment: ["GOVERNOR_GATEWAY_RECORD_CONTENT": "\(keepingTexts)"])
        for body in [
            #"{"prompt":"Write to ada@example.com"}"#, #"{"prompt":"Good morning"}"#,
            #"{"prompt":"Write to bob@example.com","context":{"user_id":"bob"}}"#,
        ] {
            let url = "\(try server.url("gateway"))/filter/prompt"
            let answer = try await RunningServer.curl(
                ["-H", "content-type: application/json", "-d", body, url], in: folder)
            #expect(answer.status == 200 && answer.text.contains(#""action":"allow""#), "\(answer.text)")
        }
        #expect(await server.end() == 0)
        let erased = try await CommandRun.governor(
            ["ledger", "erase", "--ledger", "d", "--data-subject", "bob", "--basis", "gdpr", "--approver", "dpo"],
            in: folder)
        #expect(erased.status == 0, "\(erased.everything)")
        return folder
    }

    @Test(arguments: [true, false])
    func `G.57: a stricter policy is tried on what was decided`(keepingTexts: Bool) async throws {
        let folder = try await ledger(keepingTexts: keepingTexts)
        try folder.write(Self.policy("contains_pii"), to: "new.yaml")
        let run = try await CommandRun.governor(
            ["policy", "backtest", "new.yaml", "--ledger", "d", "--fail-on", "stricter"], in: folder)
        #expect(run.status == 1, "\(run.everything)")
        #expect(run.output.contains("1 of 2 verdicts flip: 1 stricter, 0 milder"), "\(run.output)")
        #expect(
            run.output.contains("allow -> block  mails") && run.output.contains("1 left out because they were erased"))
        #expect(run.output.contains("inspected again") == keepingTexts)
        #expect(!run.everything.contains("example.com"))

        let mild = try await CommandRun.governor(
            ["policy", "backtest", "new.yaml", "--ledger", "d", "--fail-on", "milder", "--format", "json"], in: folder)
        #expect(mild.status == 0)
        let json = try JSONValue(parsing: mild.output)
        #expect(json["decisions"]?["compared"] == 2 && json["decisions"]?["erased"] == 1)
        let flips = try #require(json["flips"]?.array)
        #expect(flips.count == 1 && flips[0]["rules"] == ["mails"] && flips[0]["after"] == "block")
    }

    @Test func `what a record does not say is unknown, and other policies can be compared`() async throws {
        let folder = try await ledger(keepingTexts: false)
        try folder.write(Self.policy("toxicity_score > 0.5"), to: "new.yaml")
        let run = try await CommandRun.governor(["policy", "backtest", "new.yaml", "--ledger", "d"], in: folder)
        #expect(run.status == 0)
        #expect(run.output.contains("2 of them unknown"), "\(run.output)")
        #expect(run.output.contains("insufficient data"))
        let against = try await CommandRun.governor(
            ["policy", "backtest", "old.yaml", "--against", "old.yaml", "--ledger", "d"], in: folder)
        #expect(against.status == 0 && against.output.contains("0 of 2 verdicts flip"), "\(against.everything)")
    }

    @Test func `a period has two ends, and words that are none are refused`() async throws {
        let folder = try await ledger(keepingTexts: false)
        let none = try await CommandRun.governor(
            ["policy", "backtest", "old.yaml", "--ledger", "d", "--until", "2020-01-01T00:00:00Z"], in: folder)
        #expect(none.status == 0 && none.output.contains("insufficient data"))
        let unanswered = try await CommandRun.governor(
            ["policy", "backtest", "old.yaml", "--ledger", "d", "--stream", "misspelt", "--fail-on", "any"], in: folder)
        #expect(unanswered.status == 2 && unanswered.diagnostics.contains("insufficient data: --fail-on"))
        let wrong = try await CommandRun.governor(
            ["policy", "backtest", "old.yaml", "--ledger", "d", "--from", "yesterday"], in: folder)
        #expect(wrong.status == 64 && wrong.diagnostics.contains("'yesterday' is no time"))
        let absent = try await CommandRun.governor(
            ["policy", "backtest", "old.yaml", "--ledger", "nowhere"], in: folder)
        #expect(absent.status == 2)
    }
}
