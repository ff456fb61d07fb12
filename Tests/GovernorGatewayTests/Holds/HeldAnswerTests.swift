import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

/// Answers that wait until a person has read them.
@Suite(.timeLimit(.minutes(5))) struct HeldAnswerTests {
    private static let rules = """
        inspection: {redact: {default: placeholder}}
        rules:
          - {id: key, when: contains_secret, stage: output, action: hold, message: keys are reviewed}
          - {id: leak, when: contains_pii, action: redact, message: personal data}
          - {id: long, when: text_bytes > 300, stage: output, action: block, message: too long}
        """
    private static let secret = HeldRequestTests.secret
    private static let answer = "\(secret)| for [EMAIL_1], |ask bob@example.com"
    /// The same as its client would get it.
    private static let shown = "\(secret) for ada@example.com, ask [EMAIL_2]"
    private static let question = "Mail ada@example.com"
    private static let streams = ModelClient.all.filter(\.isStreamed)

    private let holds = MemoryHolds()

    private func gateway(
        _ upstream: some Upstream, rules: String = rules, holds: MemoryHolds? = nil, waits: Bool = false,
        quotas: QuotaConfiguration = QuotaConfiguration()
    ) throws -> TestGateway {
        let route = ModelRoute(name: "m", upstream: upstream, paths: TalkingUpstream.paths)
        return try TestGateway(
            rules: rules, quotas: quotas, models: [route],
            holding: Holding(store: holds ?? self.holds, streamsWait: waits ? .seconds(60) : nil),
            stopwatch: waits ? TirelessClock() : ContinuousClock())
    }

    /// Whether an answer says that it is held, and nothing of it.
    private func isHeld(_ response: TestResponse, _ client: ModelClient) -> Bool {
        guard !response.text.contains(Self.secret), !response.text.contains("bob@") else { return false }
        guard !client.isStreamed || response.status != 200 else {
            return client.isRefused(response)
                && response.text.contains(": governor-hold \(holds.all.last?.id.description ?? "")\n")
        }
        return response.status == 403 && response.text.contains("held_for_review")
            && response.headers["governor-hold"] == holds.all.last?.id.description
            && response.headers["x-should-retry"] == "false"
    }

    /// What a stream is but its receipt.
    private func events(_ response: TestResponse) -> String {
        response.text.replacing(/: governor-receipt [0-9a-f-]+\n\n/, with: "")
    }

    @Test(arguments: ModelClient.all)
    func `an answer that is held waits as its client would get it, and the model is asked once`(
        client: ModelClient
    ) async throws {
        let upstream = TalkingUpstream(Self.answer)
        let gateway = try gateway(upstream)
        for _ in 0..<3 { #expect(isHeld(await client.ask(gateway, Self.question), client)) }
        #expect(upstream.requests.count == 1 && holds.all.count == 1)
        let content = try #require(holds.content)
        #expect(content.texts.filter { $0.role == "assistant" }.map(\.text).contains(Self.shown))
        #expect(content.reasons == ["keys are reviewed"])
        let facts = gateway.sink.facts
        #expect(facts.map { $0.payload["action"] } == ["redact", "hold", "hold", "hold"])
        #expect(facts.map(\.type.text).prefix(2) == ["decision.prompt", "decision.output"])
        #expect(holds.all.first?.decision == facts[1].id && holds.all.first?.stage == .output)
        #expect(facts[2].links.map(\.id) == [holds.all[0].id])
    }

    @Test(arguments: ModelClient.all)
    func `an answer that is released is given byte for byte, until the hold expires`(
        client: ModelClient
    ) async throws {
        let upstream = TalkingUpstream(Self.answer, "Another")
        let gateway = try gateway(upstream)
        #expect(isHeld(await client.ask(gateway, Self.question), client))
        holds.review(.released)
        let bytes = try #require(holds.content?.answer)
        for _ in 0..<2 {
            let response = await client.ask(gateway, Self.question)
            #expect(try client.text(of: response) == Self.shown)
            #expect(events(response) == String(decoding: bytes, as: UTF8.self))
            let facts = gateway.sink.facts.suffix(2)
            #expect(facts.map { $0.payload["action"] } == ["redact", "allow"])
            #expect(facts.last?.links.map(\.relation) == ["answers", "hold", "review"])
            #expect(facts.last?.payload["review"]?["reviewer"] == "reviewer-1")
            #expect(facts.last.map { response.headers["governor-receipt"] == $0.id.description } == true)
        }
        #expect(upstream.requests.count == 1)
        holds.pass(seconds: 61)
        #expect(try client.text(of: await client.ask(gateway, Self.question)) == "Another")
    }

    @Test(arguments: ModelClient.all)
    func `an answer that is edited has the reviewer's words, which are inspected`(client: ModelClient) async throws {
        let upstream = TalkingUpstream(Self.answer)
        let gateway = try gateway(upstream)
        #expect(isHeld(await client.ask(gateway, Self.question), client))
        let place = try #require(holds.content?.texts.first { $0.text == Self.shown }?.place)
        holds.review(.edited, edits: [place: "Nothing for eve@example.com"])
        let response = await client.ask(gateway, Self.question)
        #expect(try client.text(of: response) == "Nothing for [EMAIL_2]")
        #expect(!response.text.contains(Self.secret) && !response.text.contains("bob@"))
        #expect(gateway.sink.facts.last?.payload["review"]?["outcome"] == "edited")

        holds.pass(seconds: 61)
        #expect(isHeld(await client.ask(gateway, Self.question), client))
        holds.review(.edited, edits: [place: String(repeating: "too long ", count: 50)])
        let blocked = await client.ask(gateway, Self.question)
        #expect(blocked.status == 400 && blocked.text.contains("content_filter"))
    }

    @Test(arguments: ModelClient.all)
    func `an answer that is rejected is refused until the hold expires, and then the model is asked again`(
        client: ModelClient
    ) async throws {
        let upstream = TalkingUpstream(Self.answer, "Another")
        let gateway = try gateway(upstream)
        #expect(isHeld(await client.ask(gateway, Self.question), client))
        holds.review(.rejected)
        for _ in 0..<2 {
            let response = await client.ask(gateway, Self.question)
            #expect(response.status == 400 && response.text.contains("content_filter"))
        }
        #expect(gateway.sink.facts.last?.links.map(\.relation) == ["hold", "review"])
        holds.pass(seconds: 61)
        #expect(try client.text(of: await client.ask(gateway, Self.question)) == "Another")
    }

    @Test(arguments: ModelClient.all, [true, false])
    func `an answer that nobody reviews in time is given or refused, as was declared`(
        client: ModelClient, isReleased: Bool
    ) async throws {
        let holds = MemoryHolds(isReleasedByExpiry: isReleased)
        let gateway = try gateway(TalkingUpstream(Self.answer), holds: holds)
        _ = await client.ask(gateway, Self.question)
        holds.pass(seconds: 61)
        let response = await client.ask(gateway, Self.question)
        let outcome = isReleased ? "let_on" : "expired"
        let metrics = gateway.registry.exposition()
        #expect(metrics.contains(#"governor_holds_total{stage="output",outcome="waits"} 1"#))
        #expect(metrics.contains(#"governor_holds_total{stage="output",outcome="\#(outcome)"} 1"#))
        if isReleased {
            #expect(try client.text(of: response) == Self.shown)
        } else {
            #expect(response.status == 400 && response.text.contains("nobody has reviewed it in time"))
        }
    }

    @Test(arguments: streams, [true, false])
    func `a stream of which a part has left ends, and all of it is held`(
        client: ModelClient, waits: Bool
    ) async throws {
        let upstream = TalkingUpstream("A word before| it: |\(Self.secret)| and after")
        let rules = "rules: [{id: key, when: contains_secret, stage: output, action: hold, message: reviewed}]"
        let gateway = try gateway(upstream, rules: rules, waits: waits)
        let response = await client.ask(gateway)
        #expect(try client.text(of: response) == "A word before it: ")
        #expect(client.isRefused(response) && holds.all.count == 1)
        #expect(response.text.contains(": governor-hold \(holds.all[0].id)\n"))
        holds.review(.released)
        #expect(try client.text(of: await client.ask(gateway)) == "A word before it: \(Self.secret) and after")
        #expect(upstream.requests.count == 1)
    }

    @Test(arguments: streams)
    func `a stream of which nothing has left waits, and goes on when it is released`(
        client: ModelClient
    ) async throws {
        let gateway = try gateway(TalkingUpstream(Self.answer), waits: true)
        holds.after(looks: 12) { $0.review(.released) }
        let response = await client.ask(gateway, Self.question)
        #expect(try client.text(of: response) == Self.shown)
        #expect(response.text.hasPrefix(": governor-hold \(holds.all[0].id)\n\n"))
        let facts = gateway.sink.facts
        #expect(facts.map { $0.payload["action"] } == ["redact", "hold", "allow"])
        #expect(facts.last?.links.map(\.relation) == ["answers", "hold", "review"])
    }

    @Test(arguments: streams)
    func `a stream that waits gets the reviewer's words, or ends in its form's own way`(
        client: ModelClient
    ) async throws {
        let gateway = try gateway(TalkingUpstream(Self.answer), waits: true)
        holds.after(looks: 3) { holds in
            let place = holds.content?.texts.first { $0.text == Self.shown }?.place
            holds.review(.edited, edits: [place ?? "": "Nothing"])
        }
        #expect(try client.text(of: await client.ask(gateway, Self.question)) == "Nothing")
        holds.pass(seconds: 61)
        holds.after(looks: 3) { $0.review(.rejected) }
        let rejected = await client.ask(gateway, Self.question)
        #expect(rejected.status == 200 && client.isRefused(rejected) && !rejected.text.contains(Self.secret))
        holds.pass(seconds: 61)
        let late = await client.ask(gateway, Self.question)
        #expect(late.status == 200 && client.isRefused(late) && !late.text.contains(Self.secret))
        // The hold stays: another stream of the same request waits for it, and gets what is decided.
        holds.after(looks: 3) { $0.review(.released) }
        #expect(try client.text(of: await client.ask(gateway, Self.question)) == Self.shown)
        let metrics = gateway.registry.exposition()
        #expect(metrics.contains(#"governor_holds_total{stage="output",outcome="let_on"} 2"#))
        #expect(metrics.contains(#"governor_holds_total{stage="output",outcome="rejected"} 1"#))
    }

    @Test(arguments: ModelClient.all)
    func `an answer that is erased is given to nobody`(client: ModelClient) async throws {
        let gateway = try gateway(TalkingUpstream(Self.answer))
        #expect(isHeld(await client.ask(gateway, Self.question), client))
        holds.review(.released)
        holds.erase()
        let response = await client.ask(gateway, Self.question)
        #expect(response.status == 400 && response.text.contains("content_filter"))
        #expect(gateway.sink.facts.last?.payload["action"] == "block")
    }

    @Test(arguments: ModelClient.all)
    func `a rule that blocks anything of an answer blocks it, whatever else is held`(
        client: ModelClient
    ) async throws {
        let upstream = TalkingUpstream(Self.answer + "|" + String(repeating: " too long", count: 50))
        let gateway = try gateway(upstream)
        let response = await client.ask(gateway, Self.question)
        #expect(client.isRefused(response) && holds.all.isEmpty && !response.text.contains(Self.secret))
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["redact", "block"])
    }

    @Test(arguments: ModelClient.all)
    func `a request and its answer may both be held, one after the other`(client: ModelClient) async throws {
        let rules = Self.rules + "\n  - {id: all, when: contains_pii, stage: prompt, action: hold, message: mails}\n"
        let upstream = TalkingUpstream(Self.answer)
        let gateway = try gateway(upstream, rules: rules)
        #expect(await client.ask(gateway, Self.question).status == 403)
        holds.review(.released)
        #expect(isHeld(await client.ask(gateway, Self.question), client))
        #expect(holds.all.map(\.stage) == [.prompt, .output] && holds.uses.count == 1)
        #expect(isHeld(await client.ask(gateway, Self.question), client))
        holds.review(.released)
        #expect(try client.text(of: await client.ask(gateway, Self.question)) == Self.shown)
        #expect(holds.all.count == 2 && upstream.requests.count == 1)
    }

    @Test(arguments: ModelClient.all)
    func `the same request at the same time has one hold`(client: ModelClient) async throws {
        let gateway = try gateway(TalkingUpstream(Self.answer))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = await client.ask(gateway, Self.question) } }
        }
        #expect(holds.all.count == 1)
    }

    @Test(arguments: ModelClient.all)
    func `nothing of an answer leaves that can neither be held nor recorded`(client: ModelClient) async throws {
        for failing in 0..<3 {
            let gateway = try gateway(TalkingUpstream(Self.answer))
            switch failing {
            case 0: holds.fail()
            case 1: holds.limit(to: 0)
            default: gateway.sink.fail(after: 1)
            }
            let response = await client.ask(gateway, Self.question)
            #expect(!response.text.contains(Self.secret) && holds.all.isEmpty)
            #expect(response.text.contains(failing == 1 ? "hold.full" : "gateway.not-recorded"))
            #expect(gateway.sink.facts.count == (failing == 2 ? 1 : 2))
            holds.fail(false)
            holds.limit(to: .max)
        }
    }

    @Test func `a stream that breaks after it was held is recorded, and not held`() async throws {
        let chunk: JSONValue = ["choices": [["index": 0, "delta": ["content": .string("\(Self.secret) and")]]]]
        let gateway = try gateway(CannedUpstream("data: \(chunk.compactText)\n\n"))
        let client = ModelClient(dialect: .chat, isStreamed: true)
        let response = await client.ask(gateway)
        #expect(response.text.contains("upstream.foreign-answer") && !response.text.contains(Self.secret))
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["allow", "hold"] && holds.all.isEmpty)
    }

    @Test(arguments: ModelClient.all)
    func `where nothing can be held, a rule that holds refuses`(client: ModelClient) async throws {
        let upstream = TalkingUpstream(Self.answer)
        let gateway = try TestGateway(rules: Self.rules, models: [upstream.route()])
        let response = await client.ask(gateway, Self.question)
        #expect(client.isRefused(response) && !response.text.contains(Self.secret))
    }

    @Test(arguments: ModelClient.all)
    func `tokens are counted once, when the model has answered`(client: ModelClient) async throws {
        guard client.countsTokens else { return }
        var quotas = QuotaConfiguration()
        quotas.everybody = Quota(tokensPerMinute: 1_000_000, concurrency: 1)
        let gateway = try gateway(TalkingUpstream(Self.answer), quotas: quotas)
        #expect(isHeld(await client.ask(gateway, Self.question), client))
        holds.review(.released)
        #expect(try client.text(of: await client.ask(gateway, Self.question)) == Self.shown)
        let labels = #"direction="input",model="m",model_version="",cohort="stable""#
        #expect(gateway.registry.exposition().contains("governor_tokens_total{\(labels)} 10"))
    }
}
