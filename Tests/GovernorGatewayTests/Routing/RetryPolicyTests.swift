import GovernorCore
import Testing

@testable import GovernorGateway

@Suite struct RetryPolicyTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a delay is anything up to a limit that doubles, and never more than the longest`(seed: UInt64) {
        var policy = RetryPolicy()
        (policy.firstDelay, policy.longestDelay) = (.milliseconds(100), .milliseconds(500))
        var random = SeededGenerator(seed: seed)
        for (number, limit) in [(1, 100), (2, 200), (3, 400), (4, 500), (60, 500)] {
            let delays = (0..<200).map { _ in policy.delay(before: number, after: nil, using: &random) }
            #expect(delays.allSatisfy { $0 >= .zero && $0 <= .milliseconds(limit) })
            // All of it is used, not its end alone.
            #expect(
                delays.contains { $0 < .milliseconds(limit) / 4 }
                    && delays.contains { $0 > .milliseconds(limit) * 3 / 4 })
        }
        #expect(policy.delay(before: 1, after: .seconds(3), using: &random) >= .seconds(3))
    }

    @Test func `repetitions are a share of the requests`() {
        var policy = RetryPolicy()
        (policy.budgetPercent, policy.budgetPerSecond) = (10, 0)
        var budget = RetryBudget(policy)
        while budget.withdraw(at: .zero) {}
        var repeated = 0
        for _ in 0..<1000 {
            budget.deposit()
            if budget.withdraw(at: .zero) { repeated += 1 }
        }
        #expect((99...100).contains(repeated))
    }

    @Test func `without traffic a few each second are allowed, and calm saves up no more than a little`() {
        var policy = RetryPolicy()
        (policy.budgetPercent, policy.budgetPerSecond) = (0, 2)
        var budget = RetryBudget(policy)
        while budget.withdraw(at: .zero) {}
        #expect([1, 1, 1].map { budget.withdraw(at: .seconds($0)) } == [true, true, false])
        var saved = 0
        while budget.withdraw(at: .seconds(3600)) { saved += 1 }
        #expect(saved == 2 * RetryBudget.memory)
    }

    @Test func `a server's wish to wait is read, and what is not read is too long`() {
        let cases: [(HeaderFields, RetryAfter?)] = [
            ([], nil), ([("Retry-After", "7")], .time(.seconds(7))),
            ([("retry-after", "0.5")], .time(.milliseconds(500))),
            ([("retry-after", "7"), ("retry-after-ms", "250")], .time(.milliseconds(250))),
            ([("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")], .unknown), ([("retry-after", "-1")], .unknown),
            ([("retry-after", "1e9")], .unknown), ([("retry-after", "")], .unknown),
            ([("retry-after", "1.2.3")], .unknown),
        ]
        for (headers, expected) in cases { #expect(RetryAfter(headers) == expected) }
    }
}
