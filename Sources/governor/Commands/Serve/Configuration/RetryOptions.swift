import GovernorCore
import GovernorGateway
import GovernorPolicy

extension RetryPolicy {
    static let shape: Shape<RetryPolicy> = Shape.object(
        "How often a request is sent again to the same server.",
        .defaulted(
            "limit", .integer(in: 0...10), to: RetryPolicy().limit, "The most times that a request is sent again."),
        time(
            "first_delay", RetryPolicy().firstDelay, "The longest time before the second attempt; it doubles with each."
        ),
        time("longest_delay", RetryPolicy().longestDelay, "The longest time before any attempt."),
        time(
            "longest_retry_after", RetryPolicy().longestRetryAfter,
            "How long a server may ask to wait; one that asks for more is not asked again."),
        .defaulted(
            "budget_percent", .integer(in: 0...1000), to: RetryPolicy().budgetPercent,
            "How many of a hundred requests may be sent again, so that an outage is not multiplied."),
        .defaulted(
            "budget_per_second", .integer(in: 0...10_000), to: RetryPolicy().budgetPerSecond,
            "How many requests may be sent again each second besides.")
    ) { limit, first, longest, retryAfter, percent, perSecond in
        var policy = RetryPolicy()
        policy.limit = limit
        policy.firstDelay = first
        policy.longestDelay = longest
        policy.longestRetryAfter = retryAfter
        policy.budgetPercent = percent
        policy.budgetPerSecond = perSecond
        return policy
    }
}

extension CircuitLimits {
    static let shape: Shape<CircuitLimits> = Shape.object(
        "When a server that fails is left alone for a while.",
        .defaulted(
            "failures_in_row", .integer(in: 0...1_000_000), to: server.failuresInRow ?? 0,
            "After how many failures in a row; 0 for never."),
        .defaulted(
            "failures_in_32", .integer(in: 0...32), to: server.failuresInWindow ?? 0,
            "After how many failures among the last 32 requests; 0 for never."),
        time("pause", server.pause, "For how long; then one request tries it.")
    ) { inRow, inWindow, pause in
        var limits = CircuitLimits()
        limits.failuresInRow = inRow == 0 ? nil : inRow
        limits.failuresInWindow = inWindow == 0 ? nil : inWindow
        limits.pause = pause
        return limits
    }
}

extension UpstreamTimeouts {
    static let shape: Shape<UpstreamTimeouts> = Shape.object(
        "How long a server may take.",
        time("connect", UpstreamTimeouts().connect, "Until there is a connection: name, TCP and TLS together."),
        time(
            "first_byte", UpstreamTimeouts().firstByte,
            "From the request until the first byte of the answer: a model thinks here."),
        time(
            "idle", UpstreamTimeouts().idle,
            "Between two bytes of the answer. What the gateway holds back, and what the client is slow to take, does not count."
        )
    ) { connect, firstByte, idle in
        var timeouts = UpstreamTimeouts()
        (timeouts.connect, timeouts.firstByte, timeouts.idle) = (connect, firstByte, idle)
        return timeouts
    }.refusing("configuration.timeout") { timeouts in
        guard [timeouts.connect, timeouts.firstByte, timeouts.idle].contains(.zero) else { return nil }
        return ("no server answers within no time", "give a time above 0")
    }
}

/// A length of time with a default of whole milliseconds.
private func time(_ key: String, _ value: Duration, _ sentence: String) -> Field<Duration> {
    let milliseconds = Int64(value / .milliseconds(1))
    let text = milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    return .defaulted(key, .duration, to: value, shown: .string(text), sentence)
}
