public import GovernorCore

/// How a metric is compared with its target.
public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
    case equal = "=="
    case different = "!="

    /// Whether an actual value satisfies the comparison; exact, never through a binary float.
    public func holds(_ actual: ExactDecimal, _ target: ExactDecimal) -> Bool {
        switch self {
        case .atLeast: actual >= target
        case .atMost: actual <= target
        case .above: actual > target
        case .below: actual < target
        case .equal: actual == target
        case .different: actual != target
        }
    }

    /// The comparison that holds exactly when this one does not.
    public var opposite: Comparison {
        switch self {
        case .atLeast: .below
        case .atMost: .above
        case .above: .atMost
        case .below: .atLeast
        case .equal: .different
        case .different: .equal
        }
    }

    /// What the target is to the metric: `min`, `max`, or `target` for neither.
    public var targetWord: String {
        switch self {
        case .atLeast, .above: "min"
        case .atMost, .below: "max"
        case .equal, .different: "target"
        }
    }
}
