import GovernorCore
import GovernorDialects

/// Why a request is not admitted now.
enum LimitRefusal: Error, Hashable {
    /// A limit stands in the way.
    ///
    /// - `wait`: How long the same request would be refused at least; nil where waiting does not help.
    /// - `rates`: What is left of the limits of this minute.
    case exceeded(Limiter.Scope, Limit, wait: Duration?, rates: RateStatus)
    /// Nobody knows what has been spent, and the configuration wants to know.
    case spendingUnknown

    var status: Int {
        switch self {
        case .exceeded: 429
        case .spendingUnknown: 503
        }
    }

    /// What OpenAI's clients know: the first they send again, the second they do not.
    var code: String {
        switch self {
        case .exceeded(_, let limit, _, _): limit.isBudget ? "insufficient_quota" : "rate_limit_exceeded"
        case .spendingUnknown: "gateway.counters-unavailable"
        }
    }

    var message: String {
        switch self {
        case .exceeded(let scope, let limit, .some, _):
            "\(scope.words) limit '\(limit.rawValue)' is reached"
        case .exceeded(let scope, let limit, nil, _):
            "the request may take more tokens than \(scope.words) limit '\(limit.rawValue)' ever lets through"
        case .spendingUnknown: "it is not known what has been spent of the budget, so the request is denied"
        }
    }

    /// Whether a client may send the same request again by itself.
    private var mayRetry: Bool {
        switch self {
        case .exceeded(_, let limit, let wait, _): !limit.isBudget && wait != nil
        case .spendingUnknown: true
        }
    }

    /// The fields that say when to come again, and what is left.
    func headers(for dialect: Dialect, at time: Timestamp) -> [(name: String, value: String)] {
        var headers = [("x-should-retry", mayRetry ? "true" : "false")]
        if case .exceeded(_, _, let wait, let rates) = self {
            if let wait {
                headers.append(("retry-after", "\(wait.wholeSeconds)"))
                headers.append(("retry-after-ms", "\(wait.wholeMilliseconds)"))
            }
            headers += rates.headers(for: dialect, at: time)
        }
        return headers
    }
}

extension Limiter.Scope {
    /// The scope in words, as they go before "limit".
    fileprivate var words: String {
        switch self {
        case .gateway: "the gateway's"
        case .key: "the API key's"
        case .user: "the user's"
        }
    }
}
