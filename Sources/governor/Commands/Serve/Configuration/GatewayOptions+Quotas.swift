import GovernorCore
import GovernorGateway

extension GatewayOptions {
    /// Who may ask how much.
    var quotas: QuotaConfiguration {
        var quotas = QuotaConfiguration()
        quotas.everybody = quota
        quotas.keys = keys
        quotas.prices = models.map { ModelPrice(model: $0.name, price: $0.price?.price) }
        quotas.currency = models.lazy.compactMap(\.price?.currency).first ?? ""
        quotas.whenUnavailable = counters.whenUnavailable
        return quotas
    }

    /// What about keys, prices and models does not go together, and what to do.
    var quotaProblem: (message: String, hint: String)? {
        let currencies = Set(models.compactMap(\.price?.currency)).sorted()
        if currencies.count > 1 {
            return ("prices are in \(currencies.joined(separator: " and "))", "give all prices in one currency")
        }
        if quota.hasCost || keys.contains(where: \.quota.hasCost),
            let model = models.first(where: { $0.price == nil && !$0.isDemo })
        {
            return (
                "a budget of money needs what every model costs, and '\(model.name)' has no price",
                "add 'price:', with 0 where tokens cost nothing"
            )
        }
        for (place, key) in keys.enumerated() {
            if keys[..<place].contains(where: { $0.id == key.id }) {
                return ("the key '\(key.id)' is listed twice", "keep one of the two entries")
            }
            if let model = key.models.first(where: { !isServed($0) }) {
                let near = nearestName(to: model, among: models.map(\.name))
                return (
                    "the key '\(key.id)' may ask for '\(model)', which no model is called",
                    near.map { "did you mean '\($0)'?" } ?? "add it under 'models:'"
                )
            }
        }
        return nil
    }

    /// Whether a client may get an answer from a model that is meant by a name.
    private func isServed(_ name: String) -> Bool {
        models.contains { NamePattern.matches(name, $0.name) || NamePattern.matches($0.name, name) }
    }
}
