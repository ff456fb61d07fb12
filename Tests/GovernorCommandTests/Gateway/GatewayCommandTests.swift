import Foundation
import GovernorCore
import Testing

@Suite(.timeLimit(.minutes(5))) struct GatewayCommandTests {
    private static let arguments = [
        "serve", "--policy", "examples/policies/support-desk.yaml", "--data", "d", "--auth", "none",
    ]
    private static let models = #"[{"name":"a","api":"demo"},{"name":"b","api":"demo"}]"#

    private func start(in folder: WorkFolder) async throws -> RunningServer {
        try await RunningServer(Self.arguments, in: folder, environment: ["GOVERNOR_GATEWAY_MODELS": Self.models])
    }

    private func ask(_ model: String, of server: RunningServer, in folder: WorkFolder) async throws -> (Int, String) {
        let body = #"{"model":"\#(model)","messages":[{"role":"user","content":"Good morning"}]}"#
        let answer = try await RunningServer.curl(
            ["-H", "content-type: application/json", "-d", body, "\(server.url("gateway"))/v1/chat/completions"],
            in: folder)
        return (answer.status, answer.text)
    }

    private func governor(_ arguments: [String], _ server: RunningServer, in folder: WorkFolder) async throws
        -> CommandRun
    {
        try await CommandRun.governor(["gateway"] + arguments + ["--url", server.url("evidence")], in: folder)
    }

    @Test func `S4.46: a system is stopped and started at run time, and a stop outlives the process`() async throws {
        let folder = try WorkFolder.examples()
        var server = try await start(in: folder)
        #expect(try await ask("a", of: server, in: folder).0 == 200)
        let stopped = try await governor(["stop", "a", "--reason", "INC-42: wrong"], server, in: folder)
        #expect(stopped.status == 0 && stopped.output.hasPrefix("stopped\ta\t"))
        let refused = try await ask("a", of: server, in: folder)
        #expect(refused.0 == 503 && refused.1.contains("system_stopped"))
        #expect(try await ask("b", of: server, in: folder).0 == 200)
        #expect(await server.end() == 0)

        server = try await start(in: folder)
        #expect(try await ask("a", of: server, in: folder).0 == 503)
        let listed = try await governor(["stops", "--format", "json"], server, in: folder)
        let stops = try JSONValue(parsing: listed.output)["stops"]?.array ?? []
        #expect(stops.map { $0["system"] } == ["a"] && stops.first?["reason"] == "INC-42: wrong")
        let started = try await governor(["start", "a", "--reason", "closed"], server, in: folder)
        #expect(started.status == 0 && started.output.hasPrefix("started\ta\t"))
        #expect(try await ask("a", of: server, in: folder).0 == 200)
        let nothing = try await governor(["start", "a"], server, in: folder)
        #expect(nothing.status == 1 && nothing.diagnostics.contains("nothing is stopped by this name"))
        #expect(await server.end() == 0)
    }

    @Test func `who may not stop systems, and who cannot be reached, is told so`() async throws {
        let folder = try WorkFolder.examples()
        let run = try await CommandRun.governor(
            ["gateway", "stops", "--url", "http://127.0.0.1:9"], in: folder)
        #expect(run.status == 2 && !run.diagnostics.isEmpty)
    }
}
