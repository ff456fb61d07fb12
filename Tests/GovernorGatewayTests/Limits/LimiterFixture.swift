import GovernorCore
import GovernorDialects
import Synchronization

@testable import GovernorGateway

/// A limiter whose clocks stand still until a test moves them.
final class LimiterFixture: Sendable {
    private let clocks = Clocks()
    let limiter: Limiter

    init(_ configuration: QuotaConfiguration, keys: [String] = ["a", "b"]) {
        limiter = Limiter(
            configuration, for: keys, elapsed: { [clocks] in clocks.elapsed }, clock: { [clocks] in clocks.time })
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
