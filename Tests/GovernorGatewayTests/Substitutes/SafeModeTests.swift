import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

@Suite struct SafeModeTests {
    private static let rules = """
        inspection: {redact: {default: placeholder}}
        rules:
          - {id: risky, when: contains_secret, stage: prompt, action: safe_mode, message: risky}
          - {id: mask, when: contains_pii, stage: prompt, action: redact, message: personal data}
          - {id: rude, when: contains_secret, stage: output, action: safe_mode, message: rude}
        """
    private static let secret = "xoxb" + "-2419871203-2419871245-Jd83hJd03kfPq2LmX7VbT1zQ"

    private func gateway(
        _ upstreams: [ModelRoute], safe: String? = nil, rules: String = rules
    ) throws -> TestGateway {
        var substitutes = Substitutes()
        if let safe { substitutes.safeMode = .model(safe) }
        return try TestGateway(rules: rules, models: upstreams, substitutes: substitutes)
    }

    @Test(arguments: ModelClient.all)
    func `a request in safe mode is answered by the gateway itself where no model is configured`(
        client: ModelClient
    ) async throws {
        let upstream = TalkingUpstream("Hello")
        let gateway = try gateway([upstream.route()])
        let response = await client.ask(gateway, "key \(Self.secret)")
        #expect(try client.text(of: response) == Substitutes.safeAnswer)
        #expect(response.headers["governor-action"] == "safe_mode")
        #expect(upstream.requests.isEmpty)
        let facts = gateway.sink.facts
        #expect(facts.map(\.type) == ["decision.prompt", "decision.output"])
        #expect(facts.map { $0.payload["action"] } == ["safe_mode", "allow"])
        #expect(facts.last?.payload["upstream"]?["made_by"] == "governor")
        #expect(gateway.registry.exposition().contains(#"outcome="safe_mode"} 1"#))
        #expect(!gateway.registry.exposition().contains(#"governor_upstream_attempts_total{"#))
    }

    @Test(arguments: ModelClient.all)
    func `S4.46: a request in safe mode goes to the safe model, masked as any other`(client: ModelClient) async throws {
        let (asked, safe) = (TalkingUpstream("Hello"), TalkingUpstream("Dear |[EMAIL_1]"))
        let gateway = try gateway([asked.route(), safe.route("safe")], safe: "safe")
        let response = await client.ask(gateway, "key \(Self.secret) of ada@example.com")
        #expect(try client.text(of: response) == "Dear ada@example.com")
        #expect(response.headers["governor-action"] == "safe_mode")
        #expect(asked.requests.isEmpty && safe.requests.count == 1)
        let sent = try #require(safe.bodies.first)
        #expect(sent.contains("[EMAIL_1]") && !sent.contains("ada@") && sent.contains(#""model":"safe""#))
        // It bears the name that was asked for, as the answer of any model does that stands in for another.
        if client.dialect != .reference || !client.isStreamed { #expect(!response.text.contains(#""served""#)) }
        #expect(gateway.sink.facts.last?.payload["upstream"]?["target"] == "safe")
    }

    @Test(arguments: ModelClient.all, [nil, "safe"])
    func `an answer in safe mode is another one, and is decided about itself`(
        client: ModelClient, model: String?
    ) async throws {
        let (asked, safe) = (TalkingUpstream("It is |\(Self.secret)"), TalkingUpstream("Better| so"))
        let gateway = try gateway([asked.route(), safe.route("safe")], safe: model)
        let response = await client.ask(gateway)
        #expect(try client.text(of: response) == (model == nil ? Substitutes.safeAnswer : "Better so"))
        #expect(!response.text.contains("It is"))
        #expect(asked.requests.count == 1 && safe.requests.count == (model == nil ? 0 : 1))
        let facts = gateway.sink.facts
        #expect(facts.map { $0.payload["action"] } == ["allow", "safe_mode", "allow"])
        #expect(facts.last?.links.map(\.relation) == ["answers", "replaces"])
        #expect(facts.last?.links.map(\.id) == [facts[0].id, facts[1].id])
        // Both answers have used tokens. Streams of the reference system do not say how many, and chunks say it behind what
        // is not read any more of an answer that does not leave.
        guard client.countsTokens, !client.isStreamed || ![.chat, .completions].contains(client.dialect) else { return }
        #expect(gateway.inputTokens == (model == nil ? 10 : 20))
    }

    @Test(arguments: ModelClient.all)
    func `what the safe model says is refused where it needs safe mode too`(client: ModelClient) async throws {
        let upstream = TalkingUpstream("It is \(Self.secret)")
        let gateway = try gateway([upstream.route(), upstream.route("safe")], safe: "safe")
        let response = await client.ask(gateway)
        #expect(client.isRefused(response) && !response.text.contains(Self.secret))
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["allow", "safe_mode", "safe_mode"])
    }

    @Test(arguments: ModelClient.all)
    func `a safe model that fails is a failure, and both decisions are in the ledger`(
        client: ModelClient
    ) async throws {
        let (asked, safe) = (TalkingUpstream("It is \(Self.secret)"), TalkingUpstream([.failure(.refused)]))
        let gateway = try gateway([asked.route(), safe.route("safe")], safe: "safe")
        let response = await client.ask(gateway)
        #expect(response.text.contains("upstream.refused") && !response.text.contains(Self.secret))
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["allow", "safe_mode"])
        let before = await client.ask(gateway, "key \(Self.secret)")
        #expect(before.status == 502)
        #expect(gateway.sink.facts.last?.payload["action"] == "safe_mode")
    }

    @Test func `a safe model may speak another form than its client`() async throws {
        let safe = TalkingUpstream("Better so")
        for client in ModelClient.all where [.chat, .messages].contains(client.dialect) {
            let other: Dialect = client.dialect == .chat ? .messages : .chat
            let route = ModelRoute(
                name: "safe", upstream: safe, paths: [other: try #require(TalkingUpstream.paths[other])])
            let gateway = try gateway([TalkingUpstream("Hello").route(), route], safe: "safe")
            let response = await client.ask(gateway, "key \(Self.secret)")
            #expect(try client.text(of: response) == "Better so")
        }
    }

    @Test func `what answers without words has no safe mode`() async throws {
        let upstream = TalkingUpstream("Hello")
        let route = ModelRoute(name: "m", upstream: upstream, paths: [.embeddings: "/e", .countTokens: "/c"])
        let gateway = try gateway([route])
        let response = await gateway.post("/v1/embeddings", #"{"model":"m","input":"key \#(Self.secret)"}"#)
        #expect(response.status == 400 && response.code == "content_filter" && upstream.requests.isEmpty)
    }

    @Test(arguments: ModelClient.all)
    func `nothing is said in safe mode where a decision cannot be recorded`(client: ModelClient) async throws {
        for recorded in 0...1 {
            let gateway = try gateway([TalkingUpstream("Hello").route()])
            gateway.sink.fail(after: recorded)
            let response = await client.ask(gateway, "key \(Self.secret)")
            #expect(!response.text.contains(Substitutes.safeAnswer))
            #expect(response.text.contains("gateway.not-recorded"))
        }
    }
}
