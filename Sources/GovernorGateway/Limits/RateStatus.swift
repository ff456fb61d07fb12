import GovernorCore
import GovernorDialects

/// What is left of the requests and tokens of a minute, as header fields say it.
struct RateStatus: Sendable, Hashable {
    /// What is left of one limit.
    struct Level: Sendable, Hashable {
        let limit: Int
        let remaining: Int
        /// The second by the limiter's clock from which all of it is left again.
        let resetSecond: Int

        /// Of two levels the one of which less is left.
        static func lesser(_ first: Level?, _ second: Level?) -> Level? {
            guard let first, let second else { return first ?? second }
            return second.remaining < first.remaining ? second : first
        }
    }

    let requests: Level?
    let tokens: Level?
    /// The time by the limiter's clock.
    let elapsed: Duration

    /// The fields in the form that clients of a dialect know.
    ///
    /// - Parameter time: The time of day, as Anthropic's form names moments and not lengths of time.
    func headers(for dialect: Dialect, at time: Timestamp) -> [(name: String, value: String)] {
        fields(of: requests, named: "requests", dialect, time) + fields(of: tokens, named: "tokens", dialect, time)
    }

    private func fields(
        of level: Level?, named name: String, _ dialect: Dialect, _ time: Timestamp
    ) -> [(name: String, value: String)] {
        guard let level else { return [] }
        let wait = max(.zero, .seconds(level.resetSecond) - elapsed)
        guard dialect.isOfAnthropic else {
            return [
                ("x-ratelimit-limit-\(name)", "\(level.limit)"),
                ("x-ratelimit-remaining-\(name)", "\(level.remaining)"),
                ("x-ratelimit-reset-\(name)", Self.text(wait)),
            ]
        }
        let reset = time.advanced(byMilliseconds: wait.wholeMilliseconds)
        return [
            ("anthropic-ratelimit-\(name)-limit", "\(level.limit)"),
            ("anthropic-ratelimit-\(name)-remaining", "\(level.remaining)"),
            ("anthropic-ratelimit-\(name)-reset", reset.description),
        ]
    }

    /// A length of time as OpenAI writes it: `1m1s`, `7s`, `120ms`.
    private static func text(_ duration: Duration) -> String {
        let milliseconds = duration.wholeMilliseconds
        guard milliseconds >= 1000 else { return "\(milliseconds)ms" }
        let seconds = duration.wholeSeconds
        return seconds < 60 ? "\(seconds)s" : "\(seconds / 60)m\(seconds % 60)s"
    }
}

extension Dialect {
    /// Whether the dialect is one of Anthropic's API.
    fileprivate var isOfAnthropic: Bool { self == .messages || self == .countTokens }
}

extension Duration {
    /// The length in milliseconds, rounded up.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }

    /// The length in seconds, rounded up.
    var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
