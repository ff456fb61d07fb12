import GovernorAudit
import GovernorCore

/// What an audit of fairness does about small groups, and says of them.
struct SmallGroupSettings: Equatable {
    /// Whether small levels are looked at as one.
    var isPooling = false
    /// From which size on groups are shown; nil when all are.
    var suppressedBelow: Int?
    /// The gap that groups should be large enough to show.
    var visibleGap = 0.05

    /// The members of the configuration of a record.
    var json: JSONObject {
        [
            "pool": .bool(isPooling), "suppress": suppressedBelow.map { .integer($0) } ?? .null,
            "visible_gap": JSONNumber(visibleGap).map(JSONValue.number) ?? .null,
        ]
    }

    /// The names of the members.
    static let names: Set<String> = ["pool", "suppress", "visible_gap"]
}

extension SmallGroupSettings {
    /// Reads them; nil where they are none that an audit accepts.
    init?(json members: JSONObject, _ missing: MissingLevels) {
        guard let isPooling = members["pool"]?.bool, let gap = members["visible_gap"]?.number?.doubleValue,
            (0...1).contains(gap)
        else { return nil }
        (self.isPooling, visibleGap) = (isPooling, gap)
        guard members["suppress"] != .null else { return }
        guard let limit = members["suppress"]?.number?.integer, limit >= FairnessAudit.leastSuppression,
            missing == .ownGroup
        else { return nil }
        suppressedBelow = Int(limit)
    }
}
