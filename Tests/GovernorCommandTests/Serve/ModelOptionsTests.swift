import GovernorCore
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
        #expect(provider.map(\.name) == ["*"] && provider.map(\.api) == [.reference])
        #expect(provider.map(\.url) == ["http://localhost:8000"])
        let litellm = try Self.load(["PAC_LLM_PROVIDER": "litellm", "PAC_UPSTREAM_URL": "https://llm.example/v1"])
        #expect(litellm.map(\.api) == [.openai] && litellm.map(\.url) == ["https://llm.example/v1"])
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

    @Test func `every model has a route`() throws {
        let models = try Self.load(
            models: #"[{"name":"a","api":"openai","url":"http://h:1/v1/"},{"name":"b*","api":"demo"}]"#)
        #expect(throws: Never.self) { try ModelOptions.routes(models) }
    }
}
