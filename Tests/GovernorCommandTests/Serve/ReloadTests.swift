import Foundation
import GovernorCore
import GovernorGateway
import GovernorPolicy
import Testing

@testable import governor

/// A server whose files change while it runs.
@Suite(.timeLimit(.minutes(10))) struct ReloadTests {
    private static func policy(_ version: String, message: String) -> String {
        "meta: {policy_id: changing, version: \(version), effective_date: 2026-01-01}\n"
            + "rules:\n  - {id: all, when: text_bytes > 0, action: block, message: \(message)}\n"
    }

    private static let configuration = """
        policy: policy.yaml
        data: d
        gateway:
          auth: none
          models: [{ name: governor-demo, api: demo }]
        evidence: { auth: none }
        """

    private static func start(_ folder: WorkFolder, _ text: String = configuration) async throws -> RunningServer {
        try folder.write(text, to: "governor.yaml")
        if !folder.has("policy.yaml") { try folder.write(policy("1.0.0", message: "the first"), to: "policy.yaml") }
        return try await RunningServer(["serve", "--config", "governor.yaml"], in: folder)
    }

    private static func get(_ server: RunningServer, _ path: String, in folder: WorkFolder) async throws -> String {
        let listener = path.hasPrefix("/api/") ? "evidence" : "gateway"
        return try await RunningServer.curl(["\(server.url(listener))\(path)"], in: folder).text
    }

    /// Asks until the answer holds some words: a server looks at its files every second.
    private static func wait(
        for words: String, at path: String, of server: RunningServer, in folder: WorkFolder
    ) async throws {
        for _ in 1...600 {
            if try await get(server, path, in: folder).contains(words) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("'\(words)' did not come: \(server.diagnostics)")
    }

    private static func reasons(_ server: RunningServer, in folder: WorkFolder) async throws -> String {
        try await RunningServer.curl(
            [
                "-H", "content-type: application/json", "-d", #"{"prompt":"Hi"}"#,
                "\(server.url("gateway"))/filter/prompt",
            ],
            in: folder
        ).text
    }

    private static func replace(_ text: String, at path: String, in folder: WorkFolder) throws {
        try folder.write(text, to: path + ".new")
        let file = folder.url.appending(path: path).path
        try #require(rename(file + ".new", file) == 0)
    }

    enum Way: String, CaseIterable, Sendable { case written, renamed, signal }

    @Test(arguments: Way.allCases)
    func `G.63: a changed policy comes into force, however it was changed, and the ledger says so`(
        way: Way
    ) async throws {
        let folder = try WorkFolder()
        let server = try await Self.start(folder)
        #expect(try await Self.reasons(server, in: folder).contains("the first"))
        let text = Self.policy("2.0.0", message: "the second")
        switch way {
        case .written: try folder.write(text, to: "policy.yaml")
        case .renamed: try Self.replace(text, at: "policy.yaml", in: folder)
        case .signal:
            try folder.write(text, to: "policy.yaml")
            kill(server.processIdentifier, SIGHUP)
        }
        try await Self.wait(for: "the second", at: "/rules", of: server, in: folder)
        #expect(try await Self.reasons(server, in: folder).contains("the second"))
        let facts = try JSONValue(
            parsing: await Self.get(server, "/api/v1/facts?event_type=policy.activated", in: folder))
        let versions = facts["items"]?.array?.map { $0["policy"]?["version"]?.string }
        #expect(Set(versions ?? []) == ["1.0.0", "2.0.0"], "\(facts)")
        #expect(await server.end() == 0)
        #expect(server.diagnostics.contains("configuration taken over"))
    }

    @Test func `a link that leads elsewhere is a change, as of a mounted ConfigMap`() async throws {
        let folder = try WorkFolder()
        for (number, message) in ["the first", "the second"].enumerated() {
            try folder.write(Self.policy("\(number + 1).0.0", message: message), to: "v\(number)/policy.yaml")
        }
        let links = FileManager.default
        try links.createSymbolicLink(atPath: folder.url.path + "/..data", withDestinationPath: "v0")
        try links.createSymbolicLink(
            atPath: folder.url.path + "/policy.yaml", withDestinationPath: "..data/policy.yaml")
        let server = try await Self.start(folder)
        try links.createSymbolicLink(atPath: folder.url.path + "/..next", withDestinationPath: "v1")
        #expect(rename(folder.url.path + "/..next", folder.url.path + "/..data") == 0)
        try await Self.wait(for: "the second", at: "/rules", of: server, in: folder)
        #expect(await server.end() == 0)
    }

    @Test func `a broken policy is not taken over, and the log, the metrics and health say so`() async throws {
        let folder = try WorkFolder()
        let server = try await Self.start(folder)
        try Self.replace("meta: {policy_id: changing}\nrulez: []\n", at: "policy.yaml", in: folder)
        try await Self.wait(
            for: #"governor_config_reloads_total{outcome="failed"} 1"#, at: "/metrics", of: server, in: folder)
        #expect(try await Self.reasons(server, in: folder).contains("the first"))
        #expect(try await Self.get(server, "/health", in: folder).contains(#""configuration":"stale""#))
        let log = server.diagnostics
        #expect(log.contains("the old one holds") && log.contains("policy.yaml:2:1"), "\(log)")
        #expect(log.contains("did you mean 'rules'?"))
        // What was there before is in force, but what the files say is known to be so only when it is read again.
        try Self.replace(Self.policy("1.0.0", message: "the first"), at: "policy.yaml", in: folder)
        try await Self.wait(for: #"{"status":"ok"}"#, at: "/health", of: server, in: folder)
        #expect(
            try await Self.get(server, "/metrics", in: folder).contains(
                #"governor_config_reloads_total{outcome="failed"} 1"#))
        #expect(await server.end() == 0)
    }

    @Test func `models, limits and keys of models' servers change, and what counts goes on`() async throws {
        let folder = try WorkFolder()
        let server = try await Self.start(folder)
        #expect(try await Self.get(server, "/v1/models", in: folder).contains("governor-demo"))
        let text = Self.configuration.replacing(
            "models: [{ name: governor-demo, api: demo }]",
            with: """
                models:
                    - { name: other, api: openai, url: "https://localhost:1/v1", api_key_file: server.key }
                """)
        try Self.replace(text, at: "governor.yaml", in: folder)
        try await Self.wait(for: "governor_config_stale 1", at: "/metrics", of: server, in: folder)
        #expect(server.diagnostics.contains("API key file 'server.key' does not exist"))
        // The file that was missing is watched, too.
        try folder.write("planted-key", to: "server.key")
        try await Self.wait(for: "other", at: "/v1/models", of: server, in: folder)
        #expect(try await !Self.get(server, "/v1/models", in: folder).contains("governor-demo"))
        #expect(await server.end() == 0)
        #expect(!server.diagnostics.contains("planted-key"))
    }

    @Test func `what holds until the process ends is refused, and the log says that it takes a restart`() async throws {
        let folder = try WorkFolder()
        let server = try await Self.start(folder)
        try Self.replace(
            Self.configuration.replacing("data: d", with: "data: elsewhere"), at: "governor.yaml", in: folder)
        kill(server.processIdentifier, SIGHUP)
        try await Self.wait(for: "governor_config_stale 1", at: "/metrics", of: server, in: folder)
        #expect(server.diagnostics.contains("data cannot change while the server runs"))
        #expect(server.diagnostics.contains("undo the change, or restart the server"))
        #expect(await server.end() == 0)
        #expect(!folder.has("elsewhere"))
    }

    @Test func `a key that is revoked is refused by both listeners, and nothing is said of keys in the log`()
        async throws
    {
        let folder = try WorkFolder()
        try folder.write(Self.policy("1.0.0", message: "the first"), to: "policy.yaml")
        let made = try await CommandRun.governor(
            ["keys", "create", "--id", "planted", "--role", "admin", "--data", "d"], in: folder)
        let other = try await CommandRun.governor(
            ["keys", "create", "--id", "kept", "--role", "admin", "--data", "d"], in: folder)
        let server = try await RunningServer(["serve", "--policy", "policy.yaml", "--data", "d"], in: folder)
        let secrets = [made, other].map { String($0.output.prefix { $0 != "\n" }) }
        func statuses(_ secret: String) async throws -> [Int] {
            let key = ["-H", "authorization: Bearer \(secret)"]
            let paths = [try "\(server.url("gateway"))/rules", try "\(server.url("evidence"))/api/v1/evidence"]
            return try await [
                RunningServer.curl(key + [paths[0]], in: folder).status,
                RunningServer.curl(key + [paths[1]], in: folder).status,
            ]
        }
        #expect(try await statuses(secrets[0]) == [200, 200])
        let revoked = try await CommandRun.governor(["keys", "revoke", "planted", "--data", "d"], in: folder)
        #expect(revoked.status == 0)
        for _ in 1...600 {
            if try await statuses(secrets[0]) == [401, 401] { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try await statuses(secrets[0]) == [401, 401])
        #expect(try await statuses(secrets[1]) == [200, 200])
        #expect(await server.end() == 0)
        #expect(!server.diagnostics.contains("planted"))
    }

    // MARK: Files

    @Test func `a change is seen once it has settled, and once only`() throws {
        let folder = try WorkFolder()
        let path = folder.url.appending(path: "file").path
        var watch = FileWatch()
        watch.begin([path])
        func looks() -> [Bool] { (1...3).map { _ in watch.hasSettledChange() } }
        #expect(looks() == [false, false, false])
        try folder.write("one", to: "file")
        #expect(looks() == [false, true, true])
        watch.begin([path])
        #expect(watch.isUnchanged && looks() == [false, false, false])
        try folder.write("other", to: "file")
        #expect(!watch.isUnchanged && !watch.hasSettledChange())
        try folder.write("another", to: "file")
        #expect(looks() == [false, true, true])
        watch.begin([path])
        try FileManager.default.removeItem(atPath: path)
        #expect(looks() == [false, true, true])
    }

    @Test func `every part of the configuration is one that may change, or one that says that it may not`() throws {
        func fixed(_ text: String) throws -> [String] {
            let folder = try WorkFolder()
            try folder.write(text, to: "governor.yaml")
            let changed = try ConfigurationLoader(environment: Environment([:])).load(
                file: folder.url.appending(path: "governor.yaml").path)
            return ServeConfiguration.defaults.fixedKeys(changedIn: changed)
        }
        #expect(try fixed("policy: other\nkeys: other\n") == [])
        #expect(
            try fixed(
                """
                gateway: {stream: other, record_content: true, corpus: c, quota: {concurrency: 1}, models: [{name: m, api: demo}],
                  keys: [{id: a}], counters: {when_unavailable: refuse}, query_watch: {window: 2h}, safe_mode: {answer: no},
                  summaries: {model: m},
                  second_opinions: [{score: injection, kind: tei, url: "https://h", labels: [A], on_failure: keep}]}
                """) == [])
        #expect(
            try fixed(
                """
                data: other
                log: {level: debug}
                gateway: {host: "::1", port: 1, auth: none, holds: {then: release}, limits: {connections: 1}}
                evidence: {port: 1}
                telemetry: {endpoint: "http://localhost:4318"}
                """) == [
                    "data", "log", "gateway.host", "gateway.port", "gateway.auth", "gateway.holds", "gateway.limits",
                    "evidence", "telemetry",
                ])
    }

    @Test func `connections to a server that stays are used on, unless it is to be trusted otherwise`() throws {
        let folder = try WorkFolder()
        try FileManager.default.copyItem(
            at: Repository.fixtures("tls/localhost.pem"), to: folder.url.appending(path: "ca.pem"))
        let authorities = folder.url.appending(path: "ca.pem").path
        func models(_ url: String) throws -> [ModelOptions] {
            let text = """
                [{"name":"m","api":"openai","url":"\(url)","ca_file":"\(authorities)"},\
                {"name":"n","api":"openai","url":"http://localhost:1/v1"}]
                """
            return try ConfigurationLoader(environment: Environment([:])).load(
                file: nil,
                flags: [ConfigurationLoader.Override(path: "gateway.models", text: text, origin: "--models")]
            ).gateway.models
        }
        func upstreams(_ routes: ModelRoutes) -> [ObjectIdentifier] {
            ["m", "n"].compactMap { routes.route(of: $0).map { ObjectIdentifier($0.targets[0].upstream) } }
        }
        let first = try ModelOptions.routes(models("https://localhost:1/v1"))
        let second = try ModelOptions.routes(models("https://localhost:1/v2"), reusing: first.servers)
        #expect(upstreams(first.routes) == upstreams(second.routes))
        let elsewhere = try ModelOptions.routes(models("https://localhost:2/v1"), reusing: second.servers)
        #expect(upstreams(elsewhere.routes)[0] != upstreams(first.routes)[0])
        #expect(upstreams(elsewhere.routes)[1] == upstreams(first.routes)[1])
        let text = try folder.text("ca.pem")
        try folder.write(text + "\n", to: "ca.pem")
        let trusted = try ModelOptions.routes(models("https://localhost:1/v1"), reusing: first.servers)
        #expect(upstreams(trusted.routes)[0] != upstreams(first.routes)[0])
        #expect(upstreams(trusted.routes)[1] == upstreams(first.routes)[1])
    }
}
