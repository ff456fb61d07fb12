import GovernorCore
import Synchronization
import Testing

@testable import GovernorGateway

@Suite struct CounterTests {
    private static func configuration(
        currency: String = "EUR", _ unavailability: QuotaConfiguration.Unavailability = .serve
    ) -> QuotaConfiguration {
        var configuration = QuotaConfiguration()
        configuration.everybody = Quota(costPerMonth: Money(ExactDecimal(1)))
        configuration.keys = [KeyGrant(id: "a", quota: Quota(tokensPerDay: 100))]
        configuration.currency = currency
        configuration.whenUnavailable = unavailability
        return configuration
    }

    /// A process that begins, with what the one before has left.
    private static func start(
        _ store: MemoryStore, _ configuration: QuotaConfiguration = configuration()
    ) async throws -> (LimiterFixture, CounterKeeper, MetricsRegistry, LogRecorder) {
        let (fixture, registry, log) = (LimiterFixture(configuration), MetricsRegistry(), LogRecorder())
        let keeper = CounterKeeper(
            fixture.limiter, store: store, metrics: GatewayMetrics(registry), logger: log.logger)
        try await keeper.load()
        return (fixture, keeper, registry, log)
    }

    private static let price = Price(inputPerMillion: ExactDecimal(10_000), outputPerMillion: ExactDecimal(0))

    @Test func `what was spent outlives the process, also by requests that had not ended`() async throws {
        let store = MemoryStore()
        let (first, keeper, _, _) = try await Self.start(store)
        let running = try first.admit(input: 40, price: Self.price)
        #expect(first.refusal(input: 50, price: Self.price) == nil)
        await keeper.save()
        #expect(running != nil)
        let (second, _, _, _) = try await Self.start(store)
        #expect(second.refusal(input: 11)?.limit == .tokensPerDay)
        #expect(second.refusal("b", input: 11, price: Self.price)?.limit == .costPerMonth)
        #expect(second.refusal(input: 10, price: Self.price) == nil)
    }

    @Test func `amounts in another currency are not compared`() async throws {
        let store = MemoryStore()
        let (first, keeper, _, _) = try await Self.start(store)
        #expect(first.refusal(input: 100, price: Self.price) == nil)
        await keeper.save()
        let (second, _, _, _) = try await Self.start(store, Self.configuration(currency: "USD"))
        #expect(second.refusal("b", input: 100, price: Self.price) == nil)
        #expect(second.refusal(input: 1)?.limit == .tokensPerDay)
    }

    @Test func `nothing is written where nothing has changed`() async throws {
        let store = MemoryStore()
        let (fixture, keeper, _, _) = try await Self.start(store)
        await keeper.save()
        let before = store.writes
        await keeper.save()
        #expect(store.writes == before)
        #expect(fixture.refusal(input: 1) == nil)
        await keeper.save()
        #expect(store.writes == before + 1)
    }

    @Test(arguments: ["", "{", "[]", #"{"version":2,"currency":"","everybody":null,"keys":{}}"#, "{\"version\":1}"])
    func `a file that holds something else is an error that says what to do`(text: String) async throws {
        let store = MemoryStore()
        try await store.write(Array(text.utf8))
        let error = await #expect(throws: CounterError.self) { _ = try await Self.start(store) }
        #expect(error?.message == "memory does not say what has been spent of budgets")
        #expect(error?.hint?.contains("remove it") == true)
    }

    @Test(arguments: QuotaConfiguration.Unavailability.allCases)
    func `while counters cannot be kept, requests under a budget fare as declared`(
        _ unavailability: QuotaConfiguration.Unavailability
    ) async throws {
        let store = MemoryStore()
        let (before, keeper, _, _) = try await Self.start(store)
        #expect(before.refusal(input: 60) == nil)
        await keeper.save()
        store.fail()
        let (fixture, again, registry, log) = try await Self.start(store, Self.configuration(unavailability))
        let expected: LimitRefusal? = unavailability == .serve ? nil : .spendingUnknown
        #expect(fixture.refusal(input: 10) == expected)
        #expect(registry.exposition().contains("governor_counters_durable 0"))
        await again.save()
        await again.save()
        #expect(log.text.split(separator: "\n").filter { $0.contains("cannot be kept") }.count == 1)
        store.recover()
        await again.save()
        #expect(registry.exposition().contains("governor_counters_durable 1"))
        // What was stored has been added to what was counted meanwhile.
        let left = unavailability == .serve ? 30 : 40
        #expect(fixture.refusal(input: left + 1)?.limit == .tokensPerDay)
        #expect(fixture.refusal(input: left) == nil)
    }

    @Test
    func `budgets that are introduced while the process runs take over what is stored, and nothing is written before`()
        async throws
    {
        let store = MemoryStore()
        let (before, keeper, _, _) = try await Self.start(store)
        #expect(before.refusal(input: 60) == nil)
        await keeper.save()
        let writes = store.writes
        let fixture = LimiterFixture(key: Quota(concurrency: 5))
        let next = CounterKeeper(
            fixture.limiter, store: store, metrics: GatewayMetrics(MetricsRegistry()), logger: LogRecorder().logger)
        #expect(fixture.refusal(input: 10) == nil)
        await next.save()
        #expect(store.writes == writes)
        let budgeted = fixture.successor(Self.configuration())
        await next.save()
        #expect(budgeted.refusal(input: 31)?.limit == .tokensPerDay)
        #expect(budgeted.refusal(input: 30) == nil)
        await next.save()
        #expect(store.writes > writes)
    }

    @Test func `a file that says something else refuses budgets before they are introduced`() async throws {
        let store = MemoryStore()
        try await store.write(Array("{}".utf8))
        let fixture = LimiterFixture(key: Quota(concurrency: 5))
        let keeper = CounterKeeper(
            fixture.limiter, store: store, metrics: GatewayMetrics(MetricsRegistry()), logger: LogRecorder().logger)
        await #expect(throws: CounterError.malformed(name: "memory")) { try await keeper.check() }
    }

    @Test func `a key without a budget does not mind`() async throws {
        let store = MemoryStore()
        store.fail()
        var configuration = Self.configuration(.refuse)
        configuration.everybody = Quota()
        let (fixture, _, _, _) = try await Self.start(store, configuration)
        #expect(fixture.refusal("b") == nil && fixture.refusal("a") == .spendingUnknown)
    }

    @Test(arguments: ["0", "1", "0.000000000001", "999999.999999999999", "1000000"])
    func `money is exact`(amount: String) throws {
        #expect(Money(try #require(ExactDecimal(amount)))?.description == amount)
    }

    @Test(arguments: ["-1", "0.0000000000001", "1000000.1"])
    func `what is no budget is none`(amount: String) throws {
        #expect(Money(try #require(ExactDecimal(amount))) == nil)
    }

    /// Keeps bytes in memory, and fails when told to.
    private final class MemoryStore: CounterStore {
        private struct Failure: Error {}
        private let bytes = Mutex<(value: [UInt8]?, writes: Int)>((nil, 0))
        private let failing = Mutex(false)
        let name = "memory"

        var writes: Int { bytes.withLock { $0.writes } }

        func fail() { failing.withLock { $0 = true } }
        func recover() { failing.withLock { $0 = false } }

        func read() async throws -> [UInt8]? {
            if failing.withLock({ $0 }) { throw Failure() }
            return bytes.withLock { $0.value }
        }

        func write(_ value: [UInt8]) async throws {
            if failing.withLock({ $0 }) { throw Failure() }
            bytes.withLock { $0 = (value, $0.writes + 1) }
        }
    }
}
