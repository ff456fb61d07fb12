/// A metric's name in two parts, such as `fairness.subgroup_delta`.
public struct MetricName: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// What the metric is about, such as `fairness`; no dot in it.
    public let category: String
    /// The metric within its category.
    public let metric: String

    /// Creates a name from its parts.
    public init(category: String, metric: String) {
        self.category = category
        self.metric = metric
    }

    /// Reads `category.metric`, split at the first dot; nil when a part is empty.
    public init?(_ text: String) {
        guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        category = String(text[..<dot])
        metric = String(text[text.utf8.index(after: dot)...])
        guard !category.isEmpty, !metric.isEmpty else { return nil }
    }

    public var description: String { "\(category).\(metric)" }

    public static func < (left: Self, right: Self) -> Bool {
        (left.category, left.metric) < (right.category, right.metric)
    }
}
