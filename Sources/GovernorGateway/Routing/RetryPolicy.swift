/// How often a request is sent again to the same server, and after how long.
package struct RetryPolicy: Sendable, Hashable {
    /// The most times that a request is sent again.
    package var limit = 2
    /// The longest time before the second attempt. Each further attempt may wait twice as long.
    package var firstDelay = Duration.milliseconds(200)
    /// The longest time before any attempt.
    package var longestDelay = Duration.seconds(5)
    /// The longest time that a server may ask to wait by `retry-after`; who asks for more is not asked again.
    package var longestRetryAfter = Duration.seconds(10)
    /// How many requests a hundred requests may be sent again: an outage must not be multiplied.
    package var budgetPercent = 10
    /// How many requests may be sent again each second whatever the traffic.
    package var budgetPerSecond = 1

    /// The default policy.
    package init() {}

    /// Nothing is sent again.
    package static var none: RetryPolicy {
        var policy = RetryPolicy()
        policy.limit = 0
        return policy
    }

    /// How long to wait before an attempt: anything up to a limit that grows, so that clients of a server that comes back do
    /// not come back together ("full jitter").
    ///
    /// - Parameters:
    ///   - number: 1 before the first repetition.
    ///   - retryAfter: How long the server asks to wait; the wait is then that much longer.
    func delay(
        before number: Int, after retryAfter: Duration?, using random: inout some RandomNumberGenerator
    ) -> Duration {
        let longest = (1..<max(1, number)).reduce(firstDelay) { delay, _ in min(delay * 2, longestDelay) }
        return (retryAfter ?? .zero) + min(longest, longestDelay) * Double.random(in: 0...1, using: &random)
    }
}

/// How often requests to one target may be sent again.
///
/// Each request puts a part of a repetition aside, and time a few; a repetition takes one. It is full at the start.
struct RetryBudget: Sendable {
    /// How long what time puts aside is kept.
    static let memory = 10

    private let share: Double
    private let perSecond: Double
    private let most: Double
    private var saved: Double
    private var lastSaved: Duration?

    init(_ policy: RetryPolicy) {
        share = Double(policy.budgetPercent) / 100
        perSecond = Double(policy.budgetPerSecond)
        // What a hundred requests put aside is kept, so that bursts are evened out but hours of calm save up no storm.
        most = share * 100 + perSecond * Double(Self.memory)
        saved = most
    }

    /// Takes notice of a request.
    mutating func deposit() { saved = min(most, saved + share) }

    /// Whether a request may be sent again; if so, that counts.
    ///
    /// - Parameter now: The time since any fixed moment.
    mutating func withdraw(at now: Duration) -> Bool {
        if let lastSaved { saved = min(most, saved + (now - lastSaved) / .seconds(1) * perSecond) }
        lastSaved = now
        guard saved >= 1 else { return false }
        saved -= 1
        return true
    }
}
