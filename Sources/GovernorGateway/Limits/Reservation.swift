import GovernorDialects
import Synchronization

/// What a request holds of quotas from its admission until it has ended, however it ends.
///
/// Where nobody says what it has used, it is all that was reserved if a model was asked, and else nothing.
final class Reservation: Sendable {
    /// What a request has used.
    enum Use: Sendable, Hashable {
        /// Nothing: no model was asked, or none answered.
        case nothing
        /// What its server has counted.
        case counted(TokenUsage)
        /// Its server has not said. A token is taken for four bytes.
        case guessed(outputBytes: Int)
    }

    /// When a request was admitted.
    struct Moment: Sendable, Hashable {
        let second: Int
        let period: Spending.Period
    }

    /// What was left after it.
    let status: RateStatus
    let request: LimitedRequest
    let place: Limiter.Place
    let moment: Moment
    private let limiter: Limiter
    private let isSent = Atomic(false)
    private let isSettled = Atomic(false)

    init(_ limiter: Limiter, _ request: LimitedRequest, _ place: Limiter.Place, _ moment: Moment, _ status: RateStatus)
    {
        self.limiter = limiter
        self.request = request
        self.place = place
        self.moment = moment
        self.status = status
    }

    deinit { end(isSent.load(ordering: .relaxed) ? request.claim : .none) }

    /// Says that a model is asked.
    func send() { isSent.store(true, ordering: .relaxed) }

    /// Ends the request; only the first word counts.
    func settle(_ use: Use) {
        switch use {
        case .nothing: end(.none)
        case .counted(let usage): end(request.claim(input: usage.input, output: usage.output))
        case .guessed(let bytes): end(request.claim(input: request.input, output: LimitedRequest.tokens(bytes)))
        }
    }

    private func end(_ used: Claim) {
        guard isSettled.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else { return }
        limiter.end(self, used)
    }
}

/// A request as limits see it.
struct LimitedRequest: Sendable {
    /// The id of the key that it came with.
    let principal: String
    /// Whom it is for, if it says so.
    let user: String?
    /// The tokens that the model will read, estimated.
    let input: Int
    /// The most tokens that it may answer; 0 where the request does not say.
    let output: Int
    /// What they cost; nil if nobody knows.
    let price: Price?

    /// What is reserved.
    var claim: Claim { claim(input: input, output: output) }

    func claim(input: Int, output: Int) -> Claim {
        Claim(tokens: input.saturatingPlus(output), cost: price?.cost(input: input, output: output) ?? 0)
    }

    /// About how many tokens a number of bytes is: a quarter, rounded up.
    static func tokens(_ bytes: Int) -> Int { bytes / 4 + (bytes % 4 > 0 ? 1 : 0) }
}

extension AnswerReport {
    /// What the request has used of limits.
    var use: Reservation.Use {
        usage.map(Reservation.Use.counted) ?? byteCount.map { .guessed(outputBytes: $0) } ?? .nothing
    }
}
