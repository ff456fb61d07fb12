public import GovernorCore

/// Judges metrics by a policy's thresholds: the decision whether a build may go on.
///
/// It reads nothing and keeps nothing: the same metrics, policy and time always give the same report.
public struct Gate: Sendable {
    private let policy: Policy

    /// Creates the gate of a policy.
    public init(_ policy: Policy) { self.policy = policy }

    /// Judges metrics.
    ///
    /// A metric that a threshold asks for and that is absent or `null` is MISSING, which fails like a bad value does.
    ///
    /// - Parameters:
    ///   - metrics: What the artifacts report; metrics without a threshold are counted, not judged.
    ///   - time: The moment by which waivers are in force or expired.
    /// - Throws: ``MetricError`` when a metric is no number or the policy has no thresholds.
    public func evaluate(_ metrics: ArtifactMetrics, at time: Timestamp) throws(MetricError) -> GateReport {
        guard !policy.thresholds.isEmpty else { throw .noThresholds(policy: policy.metadata.id) }
        try refuseUnusable(metrics)
        let waivers = Dictionary(
            policy.waivers.compactMap { waiver in
                waiver.isInForce(at: time) ? waiver.thresholdName.map { ($0, waiver) } : nil
            }, uniquingKeysWith: { first, _ in first })
        let results = policy.thresholds.map { threshold in
            result(threshold, value: metrics.values[threshold.name], waiver: waivers[threshold.name])
        }
        let judged = Set(policy.thresholds.map(\.name))
        return GateReport(
            policy: policy.reference, time: time, results: results,
            waivers: policy.waivers.filter { $0.thresholdName != nil }.map { WaiverState($0, at: time) },
            unjudged: metrics.values.keys.filter { !judged.contains($0) }.sorted())
    }

    private func refuseUnusable(_ metrics: ArtifactMetrics) throws(MetricError) {
        let unusable = policy.thresholds.compactMap { threshold -> MetricError.Unusable? in
            guard case .unusable(let found) = metrics.values[threshold.name] else { return nil }
            return MetricError.Unusable(
                name: threshold.name, found: found, source: metrics.source(of: threshold.name))
        }
        guard unusable.isEmpty else { throw .unusable(unusable) }
    }

    private func result(
        _ threshold: Threshold, value: ArtifactMetrics.Value?, waiver: Waiver?
    ) -> ThresholdResult {
        guard case .number(let actual) = value else {
            let status: ThresholdResult.Status = waiver != nil ? .waived : .missing
            return ThresholdResult(threshold: threshold, actual: nil, status: status, waiverID: waiver?.id)
        }
        let status: ThresholdResult.Status =
            if threshold.comparison.holds(actual, threshold.target) {
                threshold.isWarned(by: actual) ? .warn : .pass
            } else if waiver != nil {
                .waived
            } else {
                threshold.enforcement == .enforce ? .fail : .warn
            }
        return ThresholdResult(
            threshold: threshold, actual: actual, status: status, waiverID: status == .waived ? waiver?.id : nil)
    }
}

extension Threshold {
    /// Whether a value that meets the target is beyond the warning level.
    func isWarned(by actual: ExactDecimal) -> Bool {
        warning.map { !comparison.holds(actual, $0) } ?? false
    }
}
