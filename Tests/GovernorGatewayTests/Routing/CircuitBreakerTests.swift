import Testing

@testable import GovernorGateway

@Suite struct CircuitBreakerTests {
    private let limits: CircuitLimits = {
        var limits = CircuitLimits()
        (limits.failuresInRow, limits.failuresInWindow, limits.pause) = (3, 8, .seconds(10))
        return limits
    }()

    /// A breaker after some outcomes, one each second.
    private func breaker(after outcomes: [Bool]) -> CircuitBreaker {
        var breaker = CircuitBreaker(limits)
        for (second, hasFailed) in outcomes.enumerated() {
            guard let pass = breaker.admit(at: .seconds(second)) else { continue }
            breaker.record(pass, hasFailed: hasFailed, at: .seconds(second))
        }
        return breaker
    }

    private func admits(_ breaker: inout CircuitBreaker, at time: Duration) -> Bool { breaker.admit(at: time) != nil }

    @Test func `failures in a row open a circuit, and one success between them does not`() {
        #expect(!breaker(after: [true, true, false, true, true]).isOpen)
        #expect(breaker(after: [false, true, true, true]).isOpen)
    }

    @Test func `a share of failures opens it once there are enough outcomes to tell`() {
        let quarter = (0..<64).map { $0 % 4 == 0 }
        #expect(!breaker(after: Array(quarter.prefix(CircuitBreaker.window - 1))).isOpen)
        #expect(breaker(after: Array(quarter.prefix(CircuitBreaker.window))).isOpen)
        #expect(!breaker(after: (0..<64).map { $0 % 5 == 0 }).isOpen)
    }

    @Test func `a circuit that may not open stays closed whatever fails`() {
        var limits = CircuitLimits.server
        (limits.failuresInRow, limits.failuresInWindow) = (nil, nil)
        var breaker = CircuitBreaker(limits)
        for second in 0..<100 {
            guard let pass = breaker.admit(at: .seconds(second)) else { break }
            breaker.record(pass, hasFailed: true, at: .seconds(second))
        }
        #expect(!breaker.isOpen)
    }

    @Test func `after a pause one request is a probe, and only its success closes the circuit`() throws {
        var breaker = breaker(after: [true, true, true])
        let opened = Duration.seconds(2)
        var isAdmitted: Bool
        isAdmitted = admits(&breaker, at: opened + limits.pause - .nanoseconds(1))
        #expect(!isAdmitted)
        let probeGiven = breaker.admit(at: opened + limits.pause)
        let probe = try #require(probeGiven)
        isAdmitted = admits(&breaker, at: opened + limits.pause)
        #expect(!isAdmitted && breaker.isOpen)
        breaker.record(probe, hasFailed: true, at: .seconds(20))
        isAdmitted = admits(&breaker, at: .seconds(29))
        #expect(!isAdmitted)
        let secondGiven = breaker.admit(at: .seconds(30))
        let second = try #require(secondGiven)
        breaker.record(second, hasFailed: false, at: .seconds(31))
        let admitted = (1...2).map { _ in admits(&breaker, at: .seconds(31)) }
        #expect(!breaker.isOpen && admitted == [true, true])
    }

    @Test func `a probe that nobody hears of is followed by another one`() throws {
        var breaker = breaker(after: [true, true, true])
        let isAdmitted: Bool
        let lostGiven = breaker.admit(at: .seconds(12))
        let lost = try #require(lostGiven)
        isAdmitted = admits(&breaker, at: .seconds(13))
        #expect(!isAdmitted)
        let nextGiven = breaker.admit(at: .seconds(22))
        let next = try #require(nextGiven)
        breaker.record(lost, hasFailed: false, at: .seconds(23))
        #expect(breaker.isOpen)
        breaker.record(next, hasFailed: false, at: .seconds(24))
        #expect(!breaker.isOpen)
    }

    @Test func `what was asked before a circuit opened does not close it`() throws {
        var breaker = CircuitBreaker(limits)
        let slowGiven = breaker.admit(at: .zero)
        let slow = try #require(slowGiven)
        for _ in 0..<3 {
            let passGiven = breaker.admit(at: .zero)
            let pass = try #require(passGiven)
            breaker.record(pass, hasFailed: true, at: .zero)
        }
        breaker.record(slow, hasFailed: false, at: .seconds(1))
        #expect(breaker.isOpen)
    }
}
