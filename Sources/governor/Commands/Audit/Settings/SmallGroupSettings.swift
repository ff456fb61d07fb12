import GovernorAudit
import GovernorCore

/// What an audit of fairness does about small groups.
struct SmallGroupSettings: Equatable {
    /// Whether small levels are looked at as one.
    var isPooling = false
    /// From which size on groups are shown; nil when all are.
    var suppressedBelow: Int?

    /// The members of the configuration of a record.
    var json: JSONObject {
        ["pool": .bool(isPooling), "suppress": suppressedBelow.map { .integer($0) } ?? .null]
    }

    /// The names of the members.
    static let names: Set<String> = ["pool", "suppress"]
}

extension SmallGroupSettings {
    /// Reads them; nil where they are none that an audit accepts.
    init?(json members: JSONObject, _ missing: MissingLevels) {
        guard let isPooling = members["pool"]?.bool else { return nil }
        self.isPooling = isPooling
        guard members["suppress"] != .null else { return }
        guard let limit = members["suppress"]?.number?.integer, limit >= FairnessAudit.leastSuppression,
            missing == .ownGroup
        else { return nil }
        suppressedBelow = Int(limit)
    }
}
