import GovernorCore

/// What a key, a user or everybody together may ask of models at most; nil for as much as they like.
package struct Quota: Sendable, Hashable {
    /// The most requests in any 60 seconds.
    package let requestsPerMinute: Int?
    /// The most tokens in any 60 seconds, of requests and answers together.
    package let tokensPerMinute: Int?
    /// The most requests that are answered at a time.
    package let concurrency: Int?
    /// The most tokens on one day, in UTC.
    package let tokensPerDay: Int?
    /// The most tokens in one calendar month, in UTC.
    package let tokensPerMonth: Int?
    /// The most that the tokens of one day may cost.
    package let costPerDay: Money?
    /// The most that the tokens of one calendar month may cost.
    package let costPerMonth: Money?

    /// Creates a quota; see the properties.
    package init(
        requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, concurrency: Int? = nil, tokensPerDay: Int? = nil,
        tokensPerMonth: Int? = nil, costPerDay: Money? = nil, costPerMonth: Money? = nil
    ) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
        self.concurrency = concurrency
        self.tokensPerDay = tokensPerDay
        self.tokensPerMonth = tokensPerMonth
        self.costPerDay = costPerDay
        self.costPerMonth = costPerMonth
    }

    /// Whether anything is counted that outlives the process.
    var hasBudget: Bool { tokensPerDay != nil || tokensPerMonth != nil || hasCost }

    /// Whether costs are limited.
    package var hasCost: Bool { costPerDay != nil || costPerMonth != nil }
}

/// What keys may use, and how much of it.
package struct QuotaConfiguration: Sendable {
    /// What happens to requests under a budget while nobody knows what has been spent.
    package enum Unavailability: String, Sendable, CaseIterable {
        /// They are answered, and counted in memory.
        case serve
        /// They are refused.
        case refuse
    }

    /// What all keys may ask together.
    package var everybody = Quota()
    /// What single keys may; the first that is meant for a key counts.
    package var keys: [KeyGrant] = []
    /// What tokens cost, by the names of models; the first that fits counts.
    package var prices: [ModelPrice] = []
    /// The unit of all costs, such as `EUR`.
    package var currency = ""
    /// What happens while the durable counters cannot be read or written.
    package var whenUnavailable = Unavailability.serve

    /// Limits nothing.
    package init() {}

    /// What the tokens of a model cost; nil where nobody has said.
    func price(of model: String) -> Price? { prices.first { NamePattern.matches(model, $0.model) }?.price }

    /// Whether anything is counted that outlives the process.
    package var hasBudget: Bool { everybody.hasBudget || keys.contains { $0.quota.hasBudget } }
}

/// What the tokens of a model cost.
package struct ModelPrice: Sendable, Hashable {
    /// The model's name for clients; with a `*` at its end, every name that begins so.
    package let model: String
    /// The price; nil where nobody has said.
    package let price: Price?

    /// Creates a price; see the properties.
    package init(model: String, price: Price?) {
        self.model = model
        self.price = price
    }
}

/// What the bearer of a key may ask for.
package struct KeyGrant: Sendable, Hashable {
    /// The id of the key; with a `*` at its end, all that begin so, each for itself.
    package let id: String
    /// The models it may ask for, by name or with a `*` at the end; none for all.
    package let models: [String]
    /// How much it may ask.
    package let quota: Quota
    /// How much it may ask for each of its users. Budgets of users are not kept.
    package let eachUser: Quota

    /// Creates a grant; see the properties.
    package init(id: String, models: [String] = [], quota: Quota = Quota(), eachUser: Quota = Quota()) {
        self.id = id
        self.models = models
        self.quota = quota
        self.eachUser = eachUser
    }

    /// Whether the key with this id is meant.
    package func isMeant(for id: String) -> Bool { NamePattern.matches(id, self.id) }

    /// Whether a model may be asked for.
    func includes(_ model: String) -> Bool {
        models.isEmpty || models.contains { NamePattern.matches(model, $0) }
    }
}
