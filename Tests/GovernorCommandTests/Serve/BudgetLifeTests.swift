import Foundation
import GovernorCore
import Testing

/// Budgets over the lives of servers.
@Suite(.timeLimit(.minutes(10))) struct BudgetLifeTests {
    private static let configuration = """
        policy: examples/policies/adr-006.embedded-governance.yaml
        data: d
        gateway:
          auth: none
          models: [{ name: governor-demo, api: demo }]
          keys: [{ id: local, quota: { tokens_per_day: 38 } }]
        evidence: { auth: none }
        """

    private static func start(_ folder: WorkFolder, _ text: String = configuration) async throws -> RunningServer {
        try folder.write(text, to: "governor.yaml")
        return try await RunningServer(["serve", "--config", "governor.yaml"], in: folder)
    }

    private static func ask(_ server: RunningServer, in folder: WorkFolder) async throws -> (status: Int, text: String)
    {
        let body = #"{"model":"governor-demo","messages":[{"role":"user","content":"Good morning"}]}"#
        return try await RunningServer.curl(
            ["-H", "content-type: application/json", "-d", body, "\(server.url("gateway"))/v1/chat/completions"],
            in: folder)
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func `what was spent is spent in the next life of a server too`(signal: Int32) async throws {
        let folder = try WorkFolder.examples()
        let counters = folder.url.appending(path: "d/counters.json")
        let server = try await Self.start(folder)
        #expect(try await Self.ask(server, in: folder).status == 200)
        while signal == SIGKILL,
            (try? String(contentsOf: counters, encoding: .utf8))?.contains("\"tokens_of_day\": 36") != true
        {
            try await Task.sleep(for: .milliseconds(20))
        }
        _ = await server.end(with: signal)
        let again = try await Self.start(folder)
        let refused = try await Self.ask(again, in: folder)
        #expect(refused.status == 429 && refused.text.contains("insufficient_quota"))
        #expect(await again.end() == 0)
    }

    @Test func `a file of counters that says something else stops the start, and says what to do`() async throws {
        let folder = try WorkFolder.examples()
        #expect(try await Self.start(folder).end() == 0)
        try folder.write("{}", to: "d/counters.json")
        let run = try await CommandRun.governor(
            ["serve", "--config", "governor.yaml", "--gateway-port", "0", "--evidence-port", "0"], in: folder)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("d/counters.json does not say what has been spent of budgets"))
        #expect(run.diagnostics.contains("remove it"))
    }

    @Test func `an entry for a key that does not exist stops the start before anything is made`() async throws {
        let folder = try WorkFolder.examples()
        try folder.write(
            Self.configuration.replacing("id: local", with: "id: locale"), to: "governor.yaml")
        let run = try await CommandRun.governor(
            ["serve", "--config", "governor.yaml", "--gateway-port", "0", "--evidence-port", "0"], in: folder)
        #expect(run.status == 2 && run.diagnostics.contains("there is no API key 'locale'"))
        #expect(run.diagnostics.contains("did you mean 'local'?"))
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "d/ledger.sqlite").path))
    }
}
