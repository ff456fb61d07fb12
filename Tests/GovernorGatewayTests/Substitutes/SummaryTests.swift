import GovernorCore
import GovernorDialects
import GovernorInspect
import Testing

@testable import GovernorGateway

@Suite struct SummaryTests {
    private static let work =
        "the old bridge stood over the river for three hundred winters and nobody knew who had built it"
    private static let rules = """
        inspection: {redact: {default: placeholder}}
        rules:
          - {id: verbatim, stage: output, when: verbatim_ratio > 0.20, action: summarize, message: long quotation}
          - {id: mask, when: contains_pii, stage: prompt, action: redact, message: personal data}
          - {id: leak, when: contains_pii, stage: output, action: redact, message: personal data}
          - {id: secret, when: contains_secret, stage: output, action: block, message: a credential}
        """
    private static let quoting = "[EMAIL_1], they| say: \(work)|. Ask bob@example.com"

    private func gateway(
        _ models: [ModelRoute], by model: String? = nil, rules: String = rules
    ) throws -> TestGateway {
        var corpus = CorpusBuilder()
        try corpus.add(title: "The bridge", digest: weakDigest(Array(Self.work.utf8)), text: Array(Self.work.utf8))
        var substitutes = Substitutes()
        substitutes.summaryModel = model
        return try TestGateway(
            rules: rules, corpus: CorpusIndex(corpus.build()), models: models, substitutes: substitutes)
    }

    @Test(arguments: ModelClient.all)
    func `S3.9: without a model that summarizes, what is quoted is left out`(client: ModelClient) async throws {
        let gateway = try gateway([TalkingUpstream(Self.quoting).route()])
        let response = await client.ask(gateway, "Mail ada@example.com")
        let text = try #require(try client.text(of: response))
        #expect(text == "ada@example.com, they say: [quotation of 18 words removed]. Ask [EMAIL_2]")
        #expect(!response.text.contains("winters"))
        let facts = gateway.sink.facts
        #expect(facts.map { $0.payload["action"] } == ["redact", "summarize", "redact"])
        #expect(facts.last?.links.map(\.relation) == ["answers", "replaces"])
        #expect(gateway.registry.exposition().contains(#"outcome="summarize"} 1"#))
    }

    @Test(arguments: ModelClient.all)
    func `S3.9: a model summarizes, is told no masked value, and its summary is decided about`(
        client: ModelClient
    ) async throws {
        let (asked, scribe) = (
            TalkingUpstream(Self.quoting), TalkingUpstream("A bridge, [EMAIL_1]. And eve@example.com")
        )
        let gateway = try gateway([asked.route(), scribe.route("scribe")], by: "scribe")
        let response = await client.ask(gateway, "Mail ada@example.com")
        #expect(try client.text(of: response) == "A bridge, ada@example.com. And [EMAIL_2]")
        let sent = try #require(scribe.bodies.first)
        #expect(scribe.requests.count == 1 && sent.contains("three hundred winters") && sent.contains("[EMAIL_1]"))
        #expect(!sent.contains("ada@") && !sent.contains("bob@"))
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["redact", "summarize", "redact"])
        guard client.countsTokens else { return }
        #expect(gateway.inputTokens == 20)
    }

    @Test(arguments: ModelClient.all)
    func `S3.9: a summary that still quotes is refused`(client: ModelClient) async throws {
        let (asked, scribe) = (TalkingUpstream(Self.quoting), TalkingUpstream("They say \(Self.work)"))
        let gateway = try gateway([asked.route(), scribe.route("scribe")], by: "scribe")
        let response = await client.ask(gateway)
        #expect(client.isRefused(response) && !response.text.contains("winters"))
        #expect(scribe.requests.count == 1)
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["allow", "summarize", "summarize"])
    }

    @Test(arguments: ModelClient.all)
    func `a model that does not summarize is as good as none`(client: ModelClient) async throws {
        let scribe = TalkingUpstream([.failure(.refused)])
        let gateway = try gateway([TalkingUpstream(Self.quoting).route(), scribe.route("scribe")], by: "scribe")
        let text = try client.text(of: await client.ask(gateway))
        #expect(text?.contains("[quotation of 18 words removed]") == true)
    }

    @Test(arguments: ModelClient.all)
    func `an answer that quotes nothing and may not be given as it is becomes a note on its length`(
        client: ModelClient
    ) async throws {
        let rules = "rules: [{id: long, stage: output, when: text_bytes > 40, action: summarize, message: too long}]"
        let gateway = try gateway(
            [TalkingUpstream("One two three |four five six seven eight nine ten").route()], rules: rules)
        #expect(try client.text(of: await client.ask(gateway)) == "[answer of 10 words removed]")
    }

    @Test(arguments: ModelClient.all)
    func `what another rule blocks is not told to whoever summarizes`(client: ModelClient) async throws {
        let secret = "xoxb" + "-2419871203-2419871245-Jd83hJd03kfPq2LmX7VbT1zQ"
        let scribe = TalkingUpstream("A summary")
        let asked = TalkingUpstream("\(Self.work) |\(secret)")
        let gateway = try gateway([asked.route(), scribe.route("scribe")], by: "scribe")
        let response = await client.ask(gateway)
        #expect(client.isRefused(response) && scribe.requests.isEmpty)
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["allow", "block"])
    }

    @Test func `a request cannot be summarized, and is refused`() async throws {
        let rules = "rules: [{id: long, stage: prompt, when: text_bytes > 1, action: summarize, message: too long}]"
        let upstream = TalkingUpstream("Hello")
        let gateway = try gateway([upstream.route()], rules: rules)
        for client in ModelClient.all {
            let response = await client.ask(gateway)
            #expect(response.status == 400 && response.text.contains("content_filter"))
        }
        #expect(upstream.requests.isEmpty)
    }
}
