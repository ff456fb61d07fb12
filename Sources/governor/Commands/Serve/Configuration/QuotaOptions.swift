import GovernorCore
import GovernorGateway
import GovernorPolicy

/// What a model's tokens cost, and in which currency.
struct PriceOptions: Sendable, Equatable {
    let price: Price
    let currency: String

    static let shape: Shape<PriceOptions> = Shape<Parts>.object(
        "What a model's tokens cost.",
        .required("input_per_million", amount, "The price of a million tokens of requests."),
        .required("output_per_million", amount, "The price of a million tokens of answers."),
        .required(
            "currency", currency, "The unit of the prices, such as EUR; the same for all models, and that of budgets."),
        make: Parts.init
    ).map(expectation: "prices with at most six decimals") { parts in
        Price(inputPerMillion: parts.input, outputPerMillion: parts.output).map {
            PriceOptions(price: $0, currency: parts.currency)
        }
    }

    private struct Parts: Sendable {
        let input: ExactDecimal
        let output: ExactDecimal
        let currency: String
    }

    private static let amount = Shape<ExactDecimal>.decimal(in: ExactDecimal(0)...ExactDecimal(1_000_000))
    private static let currency: Shape<String> = Shape<String>.string.map(
        expectation: "three capital letters", schema: ["pattern": "^[A-Z]{3}$"]
    ) { text in
        text.utf8.count == 3 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
            ? text : nil
    }
}

/// How counters that outlive the process are kept.
struct CounterOptions: Sendable, Equatable {
    var whenUnavailable = QuotaConfiguration.Unavailability.serve

    static let shape: Shape<CounterOptions> = .object(
        "How the counters of budgets are kept, in counters.json in the data folder.",
        .defaulted(
            "when_unavailable", .word, to: .serve,
            "What happens to requests under a budget while the file cannot be read or written: serve answers them and counts "
                + "in memory, refuse denies them."),
        make: CounterOptions.init)
}

extension Quota {
    /// A quota of a key or of all of them.
    static let shape: Shape<Quota> = .object(
        "How much may be asked of models; without limit what is left out.",
        requests, tokens, concurrency,
        .optional("tokens_per_day", amount, "The most tokens on one day, in UTC; no limit if left out."),
        .optional("tokens_per_month", amount, "The most tokens in one calendar month, in UTC; no limit if left out."),
        .optional("cost_per_day", money, "The most that the tokens of one day may cost; no limit if left out."),
        .optional(
            "cost_per_month", money, "The most that the tokens of one calendar month may cost; no limit if left out."),
        make: Quota.init)

    /// A quota of a user, which has no budget.
    static let userShape: Shape<Quota> = .object(
        "How much may be asked of models for one user; without limit what is left out.",
        requests, tokens, concurrency
    ) { Quota(requestsPerMinute: $0, tokensPerMinute: $1, concurrency: $2) }

    private static let requests: Field<Int?> = .optional(
        "requests_per_minute", amount, "The most requests in any 60 seconds; no limit if left out.")
    private static let tokens: Field<Int?> = .optional(
        "tokens_per_minute", amount, "The most tokens of requests and answers in any 60 seconds; no limit if left out.")
    private static let concurrency: Field<Int?> = .optional(
        "concurrency", .integer(in: 1...1_000_000),
        "The most requests that are answered at a time; no limit if left out.")

    private static let amount = Shape<Int>.integer(in: 1...1_000_000_000_000)
    private static let money = Shape<ExactDecimal>.decimal(in: ExactDecimal(0)...ExactDecimal(1_000_000)).map(
        expectation: "an amount of money with at most twelve decimals", Money.init)
}

extension KeyGrant {
    static let shape: Shape<KeyGrant> = .object(
        "What the bearer of an API key may ask of models.",
        .required(
            "id", .nonEmptyString,
            "The key's id, as 'governor keys list' shows it; with a * at its end, all that begin so, each for itself. Of several "
                + "that fit, the first counts."),
        .defaulted(
            "models", .list(of: .nonEmptyString, limit: 1000), to: [],
            "The models it may ask for; with a * at the end, all that begin so. All if left out."),
        .defaulted("quota", Quota.shape, to: Quota(), "How much it may ask for."),
        .defaulted(
            "each_user", Quota.userShape, to: Quota(),
            "How much it may ask for one user, as its requests name them; those that name none are one user's."),
        make: KeyGrant.init)
}

extension QueryWatchThresholds {
    static let shape: Shape<QueryWatchThresholds> = .object(
        "Ways to use a key that are reported, as whoever copies a model may use it so. Nothing is refused.",
        .defaulted(
            "window", .duration, to: .seconds(3600), shown: .string("1h"),
            "How long a time is looked at; at least a minute."),
        .defaulted(
            "least_requests", .integer(in: 1...1_000_000_000), to: 100,
            "How many requests there must be for distinct_share and coverage to count."),
        .optional(
            "requests", .integer(in: 1...1_000_000_000),
            "More requests than this in a window are reported; none if left out."),
        .optional(
            "tokens", .integer(in: 1...1_000_000_000_000),
            "More tokens than this in a window are reported; none if left out."),
        .optional(
            "distinct_share", .decimal(in: ExactDecimal(0)...ExactDecimal(1)),
            "This share of inputs that are different from each other, and more, is reported; none if left out."),
        .optional(
            "coverage", .decimal(in: ExactDecimal(1)...ExactDecimal(1_000_000)),
            "This many different inputs for each kind of them, and more, are reported: one text with ever another filling. None if left out."
        ),
    ) { window, leastRequests, requests, tokens, distinctShare, coverage in
        var thresholds = QueryWatchThresholds()
        thresholds.window = window
        thresholds.leastRequests = leastRequests
        thresholds.requests = requests
        thresholds.tokens = tokens
        thresholds.distinctShare = distinctShare?.doubleValue
        thresholds.coverage = coverage?.doubleValue
        return thresholds
    }.refusing("configuration.query-watch") { watch in
        watch.window < .seconds(60) ? ("the window is shorter than a minute", "write at least 60s") : nil
    }
}
