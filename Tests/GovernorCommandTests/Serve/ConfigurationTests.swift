import Foundation
import GovernorCore
import GovernorGateway
import GovernorInspect
import GovernorPolicy
import GovernorServer
import Testing

@testable import governor

/// How a configuration is put together.
struct ConfigurationTests {
    private static func load(
        _ environment: [String: String] = [:], file: String? = nil, flags: [ConfigurationLoader.Override] = []
    ) throws -> ServeConfiguration {
        let folder = try WorkFolder()
        if let file { try folder.write(file, to: "governor.yaml") }
        return try ConfigurationLoader(environment: Environment(environment)).load(
            file: file == nil ? nil : folder.url.appending(path: "governor.yaml").path, flags: flags)
    }

    @Test func `without anything, everything has its default`() throws {
        #expect(try Self.load() == .defaults)
        #expect(try Self.load(file: "gateway: {}\nevidence: {limits: {}}\n") == .defaults)
    }

    @Test func `a flag goes before our variable, that before the reference system's, that before the file`() throws {
        let file = "policy: file.yaml\ndata: file-data\ngateway: {port: 1, host: '::1'}\n"
        let reference = ["PAC_CONFIG": "pac.yaml", "STORAGE_PATH": "pac-data"]
        #expect(try Self.load(file: file).policy == "file.yaml")
        #expect(try Self.load(reference, file: file).policy == "pac.yaml")
        let ours = reference.merging(["GOVERNOR_POLICY": "ours.yaml", "GOVERNOR_GATEWAY_PORT": "2"]) { $1 }
        let flag = ConfigurationLoader.Override(path: "gateway.port", text: "3", origin: "--gateway-port")
        let all = try Self.load(ours, file: file, flags: [flag])
        #expect(all.policy == "ours.yaml" && all.data == "pac-data")
        #expect(all.gateway.port == 3 && all.gateway.host == "::1")
        #expect(try Self.load(ours, file: file).gateway.port == 2)
    }

    @Test func `text that looks like a number stays text where text is wanted`() throws {
        #expect(try Self.load(["GOVERNOR_DATA": "2026"]).data == "2026")
    }

    @Test(arguments: [
        ("GOVERNOR_GATEWAY_PORT", "http"), ("GOVERNOR_GATEWAY_AUTH", "nobody"), ("GOVERNOR_LOG_LEVEL", "loud"),
        ("GOVERNOR_GATEWAY_RECORD_CONTENT", "yes"), ("GOVERNOR_GATEWAY_LIMITS_BODY_TIMEOUT", "15"),
        ("GOVERNOR_GATEWAY_STREAM", "Über"),
    ])
    func `a variable of the wrong kind is named, without a line and a column it does not have`(
        name: String, value: String
    ) throws {
        let error = #expect(throws: CommandError.self) { try Self.load([name: value]) }
        let keys = ServeConfiguration.shape.keys
        let key = try #require(keys.first { ConfigurationLoader.variable(of: $0.path) == name })
        #expect(error?.code == "command.invalid-setting")
        #expect(error?.message.hasPrefix("the environment variable \(name): \(key.path): expected ") == true)
    }

    @Test func `an option of the wrong kind is named`() throws {
        let flag = ConfigurationLoader.Override(path: "gateway.port", text: "http", origin: "--gateway-port")
        let error = #expect(throws: CommandError.self) { try Self.load(flags: [flag]) }
        #expect(error?.message.hasPrefix("--gateway-port: gateway.port: expected ") == true)
    }

    @Test func `every problem of the file is reported`() throws {
        let error = #expect(throws: DocumentErrors.self) {
            try Self.load(file: "polcy: x\ngateway: {port: 70000}\nlog: {level: loud}\n")
        }
        #expect(error?.problems.count == 3)
    }

    private static func load(opinion: String) throws -> OpinionOptions? {
        try load(file: "gateway: {second_opinions: [{\(opinion)}]}\n").gateway.secondOpinions.first
    }

    @Test func `a second opinion is declared with what holds without it`() throws {
        let opinion = try #require(
            try Self.load(
                opinion: """
                    score: toxicity, kind: openai_moderation, url: https://host/v1, labels: [hate], between: [0.25, 0.5], \
                    timeout: 300ms, on_failure: highest
                    """))
        #expect(opinion.label == .toxicity && opinion.kind == .moderation && opinion.labels == ["hate"])
        #expect(opinion.band == 0.25...0.5 && opinion.timeout == .milliseconds(300) && opinion.onFailure == .highest)
        #expect(try opinion.opinion().name == "openai_moderation")
        let variable = """
            [{"score": "injection", "kind": "tei", "url": "http://127.0.0.1:1", "labels": ["A"], "on_failure": "keep"}]
            """
        let other = try Self.load(["GOVERNOR_GATEWAY_SECOND_OPINIONS": variable]).gateway.secondOpinions.first
        #expect(other?.kind == .tei && other?.band == 0.2...0.8 && other?.timeout == .seconds(1))
    }

    private static let wrongOpinions = [
        ("score: injection, kind: tei, url: https://host, labels: [A]", "the key 'on_failure' is missing"),
        ("score: injection, kind: tei, url: https://host, on_failure: keep", "the kind tei needs 'labels'"),
        ("score: injection, kind: openai_chat, url: https://host, on_failure: keep", "openai_chat needs 'model'"),
        ("score: injection, kind: kserve, url: https://host, on_failure: keep", "kserve needs 'model'"),
        (
            "score: injection, kind: kserve, url: https://host, model: m, labels: [A], on_failure: keep",
            "kserve has no 'labels'"
        ),
        (
            "score: injection, kind: tei, url: https://host, labels: [A], model: m, on_failure: keep",
            "tei has no 'model'"
        ),
        (
            "score: injection, kind: openai_moderation, url: https://host, index: 1, on_failure: keep",
            "openai_moderation has no 'index'"
        ),
        ("score: injection, kind: onnx, on_failure: keep", "onnx needs 'model'"),
        ("score: injection, kind: onnx, model: m, url: https://host, on_failure: keep", "onnx has no 'url'"),
        (
            "score: injection, kind: kserve, model: m?x, url: https://host, on_failure: keep",
            "a model of kserve is named by letters, digits and _.-"
        ),
        (
            "score: injection, kind: openai_moderation, url: 'https://a:b@host', on_failure: keep",
            "an address holds no user or password"
        ),
        (
            "score: injection, kind: openai_moderation, url: https://host, between: [0.8, 0.2], on_failure: keep",
            "two numbers from 0 to 1, the smaller first"
        ),
        (
            "score: injection, kind: openai_moderation, url: https://host, timeout: 30s, on_failure: keep",
            "a second opinion may take as long as a whole decision"
        ),
        (
            "score: injection, kind: openai_moderation, url: https://a, on_failure: keep}, "
                + "{score: injection, kind: openai_moderation, url: https://b, on_failure: keep",
            "two second opinions on the same score"
        ),
    ]

    @Test(arguments: wrongOpinions)
    func `a second opinion that cannot be asked is refused at the start`(opinion: String, problem: String) {
        let error = #expect(throws: DocumentErrors.self) { try Self.load(opinion: opinion) }
        #expect(error?.problems.count == 1 && error?.problems.first?.message.contains(problem) == true)
    }

    @Test func `texts do not go to another machine unencrypted`() throws {
        let options = try Self.load(
            opinion: "score: injection, kind: openai_moderation, url: http://example.com, on_failure: keep")
        #expect(throws: ServiceClientError.unprotectedURL(.classifier)) { try options?.opinion() }
    }

    @Test func `every key has a sentence, a type and one variable`() {
        let keys = ServeConfiguration.shape.keys
        #expect(keys.count > 20)
        for key in keys { #expect(!key.sentence.isEmpty && !key.type.isEmpty, "\(key.path)") }
        let variables = keys.filter { !$0.path.contains("[]") }.map { ConfigurationLoader.variable(of: $0.path) }
        #expect(!variables.contains(nil))
        #expect(Set(variables).count == variables.count)
    }

    @Test func `every key without a default is optional and says what then holds`() {
        for key in ServeConfiguration.shape.keys
        where key.defaultValue == nil && key.type != "object" && !key.path.contains("[]") {
            let groups = [
                "gateway.quota", "gateway.query_watch", "gateway.safe_mode", "gateway.summaries", "telemetry",
            ]
            let isKnown = groups.contains { key.path.hasPrefix("\($0).") }
            let saysSo = isKnown && key.sentence.lowercased().hasSuffix("if left out.")
            #expect(
                !key.isRequired && (saysSo || ["policy", "keys", "gateway.corpus"].contains(key.path)), "\(key.path)")
        }
    }

    @Test func `the reference page lists every key`() throws {
        try Golden.expect(
            ConfigurationReference.page, matches: Repository.root.appending(path: "docs/configuration.md"))
    }
}
