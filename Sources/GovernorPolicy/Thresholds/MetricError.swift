public import GovernorCore

/// Why metrics cannot be judged. The gate has then no outcome: this is exit 2, not a failure.
public enum MetricError: GovernorError, Equatable {
    /// An artifact whose JSON is not an object.
    case notAnObject(kind: String, source: String)
    /// A number that belongs to no category.
    case noCategory(metric: String, source: String)
    /// Two artifacts that report different values of one metric.
    case conflict(MetricName, sources: [String])
    /// Metrics that thresholds ask for and that are no numbers.
    case unusable([Unusable])
    /// A policy that has nothing to judge by.
    case noThresholds(policy: String)

    /// A metric that is no number.
    public struct Unusable: Sendable, Hashable {
        /// The metric.
        public let name: MetricName
        /// What was found instead, in words.
        public let found: String
        /// The artifact, if known.
        public let source: String?
    }

    public var code: String {
        switch self {
        case .notAnObject: "metrics.not-an-object"
        case .noCategory: "metrics.no-category"
        case .conflict: "metrics.conflict"
        case .unusable: "metrics.not-a-number"
        case .noThresholds: "gate.no-thresholds"
        }
    }

    public var message: String {
        switch self {
        case .notAnObject(let kind, let source): "\(source): expected a JSON object of metrics, found \(kind)"
        case .noCategory(let metric, let source): "\(source): the metric '\(metric.shortened)' has no category"
        case .conflict(let name, let sources):
            "\(name) has different values in \(sources.joined(separator: " and "))"
        case .unusable(let metrics):
            metrics.map { metric in
                "\(metric.source.map { "\($0): " } ?? "")\(metric.name) must be a number, found \(metric.found)"
            }.joined(separator: "; ")
        case .noThresholds(let policy): "the policy \(policy) has no thresholds, so there is nothing to judge by"
        }
    }

    public var hint: String? {
        switch self {
        case .notAnObject: #"write {"metric": 0.5} or {"category": {"metric": 0.5}}"#
        case .noCategory:
            "name the file eval_<category>.json, nest the metric in its category, or write category.metric"
        case .conflict: "keep one of the artifacts"
        case .unusable: "write a plain number, or null for a metric that was not measured"
        case .noThresholds: "add 'thresholds:' to the policy"
        }
    }
}
