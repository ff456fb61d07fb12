import GovernorCore
import GovernorInspect

extension Estimate {
    /// Three decimals, such as `.935`; `1` from where that rounds to.
    static func rounded(_ share: Double) -> String {
        let thousandths = Int((share * 1000).rounded())
        guard thousandths < 1000 else { return "1" }
        let digits = String(thousandths)
        return "." + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}

extension Estimate? {
    /// A value with its interval, such as `.935 (.901–.958)`; a dash for what cannot be said.
    var cell: String {
        guard let estimate = self else { return "–" }
        let interval = estimate.interval.map {
            "\(Estimate.rounded($0.lowerBound))–\(Estimate.rounded($0.upperBound))"
        }
        return "\(Estimate.rounded(estimate.value)) (\(interval ?? "too few"))"
    }

    /// `value`, `low` and `high`; null for what cannot be said.
    var json: JSONValue {
        func number(_ value: Double?) -> JSONValue { value.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? .null }
        guard let estimate = self else { return .null }
        return [
            "value": number(estimate.value), "low": number(estimate.interval?.lowerBound),
            "high": number(estimate.interval?.upperBound),
        ]
    }
}
