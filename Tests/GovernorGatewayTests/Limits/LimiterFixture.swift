import GovernorCore
import GovernorDialects
import Synchronization

@testable import GovernorGateway

/// A limiter whose clocks stand still until a test moves them.
final class LimiterFixture: Sendable {
    private let clocks: Clocks
    let limiter: Limiter

    convenience init(_ configuration: QuotaConfiguration, keys: [String] = ["a", "b"]) {
        self.init(configuration, keys, Clocks(), after: nil)
    }

    private init(_ configuration: QuotaConfiguration, _ keys: [String], _ clocks: Clocks, after predecessor: Limiter?) {
        self.clocks = clocks
        limiter = Limiter(
            configuration, for: keys, elapsed: { clocks.elapsed }, clock: { clocks.time }, after: predecessor)
    }

    /// The limiter that takes this one's place.
    func successor(
        _ configuration: QuotaConfiguration, keys: [String] = ["a", "b"], isActivated: Bool = true
    ) -> LimiterFixture {
        let successor = LimiterFixture(configuration, keys, clocks, after: limiter)
        if isActivated { successor.limiter.activate() }
        return successor
    }

    /// Limits the key `a`.
    convenience init(key quota: Quota = Quota(), user: Quota = Quota(), everybody: Quota = Quota()) {
        var configuration = QuotaConfiguration()
        configuration.everybody = everybody
        configuration.keys = [KeyGrant(id: "a", quota: quota, eachUser: user)]
        self.init(configuration)
    }

    func advance(by duration: Duration) { clocks.advance(by: duration) }

    func admit(
        _ principal: String = "a", user: String? = nil, input: Int = 0, output: Int = 0, price: Price? = nil
    ) throws(LimitRefusal) -> Reservation? {
        try limiter.admit(
            LimitedRequest(principal: principal, user: user, input: input, output: output, price: price))
    }

    /// Why a request is refused; nil if it is admitted, and then it has ended.
    func refusal(
        _ principal: String = "a", user: String? = nil, input: Int = 0, output: Int = 0, price: Price? = nil
    ) -> LimitRefusal? {
        do {
            try admit(principal, user: user, input: input, output: output, price: price)?.settle(
                .counted(.init(input: input, output: output)))
            return nil
        } catch {
            return error
        }
    }

    /// Two clocks that go together.
    private final class Clocks: Sendable {
        private let now = Mutex((elapsed: Duration.seconds(1000), time: Timestamp("2026-11-22T10:00:00Z") ?? .now()))

        var elapsed: Duration { now.withLock { $0.elapsed } }
        var time: Timestamp { now.withLock { $0.time } }

        func advance(by duration: Duration) {
            now.withLock { now in
                now.elapsed += duration
                now.time = now.time.advanced(byMilliseconds: duration.wholeMilliseconds)
            }
        }
    }
}

extension LimitRefusal {
    var limit: Limit? { if case .exceeded(_, let limit, _, _) = self { limit } else { nil } }
    var scope: Limiter.Scope? { if case .exceeded(let scope, _, _, _) = self { scope } else { nil } }
    var wait: Duration? { if case .exceeded(_, _, let wait, _) = self { wait } else { nil } }
}
