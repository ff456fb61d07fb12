import GovernorCore

/// What has been spent of budgets, as it is stored.
struct StoredCounters: Sendable, Hashable {
    /// The unit of costs.
    var currency: String
    /// What all keys have spent; nil if nobody counts.
    var everybody: Spending?
    /// What single keys have spent, by their ids.
    var keys: [String: Spending] = [:]

    init(currency: String) { self.currency = currency }

    /// The form that is stored: `{"version": 1, "currency": …, "everybody": {…}, "keys": {ID: {…}}}`.
    var json: JSONValue {
        [
            "version": 1, "currency": .string(currency), "everybody": everybody.map(\.json) ?? .null,
            "keys": .object(JSONObject(keys.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
        ]
    }

    /// Reads what ``json`` writes; nil for anything else.
    init?(_ json: JSONValue) {
        guard json["version"] == 1, let currency = json["currency"]?.string, let keys = json["keys"]?.object,
            let everybody = json["everybody"]
        else { return nil }
        self.currency = currency
        if everybody != .null {
            guard let spending = Spending(everybody) else { return nil }
            self.everybody = spending
        }
        for (id, value) in keys {
            guard let spending = Spending(value) else { return nil }
            self.keys[id] = spending
        }
    }
}

extension Spending {
    /// `{"day": 20261122, "tokens_of_day": …, "cost_of_day": "…", …}`; costs are decimals.
    fileprivate var json: JSONValue {
        [
            "day": .integer(period.day), "month": .integer(period.month), "tokens_of_day": .integer(tokensOfDay),
            "tokens_of_month": .integer(tokensOfMonth), "cost_of_day": .string(Money(pico: costOfDay).description),
            "cost_of_month": .string(Money(pico: costOfMonth).description),
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        let numbers = ["day", "month", "tokens_of_day", "tokens_of_month"].compactMap { name in
            json[name]?.number.flatMap { Int($0.text) }.flatMap { $0 >= 0 ? $0 : nil }
        }
        let costs = ["cost_of_day", "cost_of_month"].compactMap { name in
            json[name]?.string.flatMap(ExactDecimal.init).flatMap { Money(counted: $0) }
        }
        guard numbers.count == 4, costs.count == 2 else { return nil }
        self.init(
            period: Period(day: numbers[0], month: numbers[1]), tokensOfDay: numbers[2], tokensOfMonth: numbers[3],
            costOfDay: costs[0].pico, costOfMonth: costs[1].pico)
    }
}
