/// What one key, one user or everybody has used of a quota.
struct Meter: Sendable {
    private var quota: Quota
    private var requests: SlidingWindow?
    private var tokens: SlidingWindow?
    private var inFlight = 0
    private(set) var spending = Spending()

    init(_ quota: Quota) {
        self.quota = quota
        requests = quota.requestsPerMinute.map { _ in SlidingWindow() }
        tokens = quota.tokensPerMinute.map { _ in SlidingWindow() }
    }

    /// Whether the meter says nothing that a new one would not.
    var isIdle: Bool { inFlight == 0 && (requests?.total ?? 0) == 0 && (tokens?.total ?? 0) == 0 }

    /// Measures by another quota from now on, what is counted already included.
    mutating func change(to quota: Quota) {
        guard quota != self.quota else { return }
        self.quota = quota
        requests = quota.requestsPerMinute.map { _ in requests ?? SlidingWindow() }
        tokens = quota.tokensPerMinute.map { _ in tokens ?? SlidingWindow() }
    }

    /// Forgets what was spent in a currency that is no longer counted in.
    mutating func forgetCosts() { spending = spending.withoutCosts }

    /// Lets time pass.
    mutating func advance(to second: Int, _ period: Spending.Period) {
        requests?.advance(to: second)
        tokens?.advance(to: second)
        spending.advance(to: period)
    }

    /// The first limit that a request would exceed; budgets come first, as waiting a minute does not help there.
    func limit(exceededBy claim: Claim) -> Limit? {
        let tokensOfDay = spending.tokensOfDay.saturatingPlus(claim.tokens)
        if let limit = quota.tokensPerDay, tokensOfDay > limit { return .tokensPerDay }
        let tokensOfMonth = spending.tokensOfMonth.saturatingPlus(claim.tokens)
        if let limit = quota.tokensPerMonth, tokensOfMonth > limit { return .tokensPerMonth }
        let costOfDay = spending.costOfDay.saturatingPlus(claim.cost)
        if let limit = quota.costPerDay, costOfDay > limit.pico { return .costPerDay }
        let costOfMonth = spending.costOfMonth.saturatingPlus(claim.cost)
        if let limit = quota.costPerMonth, costOfMonth > limit.pico { return .costPerMonth }
        if let limit = quota.requestsPerMinute, let requests, requests.total >= limit { return .requests }
        if let limit = quota.tokensPerMinute, let tokens, tokens.total.saturatingPlus(claim.tokens) > limit {
            return .tokens
        }
        if let limit = quota.concurrency, inFlight >= limit { return .concurrency }
        return nil
    }

    /// Counts a request that begins.
    mutating func take(_ claim: Claim) {
        inFlight += 1
        requests?.add(1)
        tokens?.add(claim.tokens)
        // Also without a budget: one that is introduced while the process runs counts what was used before.
        spending.add(tokens: claim.tokens, cost: claim.cost, in: spending.period)
    }

    /// Counts what a request that ends has really used.
    mutating func settle(_ claim: Claim, as used: Claim, _ begun: Reservation.Moment) {
        inFlight -= 1
        if used.tokens > claim.tokens {
            tokens?.add(used.tokens - claim.tokens)
        } else {
            tokens?.takeBack(claim.tokens - used.tokens, from: begun.second)
        }
        // What is given back belongs to the day on which it was taken, what comes on top to today.
        spending.add(
            tokens: min(0, used.tokens - claim.tokens), cost: min(0, used.cost - claim.cost), in: begun.period)
        spending.add(
            tokens: max(0, used.tokens - claim.tokens), cost: max(0, used.cost - claim.cost), in: spending.period)
    }

    /// Adds what was counted before this process began.
    mutating func add(_ stored: Spending) {
        spending.advance(to: stored.period)
        spending.add(stored)
    }

    /// The second from which a request would no longer exceed a limit of this minute; nil if it always will.
    func second(admitting claim: Claim) -> Int? {
        var second = 0
        if let limit = quota.requestsPerMinute, let requests { second = requests.second(leaving: limit - 1) }
        guard let limit = quota.tokensPerMinute, let tokens else { return second }
        return claim.tokens > limit ? nil : max(second, tokens.second(leaving: limit - claim.tokens))
    }

    /// What is left of the requests of a minute.
    var requestLevel: RateStatus.Level? { Self.level(quota.requestsPerMinute, requests) }

    /// What is left of the tokens of a minute.
    var tokenLevel: RateStatus.Level? { Self.level(quota.tokensPerMinute, tokens) }

    private static func level(_ limit: Int?, _ window: SlidingWindow?) -> RateStatus.Level? {
        guard let limit, let window else { return nil }
        return RateStatus.Level(
            limit: limit, remaining: max(0, limit - window.total), resetSecond: window.second(leaving: 0))
    }
}

/// What a request wants of a quota, or has used of it.
struct Claim: Sendable, Hashable {
    /// Tokens of the request and of its answer.
    let tokens: Int
    /// What they cost, in units of 10⁻¹².
    let cost: Int

    /// Nothing at all.
    static let none = Claim(tokens: 0, cost: 0)
}

/// Which limit stands in the way; the names of metrics and configuration.
enum Limit: String, Sendable, CaseIterable {
    case requests = "requests_per_minute"
    case tokens = "tokens_per_minute"
    case concurrency
    case tokensPerDay = "tokens_per_day"
    case tokensPerMonth = "tokens_per_month"
    case costPerDay = "cost_per_day"
    case costPerMonth = "cost_per_month"

    /// Whether the limit is of a day or a month.
    var isBudget: Bool {
        switch self {
        case .requests, .tokens, .concurrency: false
        case .tokensPerDay, .tokensPerMonth, .costPerDay, .costPerMonth: true
        }
    }
}
