import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

/// Requests that wait until a person has read them: the rows of the table in `docs/holds.md`, and what may go wrong.
@Suite(.timeLimit(.minutes(5))) struct HeldRequestTests {
    static let rules = """
        inspection: {redact: {default: placeholder}}
        rules:
          - {id: transfer, when: contains_pii, stage: prompt, action: hold, message: transfers are reviewed}
          - {id: mask, when: contains_pii, stage: prompt, action: redact, message: personal data}
          - {id: secret, when: contains_secret, action: block, message: a credential}
        """
    static let secret = "xoxb" + "-2419871203-2419871245-Jd83hJd03kfPq2LmX7VbT1zQ"
    private static let text = "Pay ada@example.com"

    private let holds: MemoryHolds
    private let upstream: TalkingUpstream

    init() {
        holds = MemoryHolds()
        upstream = TalkingUpstream("Dear |[EMAIL_1]", "Again")
    }

    private func gateway(
        _ upstream: TalkingUpstream? = nil, holds: MemoryHolds? = nil, rules: String = rules,
        quotas: QuotaConfiguration = QuotaConfiguration()
    ) throws -> TestGateway {
        try TestGateway(
            rules: rules, quotas: quotas, models: [(upstream ?? self.upstream).route()],
            holding: Holding(store: holds ?? self.holds))
    }

    private func isHeld(_ response: TestResponse) -> Bool {
        response.status == 403 && response.text.contains(#""code":"held_for_review""#)
            && response.headers["governor-hold"] == holds.all.last?.id.description
            && response.headers["x-should-retry"] == "false"
    }

    @Test(arguments: ModelClient.all)
    func `a request that is held waits under one id, however often it is sent`(client: ModelClient) async throws {
        let gateway = try gateway()
        for _ in 0..<3 {
            let response = await client.ask(gateway, Self.text)
            #expect(isHeld(response) && response.text.contains("transfers are reviewed"))
            #expect(response.headers["governor-receipt"] == gateway.sink.facts.last?.id.description)
        }
        #expect(holds.all.count == 1 && upstream.requests.isEmpty)
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["hold", "hold", "hold"])
        #expect(gateway.sink.facts.last?.links.map(\.relation) == ["hold"])
        #expect(holds.all.first?.decision == gateway.sink.facts.first?.id)
        #expect(holds.content?.texts.map(\.text) == [Self.text])
        #expect(holds.content?.reasons == ["transfers are reviewed", "personal data"])
        #expect(gateway.registry.exposition().contains(#"outcome="hold"} 3"#))
    }

    @Test(arguments: ModelClient.all)
    func `a request that is released goes to the model once, masked as any other`(client: ModelClient) async throws {
        let gateway = try gateway()
        #expect(isHeld(await client.ask(gateway, Self.text)))
        holds.review(.released)
        let answer = await client.ask(gateway, Self.text)
        #expect(try client.text(of: answer) == "Dear ada@example.com")
        #expect(try #require(upstream.bodies.first).contains("[EMAIL_1]"))
        let facts = gateway.sink.facts
        #expect(facts.map { $0.payload["action"] } == ["hold", "redact", "allow"])
        #expect(facts[1].links.map(\.relation) == ["hold", "review"])
        #expect(facts[1].links.map(\.id) == [holds.all[0].id, holds.all[0].review?.fact])
        #expect(facts[1].payload["review"] == ["outcome": "released", "reviewer": "reviewer-1"])
        #expect(holds.uses == [facts[1].id])
        // A release is no standing permission.
        #expect(isHeld(await client.ask(gateway, Self.text)))
        #expect(holds.all.count == 2 && upstream.requests.count == 1)
        let metrics = gateway.registry.exposition()
        #expect(metrics.contains(#"governor_holds_total{stage="prompt",outcome="waits"} 2"#))
        #expect(metrics.contains(#"governor_holds_total{stage="prompt",outcome="let_on"} 1"#))
    }

    @Test(arguments: ModelClient.all)
    func `a request that is edited goes on with the reviewer's words, which are inspected`(
        client: ModelClient
    ) async throws {
        let gateway = try gateway()
        #expect(isHeld(await client.ask(gateway, Self.text)))
        let place = try #require(holds.content?.texts.first?.place)
        holds.review(.edited, edits: [place: "Pay eve@example.com nothing"])
        #expect(try client.text(of: await client.ask(gateway, Self.text)) == "Dear eve@example.com")
        let sent = try #require(upstream.bodies.first)
        #expect(sent.contains("Pay [EMAIL_1] nothing") && !sent.contains("eve@"))
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["hold", "redact", "allow"])

        #expect(isHeld(await client.ask(gateway, Self.text)))
        holds.review(.edited, edits: [place: "Pay with \(Self.secret)"])
        let blocked = await client.ask(gateway, Self.text)
        #expect(blocked.status == 400 && blocked.text.contains("content_filter") && upstream.requests.count == 1)
        // The second one was let on by the reviewer, and did not go on.
        #expect(gateway.registry.exposition().contains(#"governor_holds_total{stage="prompt",outcome="let_on"} 1"#))
    }

    @Test(arguments: ModelClient.all)
    func `a request that is rejected is refused until the hold expires, and then judged anew`(
        client: ModelClient
    ) async throws {
        let gateway = try gateway()
        #expect(isHeld(await client.ask(gateway, Self.text)))
        holds.review(.rejected)
        for _ in 0..<2 {
            let response = await client.ask(gateway, Self.text)
            #expect(response.status == 400 && response.text.contains("content_filter"))
            #expect(response.headers["governor-hold"] == nil)
        }
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["hold", "block", "block"])
        #expect(
            gateway.registry.exposition().contains(#"governor_holds_total{stage="prompt",outcome="rejected"} 2"#))
        #expect(gateway.sink.facts.last?.links.map(\.relation) == ["hold", "review"])
        holds.pass(seconds: 61)
        #expect(isHeld(await client.ask(gateway, Self.text)))
        #expect(holds.all.count == 2 && upstream.requests.isEmpty)
    }

    @Test(arguments: ModelClient.all, [true, false])
    func `a request that nobody reviews in time is refused or let on, as was declared`(
        client: ModelClient, isReleased: Bool
    ) async throws {
        let holds = MemoryHolds(isReleasedByExpiry: isReleased)
        let gateway = try gateway(holds: holds)
        #expect(await client.ask(gateway, Self.text).status == 403)
        holds.pass(seconds: 61)
        let response = await client.ask(gateway, Self.text)
        if isReleased {
            #expect(try client.text(of: response) == "Dear ada@example.com")
        } else {
            #expect(response.status == 400 && response.text.contains("nobody has reviewed it in time"))
        }
        #expect(gateway.sink.facts[1].payload["review"]?["reviewer"] == "governor")
        holds.pass(seconds: 61)
        #expect(await client.ask(gateway, Self.text).status == 403, "it is judged anew")
    }

    @Test(arguments: ModelClient.all)
    func `a release is not used up by a model's server that fails`(client: ModelClient) async throws {
        let upstream = TalkingUpstream([.failure(.refused), .success("Hello")])
        let gateway = try gateway(upstream)
        #expect(isHeld(await client.ask(gateway, Self.text)))
        holds.review(.released)
        let failed = await client.ask(gateway, Self.text)
        #expect(failed.text.contains("upstream.refused") && holds.uses.isEmpty)
        #expect(try client.text(of: await client.ask(gateway, Self.text)) == "Hello")
        #expect(holds.uses.count == 1)
    }

    @Test(arguments: ModelClient.all)
    func `nothing of an answer leaves while its use cannot be recorded`(client: ModelClient) async throws {
        let gateway = try gateway()
        #expect(isHeld(await client.ask(gateway, Self.text)))
        holds.review(.released)
        holds.failToUse()
        let response = await client.ask(gateway, Self.text)
        #expect(response.text.contains("gateway.not-recorded") && !response.text.contains("Dear"))
    }

    @Test(arguments: ModelClient.all)
    func `the same request at the same time has one hold, and one of them goes on`(client: ModelClient) async throws {
        let gateway = try gateway()
        let ids = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<8 { group.addTask { await client.ask(gateway, Self.text).headers["governor-hold"] } }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(ids == [holds.all.first?.id.description] && holds.all.count == 1)
        holds.review(.released)
        let statuses = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { await client.ask(gateway, Self.text).status } }
            return await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1 && statuses.count { $0 == 403 } == 7)
        #expect(upstream.requests.count == 1 && holds.uses.count == 1)
    }

    @Test(arguments: ModelClient.all)
    func `a rule that blocks blocks, held or not, and also what is released`(client: ModelClient) async throws {
        let gateway = try gateway()
        let response = await client.ask(gateway, "\(Self.text) with \(Self.secret)")
        #expect(response.status == 400 && holds.all.isEmpty)
        let blocking =
            Self.rules + "\n  - {id: late, when: text_bytes > 1, stage: prompt, action: block, message: late}\n"
        #expect(isHeld(await client.ask(gateway, Self.text)))
        holds.review(.released)
        let stricter = try self.gateway(rules: blocking)
        #expect(await client.ask(stricter, Self.text).status == 400 && upstream.requests.isEmpty)
    }

    @Test func `what cannot be held is denied`() async throws {
        for client in ModelClient.all {
            let gateway = try gateway()
            holds.limit(to: 0)
            let full = await client.ask(gateway, Self.text)
            #expect(full.status == 503 && full.text.contains("hold.full"))
            #expect(
                gateway.registry.exposition().contains(#"governor_holds_total{stage="prompt",outcome="full"} 1"#))
            holds.fail()
            let down = await client.ask(gateway, Self.text)
            #expect(down.status == 503 && down.text.contains("gateway.not-recorded"))
            holds.fail(false)
            gateway.sink.fail()
            #expect(await client.ask(gateway, Self.text).status == 503 && holds.all.isEmpty)
        }
        #expect(upstream.requests.isEmpty)
    }

    @Test func `a request whose texts are erased goes on as its client sends it, but not edited`() async throws {
        let client = ModelClient(dialect: .chat, isStreamed: false)
        let gateway = try gateway()
        #expect(isHeld(await client.ask(gateway, Self.text)))
        holds.review(.edited, edits: ["/messages/0/content": "Hello"])
        holds.erase()
        #expect(await client.ask(gateway, Self.text).status == 400 && upstream.requests.isEmpty)
        holds.pass(seconds: 61)
        #expect(isHeld(await client.ask(gateway, Self.text)))
        holds.review(.released)
        holds.erase()
        #expect(await client.ask(gateway, Self.text).status == 200)
    }

    @Test func `a reviewer chooses neither the model nor what is no text`() async throws {
        let client = ModelClient(dialect: .chat, isStreamed: false)
        let gateway = try gateway()
        #expect(isHeld(await client.ask(gateway, Self.text)))
        holds.review(.edited, edits: ["/model": "other", "/messages/0/content": "Hello"])
        #expect(await client.ask(gateway, Self.text).status == 200)
        #expect(upstream.bodies.first?.contains(#""model":"m""#) == true)
    }

    @Test func `another's request, another form and other bytes are other requests`() async throws {
        let gateway = try TestGateway(
            rules: Self.rules, authentication: .keys(TestGateway.keyring), models: [upstream.route()],
            holding: Holding(store: holds))
        let (chat, streamed) = (ModelClient.all[0], ModelClient.all[1])
        for (client, key, text) in [
            (chat, TestGateway.secret, Self.text), (chat, TestGateway.developerSecret, Self.text),
            (streamed, TestGateway.secret, Self.text), (chat, TestGateway.secret, Self.text + " "),
        ] {
            #expect(await client.ask(gateway, text, key: key).status == 403)
        }
        #expect(holds.all.count == 4)
    }

    @Test func `where nothing can be held, a rule that holds refuses`() async throws {
        let gateway = try TestGateway(rules: Self.rules, models: [upstream.route()])
        for client in ModelClient.all {
            let response = await client.ask(gateway, Self.text)
            #expect(response.status == 400 && response.text.contains("content_filter"))
        }
    }

    @Test func `a request that waits holds nothing of its limits`() async throws {
        var quotas = QuotaConfiguration()
        quotas.everybody = Quota(tokensPerMinute: 1000, concurrency: 1)
        let gateway = try gateway(quotas: quotas)
        for client in ModelClient.all.prefix(4) { #expect(await client.ask(gateway, Self.text).status == 403) }
    }
}
