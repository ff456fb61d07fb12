import GovernorCore
import GovernorDialects
import GovernorGateway
import GovernorPolicy
import Testing

@testable import governor

@Suite struct ModelOptionsTests {
    private static func load(_ environment: [String: String] = [:], models: String? = nil) throws -> [ModelOptions] {
        var flags: [ConfigurationLoader.Override] = []
        if let models {
            flags.append(ConfigurationLoader.Override(path: "gateway.models", text: models, origin: "--models"))
        }
        return try ConfigurationLoader(environment: Environment(environment)).load(file: nil, flags: flags).gateway
            .models
    }

    @Test func `S3.15: the reference system's variables name one server for every model`() throws {
        #expect(try Self.load().isEmpty)
        let provider = try Self.load(["PAC_LLM_PROVIDER": "http"])
        #expect(provider.map(\.name) == ["*"] && provider.map(\.targets[0].server.api) == [.reference])
        #expect(provider.map(\.targets[0].server.url) == ["http://localhost:8000"])
        let litellm = try Self.load(["PAC_LLM_PROVIDER": "litellm", "PAC_UPSTREAM_URL": "https://llm.example/v1"])
        #expect(
            litellm.map(\.targets[0].server.api) == [.openai]
                && litellm.map(\.targets[0].server.url) == ["https://llm.example/v1"])
        #expect(throws: CommandError.self) { try Self.load(["PAC_LLM_PROVIDER": "other"]) }
    }

    @Test(arguments: [
        #"[{"name":"m","api":"openai"}]"#, #"[{"name":"m","api":"demo","url":"http://a"}]"#,
        #"[{"name":"m","api":"openai","url":"llm.example/v1"}]"#,
        #"[{"name":"m","api":"openai","url":"https://user:pw@llm.example/v1"}]"#,
        #"[{"name":"m","api":"openai","url":"https://llm.example/v1?key=1"}]"#,
        #"[{"name":"m","api":"openai","url":"ftp://llm.example"}]"#,
    ])
    func `a model without a usable server is refused, and no credential is repeated`(models: String) {
        let error = #expect(throws: CommandError.self) { try Self.load(models: models) }
        #expect(error?.description.contains("pw") == false)
    }

    @Test func `a key leaves this machine only over TLS`() throws {
        func model(_ url: String) -> String {
            #"[{"name":"m","api":"openai","url":"\#(url)","api_key_file":"key"}]"#
        }
        for url in ["http://llm.example/v1", "http://10.0.0.1:8000", "http://127.0.0.1.example"] {
            let error = #expect(throws: CommandError.self) { try Self.load(models: model(url)) }
            #expect(error?.description.contains("unencrypted") == true, "\(url)")
        }
        for url in ["https://llm.example/v1", "http://127.0.0.1:8000/v1", "http://[::1]:8000", "http://localhost"] {
            #expect(try Self.load(models: model(url)).count == 1)
        }
    }

    @Test func `every model has a route`() throws {
        let models = try Self.load(
            models: #"[{"name":"a","api":"openai","url":"http://h:1/v1/","served_name":"llama"},"#
                + #"{"name":"b*","api":"demo"},{"name":"c","api":"anthropic","url":"https://h"}]"#)
        let routes = try ModelOptions.routes(models).routes
        let openAI = try #require(routes.route(of: "a")).targets[0]
        #expect(openAI.servedName == "llama" && openAI.headers.isEmpty)
        #expect(
            openAI.paths == [
                .chat: "/v1/chat/completions", .completions: "/v1/completions", .embeddings: "/v1/embeddings",
                .responses: "/v1/responses",
            ])
        #expect(routes.route(of: "bcd")?.targets[0].paths[.reference] == "/completion")
        #expect(routes.route(of: "bcd")?.targets[0].servedName == nil)
        let anthropic = try #require(routes.route(of: "c")).targets[0]
        #expect(anthropic.paths == [.messages: "/v1/messages", .countTokens: "/v1/messages/count_tokens"])
        #expect(anthropic.headers.map(\.name) == ["anthropic-version"])
        #expect(routes.route(of: "d") == nil && routes.route(of: "aa") == nil)
    }

    private static func problems(of yaml: String) -> String {
        do {
            let document = try Document(Array("gateway:\n  models:\n\(yaml)".utf8), name: "governor.yaml")
            _ = try document.read(ServeConfiguration.shape)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("    - {name: a, api: demo}\n    - {name: a, api: demo}\n", "two targets are called 'a'"),
        (
            "    - {name: a, api: demo}\n    - {name: b, api: demo, fallbacks: [c]}\n",
            "no model serves the fallback 'c'"
        ),
        ("    - {name: x, api: demo}\n    - {name: a, api: demo, fallbacks: [a]}\n", "a → a"),
        (
            "    - {name: x, api: demo}\n    - {name: a, api: demo, fallbacks: [b]}\n    - {name: b, api: demo, fallbacks: [a]}\n",
            "a → b → a"
        ),
        (
            "    - {name: a, api: anthropic, url: 'http://h'}\n    - {name: b, api: openai, url: 'http://h', fallbacks: [a]}\n",
            "speaks no form"
        ),
        ("    - {name: x, api: demo}\n    - {name: a}\n", "a model needs a server"),
        (
            "    - {name: x, api: demo}\n    - {name: a, api: demo, targets: [{cohort: stable, api: demo}]}\n",
            "a server or targets"
        ),
        (
            "    - {name: x, api: demo}\n    - {name: a, targets: [{cohort: c, api: demo, weight: 0}]}\n",
            "no target gets"
        ),
        (
            "    - {name: x, api: demo}\n    - {name: a, targets: [{cohort: c, api: demo}, {cohort: c, api: demo}]}\n",
            "two targets are called 'a/c'"
        ),
        (
            "    - {name: x, api: demo}\n    - {name: a, api: demo, timeouts: {idle: 0s}}\n",
            "no server answers within no time"
        ),
        (
            "    - {name: x, api: demo}\n    - {name: a, targets: [{cohort: Canary, api: demo}]}\n",
            "a word of at most 32"
        ),
        (
            "    - {name: x, api: demo}\n    - {name: a, api: demo, unread: {requests: [Image/*]}}\n",
            "a media type such as image/png"
        ),
    ])
    func `what cannot be routed is refused, with its line`(yaml: String, message: String) {
        let problems = Self.problems(of: yaml)
        #expect(problems.contains(message) && problems.contains("governor.yaml:4:"), "\(problems)")
    }

    @Test func `what may pass uninspected is said for all models, or for one instead`() throws {
        let models = try Self.load(
            models: """
                [{"name": "a", "api": "demo", "unread": {"requests": ["image/*", "url"]}}, {"name": "b", "api": "demo"}]
                """)
        let routes = try ModelOptions.routes(models, unread: UnreadContent(answers: ["audio/wav"])).routes
        #expect(routes.route(of: "a")?.unread == UnreadContent(requests: ["image/*", "url"]))
        #expect(routes.route(of: "b")?.unread == UnreadContent(answers: ["audio/wav"]))
    }

    @Test func `S4.48, S4.61: targets, pins, fallbacks, timeouts, retries and circuits are read`() throws {
        let models = try Self.load(
            models: """
                [{"name": "a", "fallbacks": ["b"], "reveal_fallback": true,
                  "timeouts": {"connect": "1s", "first_byte": "2s", "idle": "3s"},
                  "retries": {"limit": 1, "budget_percent": 20},
                  "circuit": {"failures_in_row": 0, "failures_in_32": 20, "pause": "1m"},
                  "targets": [
                    {"cohort": "stable", "weight": 95, "api": "demo"},
                    {"cohort": "canary", "weight": 5, "api": "demo", "version": "v2", "on_version_mismatch": "record"}]},
                 {"name": "b", "api": "demo"}]
                """)
        #expect(models.map(\.targetNames) == [["a/stable", "a/canary"], ["b"]])
        #expect(models[0].targets.map(\.weight) == [95, 5] && models[0].targets[1].server.version == "v2")
        #expect(models[0].timeouts.idle == .seconds(3) && models[0].retries.limit == 1)
        #expect(models[0].retries.longestDelay == models[1].retries.longestDelay && models[0].revealsFallback)
        #expect(models[0].circuit.failuresInRow == nil && models[0].circuit.failuresInWindow == 20)
        #expect(models[0].circuit.pause == .seconds(60) && models[1].circuit == .server)
        #expect(throws: Never.self) { try ModelOptions.routes(models).routes }
    }
}
