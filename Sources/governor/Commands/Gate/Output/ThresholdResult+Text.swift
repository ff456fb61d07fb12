import GovernorCore
import GovernorPolicy

extension ThresholdResult {
    /// The comparison as it turned out, such as `0.85 >= 0.82` or `0.08 > 0.05`: always a true statement.
    var relation: String {
        guard let actual else { return "no value (\(threshold.targetText))" }
        let isMet = threshold.comparison.holds(actual, threshold.target)
        if isMet, status == .warn, let warning = threshold.warning {
            return "\(actual) \(threshold.comparison.opposite.rawValue) warning level \(warning)"
        }
        let comparison = isMet ? threshold.comparison : threshold.comparison.opposite
        return "\(actual) \(comparison.rawValue) \(threshold.target)"
    }

    /// Why a threshold that is not met does not fail the gate; nil when it is met or does fail it.
    func exemption(_ waiver: WaiverState?) -> String? {
        switch status {
        case .waived:
            waiver.map { "waived until \($0.waiver.expires) by \($0.waiver.owner): \($0.waiver.reason)" } ?? "waived"
        case .warn where actual.map { !threshold.comparison.holds($0, threshold.target) } ?? false: "not enforced"
        case .missing where !blocks: "not enforced"
        default: nil
        }
    }
}
