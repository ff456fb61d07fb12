import GovernorCore
import GovernorPolicy

/// How far a model's latest evidence is from what the policy asks.
///
/// The rule: every threshold of the policy that is not in shadow is one factor. The score is the share of factors that
/// are breached, from 0 to 1. The level is LOW for 0, MEDIUM up to 1/4, HIGH up to 1/2, CRITICAL above. A factor
/// without evidence is unknown, and while one is unknown there is no score: a guess would be an invented value.
struct RiskAssessment: Sendable {
    /// How much is breached, in one word.
    enum Level: String, Sendable, CaseIterable {
        case low = "LOW"
        case medium = "MEDIUM"
        case high = "HIGH"
        case critical = "CRITICAL"
    }

    /// One threshold against the latest value.
    struct Factor: Sendable {
        enum Status: String, Sendable, CaseIterable {
            case ok
            case breach
            case unknown
        }

        let threshold: Threshold
        let value: ExactDecimal?
        let status: Status
    }

    /// One factor a threshold, in the policy's order.
    let factors: [Factor]

    /// Judges readings by thresholds.
    init(_ readings: [MetricName: RiskProjection.Reading], by thresholds: [Threshold]) {
        factors = thresholds.filter { $0.enforcement != .shadow }.map { threshold in
            let value = readings[threshold.name]?.value
            let status = value.map { threshold.comparison.holds($0, threshold.target) ? Factor.Status.ok : .breach }
            return Factor(threshold: threshold, value: value, status: status ?? .unknown)
        }
    }

    private var breaches: Int { factors.count { $0.status == .breach } }

    /// The names of factors without evidence.
    var unknown: [MetricName] { factors.filter { $0.status == .unknown }.map(\.threshold.name) }

    /// The share of breached factors; nil while one is unknown or when there is none.
    var score: Double? {
        factors.isEmpty || !unknown.isEmpty ? nil : Double(breaches) / Double(factors.count)
    }

    /// The level that belongs to the score.
    var level: Level? {
        guard score != nil else { return nil }
        // In whole numbers, so that exactly a quarter or a half falls where the rule says.
        if breaches == 0 { return .low }
        if breaches * 4 <= factors.count { return .medium }
        return breaches * 2 <= factors.count ? .high : .critical
    }
}
