import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

@Suite struct LimiterTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `no 60 seconds see more than the limit, wherever they begin`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (requests, tokens) = (Int.random(in: 1...20, using: &random), Int.random(in: 50...500, using: &random))
        let fixture = LimiterFixture(
            key: Quota(requestsPerMinute: requests, tokensPerMinute: tokens))
        var admitted: [(at: Duration, tokens: Int)] = []
        var now = Duration.zero
        for _ in 0..<600 {
            let step = Duration.milliseconds(Int.random(in: 0...4000, using: &random))
            now += step
            fixture.advance(by: step)
            let wanted = Int.random(in: 0...60, using: &random)
            if fixture.refusal(input: wanted) == nil { admitted.append((now, wanted)) }
        }
        #expect(admitted.count > requests)
        for (place, first) in admitted.enumerated() {
            let window = admitted[place...].prefix { $0.at - first.at < .seconds(60) }
            #expect(window.count <= requests)
            #expect(window.reduce(0) { $0 + $1.tokens } <= tokens)
        }
    }

    @Test func `many at once are admitted as often as the limit says, and not once more`() async {
        let fixture = LimiterFixture(
            key: Quota(requestsPerMinute: 100), everybody: Quota(requestsPerMinute: 150))
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<400 { group.addTask { fixture.refusal(index % 2 == 0 ? "a" : "b") == nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 150)
    }

    @Test func `concurrency is held until a request ends, however it does`() throws {
        let fixture = LimiterFixture(key: Quota(concurrency: 2))
        let first = try #require(try fixture.admit())
        var second = try fixture.admit()
        #expect(fixture.refusal()?.limit == .concurrency)
        first.settle(.nothing)
        first.settle(.nothing)
        let third = try fixture.admit()
        #expect(fixture.refusal()?.limit == .concurrency)
        #expect(second != nil && third != nil)
        // Nobody has said how it ended.
        second = nil
        #expect(fixture.refusal() == nil)
    }

    @Test func `who does not say what was used has used nothing, or all if a model was asked`() throws {
        let fixture = LimiterFixture(key: Quota(tokensPerMinute: 100))
        _ = try fixture.admit(input: 60)
        try fixture.admit(input: 60)?.send()
        #expect(fixture.refusal(input: 41)?.limit == .tokens)
        #expect(fixture.refusal(input: 40) == nil)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `whatever begins and ends, never more are under way than the limit says`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fixture = LimiterFixture(key: Quota(concurrency: 5))
        var held: [Reservation] = []
        for _ in 0..<500 {
            if Bool.random(using: &random), let one = try? fixture.admit() {
                held.append(one)
            } else if let place = held.indices.randomElement(using: &random) {
                held.remove(at: place)
            }
            #expect(held.count <= 5)
            #expect((fixture.refusal() != nil) == (held.count == 5))
        }
    }

    @Test func `tokens are corrected when the answer says how many there were`() throws {
        let fixture = LimiterFixture(key: Quota(tokensPerMinute: 100))
        try fixture.admit(input: 10, output: 80)?.settle(.counted(TokenUsage(input: 20, output: 10)))
        #expect(fixture.refusal(input: 71)?.limit == .tokens)
        #expect(fixture.refusal(input: 70) == nil)
        fixture.advance(by: .seconds(61))
        try fixture.admit(input: 10)?.settle(.counted(TokenUsage(input: 10, output: 85)))
        #expect(fixture.refusal(input: 6)?.limit == .tokens)
        fixture.advance(by: .seconds(61))
        try fixture.admit(input: 10, output: 90)?.settle(.nothing)
        try fixture.admit(input: 10)?.settle(.guessed(outputBytes: 41))
        #expect(fixture.refusal(input: 80)?.limit == .tokens)
        #expect(fixture.refusal(input: 79) == nil)
    }

    @Test func `what an answer took beyond its estimate counts when it ended`() throws {
        let fixture = LimiterFixture(key: Quota(tokensPerMinute: 100))
        let long = try fixture.admit(input: 10)
        fixture.advance(by: .seconds(59))
        long?.settle(.counted(TokenUsage(input: 10, output: 80)))
        fixture.advance(by: .seconds(30))
        #expect(fixture.refusal(input: 30)?.limit == .tokens)
        #expect(fixture.refusal(input: 20) == nil)
    }

    @Test func `who waits as long as they are told is admitted`() throws {
        let fixture = LimiterFixture(
            key: Quota(requestsPerMinute: 3, tokensPerMinute: 30))
        for _ in 0..<3 {
            #expect(fixture.refusal(input: 10) == nil)
            fixture.advance(by: .milliseconds(7300))
        }
        let wait = try #require(fixture.refusal(input: 5)?.wait)
        fixture.advance(by: wait - .milliseconds(2))
        #expect(fixture.refusal(input: 5)?.limit == .requests)
        fixture.advance(by: .milliseconds(2))
        #expect(fixture.refusal(input: 10) == nil)
        let other = try #require(fixture.refusal(input: 25)?.wait)
        fixture.advance(by: other)
        #expect(fixture.refusal(input: 25) == nil)
    }

    @Test func `a request that no minute has room for is told that waiting does not help`() throws {
        let fixture = LimiterFixture(key: Quota(tokensPerMinute: 100))
        let refusal = try #require(fixture.refusal(input: 90, output: 11))
        #expect(refusal.limit == .tokens && refusal.wait == nil)
        let headers = refusal.headers(for: .chat, at: .now()).map { "\($0.name): \($0.value)" }
        #expect(headers.contains("x-should-retry: false") && !headers.contains { $0.hasPrefix("retry-after") })
    }

    @Test func `users of a key share its limit and have one each, and nobody's is one of them`() throws {
        let fixture = LimiterFixture(
            key: Quota(requestsPerMinute: 5), user: Quota(requestsPerMinute: 2))
        for user in ["ada", "bob"] {
            #expect(fixture.refusal(user: user) == nil && fixture.refusal(user: user) == nil)
            #expect(fixture.refusal(user: user)?.scope == .user)
        }
        #expect(fixture.refusal() == nil)
        #expect(fixture.refusal(user: "eve")?.scope == .key)
        #expect(fixture.refusal("b", user: "ada") == nil)
    }

    @Test func `who makes up users gains no more than one of them`() throws {
        let fixture = LimiterFixture(user: Quota(requestsPerMinute: 1))
        let admitted = (0..<10_200).filter { fixture.refusal(user: "user \($0)") == nil }.count
        #expect(admitted == 10_001)
        fixture.advance(by: .seconds(62))
        #expect(fixture.refusal(user: "user 0") == nil && fixture.refusal(user: "another") == nil)
    }

    @Test func `budgets of a day and a month begin anew with the next, in tokens and in money`() throws {
        let price = try #require(Price(inputPerMillion: ExactDecimal(2), outputPerMillion: ExactDecimal("10.5")!))
        let fixture = LimiterFixture(
            key: Quota(tokensPerDay: 100, tokensPerMonth: 150),
            everybody: Quota(costPerDay: Money(ExactDecimal("0.001")!)))
        #expect(fixture.refusal(input: 100) == nil)
        let refusal = try #require(fixture.refusal(input: 1))
        #expect(refusal.limit == .tokensPerDay && refusal.wait == .seconds(14 * 3600))
        #expect(refusal.code == "insufficient_quota")
        fixture.advance(by: .seconds(14 * 3600))
        #expect(fixture.refusal(input: 50) == nil)
        #expect(fixture.refusal(input: 1)?.limit == .tokensPerMonth)
        fixture.advance(by: .seconds(8 * 86_400))
        #expect(fixture.refusal(input: 100) == nil)
        // 80 × 2 + 80 × 10.50 millionths are 0.001.
        #expect(fixture.refusal("b", input: 80, output: 81, price: price)?.limit == .costPerDay)
        #expect(fixture.refusal("b", input: 80, output: 80, price: price) == nil)
        #expect(fixture.refusal("b", input: 1, price: price)?.scope == .gateway)
    }

    @Test func `a key may ask for the models it is granted, and an unknown one for none`() {
        var configuration = QuotaConfiguration()
        configuration.keys = [
            KeyGrant(id: "app-*", models: ["gpt-4o", "claude-*"]), KeyGrant(id: "*", models: ["small"]),
        ]
        let limiter = LimiterFixture(configuration, keys: ["app-1", "b"]).limiter
        let may = { (id: String, model: String) in limiter.grants(model, to: Principal(id: id, role: .service)) }
        #expect(may("app-1", "gpt-4o") && may("app-1", "claude-x") && may("b", "small"))
        #expect(!may("app-1", "gpt-4o-mini") && !may("app-1", "small") && !may("b", "gpt-4o") && !may("c", "small"))
    }

    @Test func `fields say what is left in the form of the dialect, and nothing of what others use`() throws {
        let fixture = LimiterFixture(
            key: Quota(requestsPerMinute: 60, tokensPerMinute: 1000), user: Quota(requestsPerMinute: 5),
            everybody: Quota(requestsPerMinute: 3))
        let status = try #require(try fixture.admit(input: 10)).status
        let time = try #require(Timestamp("2026-11-22T10:00:00Z"))
        #expect(
            status.headers(for: .chat, at: time).map { "\($0.name): \($0.value)" } == [
                "x-ratelimit-limit-requests: 5", "x-ratelimit-remaining-requests: 4",
                "x-ratelimit-reset-requests: 1m1s", "x-ratelimit-limit-tokens: 1000",
                "x-ratelimit-remaining-tokens: 990", "x-ratelimit-reset-tokens: 1m1s",
            ])
        #expect(
            status.headers(for: .messages, at: time).prefix(3).map { "\($0.name): \($0.value)" } == [
                "anthropic-ratelimit-requests-limit: 5", "anthropic-ratelimit-requests-remaining: 4",
                "anthropic-ratelimit-requests-reset: 2026-11-22T10:01:01.000Z",
            ])
    }
}
