/// Small levels of an attribute that are looked at as one.
public struct PooledLevels: Sendable, Equatable {
    /// The attribute.
    public let attribute: String
    /// The level that stands for them, a text that no row has.
    public let level: Level
    /// The levels, ascending.
    public let levels: [Level]
}

extension CountCube {
    /// The level that stands for pooled ones, unless rows have it.
    static let pooledLevel = "(other)"

    /// The statistics with small levels of each attribute put together.
    ///
    /// Which levels are small depends on single attributes alone, not on their intersections, outcomes or weights.
    ///
    /// - Parameters:
    ///   - limit: Levels with fewer rows are small.
    ///   - isGrowing: Whether the next smallest levels are added while all small ones together have fewer rows than the limit, so
    ///     that no level is smaller unless it is the only one.
    ///   - missing: Rows that lack the attribute are a level like others, unless they are left out.
    /// - Returns: The statistics, and what was pooled; one small level that nothing is added to stays as it is.
    func pooled(
        below limit: Int, isGrowing: Bool, missing: MissingLevels
    ) throws(AuditError) -> (cube: CountCube, pooled: [PooledLevels]) {
        let pools = schema.attributes.indices.map { attribute in
            pool(attribute, below: limit, isGrowing: isGrowing, missing: missing)
        }
        let pooled = pools.compactMap(\.self)
        guard !pooled.isEmpty else { return (self, []) }
        let names = pools.map { pool in
            Dictionary(uniqueKeysWithValues: (pool?.levels ?? []).map { ($0, pool?.level ?? $0) })
        }
        let cube = try combined([self], schema) { group in
            Group(zip(group.levels, names).map { level, names in names[level] ?? level })
        }
        return (cube, pooled)
    }

    private func pool(_ attribute: Int, below limit: Int, isGrowing: Bool, missing: MissingLevels) -> PooledLevels? {
        var rows: [Level: Int] = [:]
        for (position, group) in groups.enumerated() {
            rows[group.levels[attribute], default: 0] += Int(counts(group: position).total)
        }
        if missing != .ownGroup { rows[.missing] = nil }
        var pool: [Level] = []
        var size = 0
        for (level, count) in rows.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            guard count < limit || (isGrowing && !pool.isEmpty && size < limit) else { break }
            pool.append(level)
            size += count
        }
        guard pool.count > 1 else { return nil }
        var name = Level(Self.pooledLevel)
        while rows[name] != nil { name = Level("(\(name))") }
        return PooledLevels(attribute: schema.attributes[attribute], level: name, levels: pool.sorted())
    }
}
