import GovernorCore
import Testing

@testable import GovernorGateway

/// What a limiter goes on with that takes another one's place.
@Suite struct LimiterReplacementTests {
    private static func configuration(_ quota: Quota, user: Quota = Quota()) -> QuotaConfiguration {
        var configuration = QuotaConfiguration()
        configuration.keys = [KeyGrant(id: "a", quota: quota, eachUser: user)]
        return configuration
    }

    @Test func `what is under way is given back to the limiter in force`() throws {
        let fixture = LimiterFixture(key: Quota(concurrency: 1))
        let reservation = try #require(try fixture.admit())
        // The key's place among others is another one now.
        let next = fixture.successor(Self.configuration(Quota(concurrency: 1)), keys: ["new", "b", "a"])
        #expect(next.refusal()?.limit == .concurrency)
        reservation.settle(.nothing)
        #expect(next.refusal() == nil)
    }

    @Test func `nothing holds before it is activated`() throws {
        let fixture = LimiterFixture(key: Quota(requestsPerMinute: 2))
        let next = fixture.successor(Self.configuration(Quota(requestsPerMinute: 1)), isActivated: false)
        #expect(fixture.refusal() == nil)
        #expect(fixture.refusal() == nil)
        next.limiter.activate()
        #expect(next.refusal()?.limit == .requests)
    }

    @Test func `a limit that is new begins to count, and one that is gone no longer holds`() throws {
        let fixture = LimiterFixture(key: Quota(tokensPerMinute: 10))
        #expect(fixture.refusal(input: 10) == nil)
        let next = fixture.successor(Self.configuration(Quota(requestsPerMinute: 1)))
        #expect(next.refusal(input: 100) == nil)
        #expect(next.refusal()?.limit == .requests)
        let last = next.successor(Self.configuration(Quota(concurrency: 5)))
        for _ in 1...10 { #expect(last.refusal(input: 100) == nil) }
    }

    @Test func `a budget that is introduced counts what was used under other limits`() throws {
        let fixture = LimiterFixture(key: Quota(concurrency: 5))
        #expect(fixture.refusal(input: 60) == nil)
        let next = fixture.successor(Self.configuration(Quota(tokensPerDay: 100)))
        #expect(next.refusal(input: 41)?.limit == .tokensPerDay)
        #expect(next.refusal(input: 40) == nil)
    }

    @Test func `the limits of users change with those of their key`() throws {
        let fixture = LimiterFixture(key: Quota(), user: Quota(requestsPerMinute: 1))
        #expect(fixture.refusal(user: "u") == nil)
        #expect(fixture.refusal(user: "u")?.scope == .user)
        let next = fixture.successor(Self.configuration(Quota(), user: Quota(requestsPerMinute: 2)))
        #expect(next.refusal(user: "u") == nil)
        #expect(next.refusal(user: "u")?.scope == .user)
    }

    @Test func `a key that is gone may ask for nothing, and is the same one when it comes back`() throws {
        let fixture = LimiterFixture(key: Quota(requestsPerMinute: 1))
        #expect(fixture.refusal() == nil)
        let without = fixture.successor(Self.configuration(Quota(requestsPerMinute: 1)), keys: ["b"])
        #expect(!without.limiter.grants("m", to: Principal(id: "a", role: .service)))
        let again = without.successor(Self.configuration(Quota(requestsPerMinute: 1)))
        #expect(again.refusal()?.limit == .requests)
    }

    @Test func `costs in another currency are forgotten, tokens are not`() throws {
        var euros = Self.configuration(Quota(tokensPerDay: 100, costPerDay: Money(ExactDecimal(1))))
        euros.currency = "EUR"
        let fixture = LimiterFixture(euros)
        let price = Price(inputPerMillion: ExactDecimal(10_000), outputPerMillion: ExactDecimal(0))
        #expect(fixture.refusal(input: 90, price: price) == nil)
        #expect(fixture.refusal(input: 11, price: price)?.limit == .tokensPerDay)
        var dollars = Self.configuration(Quota(costPerDay: Money(ExactDecimal(1))))
        dollars.currency = "USD"
        #expect(fixture.successor(dollars).refusal(input: 100, price: price) == nil)
    }
}
