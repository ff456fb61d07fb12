import GovernorAudit

extension FairnessReport {
    /// So many levels, or sets of columns, are named; the JSON form has all.
    private static var named: Int { 8 }

    /// What became of small groups, in short lines without markup; empty where nothing did.
    var smallGroups: [String] {
        let pools = pooled.map { pool in
            let levels =
                audit.suppressedBelow == nil ? Self.list(pool.levels.map(\.description.singleLine)) : "small levels"
            return "\(pool.attribute.singleLine): \(pool.level.description.singleLine) stands for \(levels)"
        }
        guard let limit = audit.suppressedBelow else { return pools }
        let sets = setsNotShown.isEmpty ? "" : ": \(Self.list(setsNotShown.map(\.attributeSetName)))"
        return pools + [
            "not shown, because groups of fewer than \(limit) rows would be, or would follow: "
                + "\(setsNotShown.count) of \(setsNotShown.count + self.sets.count) sets of columns\(sets)"
        ]
    }

    private static func list(_ names: [String]) -> String {
        let rest = names.count - named
        return names.prefix(named).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
