/// The sufficient statistics of a data set: how many rows of each group have which label, prediction and score.
///
/// Everything an audit says is a function of this, so the rows are read once and not kept. Cubes of parts merge exactly:
/// shards, days and sites combine in any order into what one pass over all rows would have counted.
public struct CountCube: Sendable, Equatable {
    /// The most rows of a cube: sums over so many cannot overflow.
    public static let maximumRows = 1 << 34

    /// What is counted.
    public let schema: CubeSchema
    /// The groups that have rows, ascending.
    public let groups: [Group]
    private let cells: CubeCells
    private let scores: ScoreTable

    /// Sorts slots into a cube.
    ///
    /// - Parameters:
    ///   - slots: Each group with its slot in the statistics; groups without rows are left out.
    ///   - scores: Settled.
    init(_ schema: CubeSchema, _ slots: [(group: Group, slot: Int)], _ cells: CubeCells, _ scores: ScoreTable) {
        self.schema = schema
        let sorted = slots.filter { cells.total(slot: $0.slot) > 0 }.sorted { $0.group < $1.group }
        var (ordered, orderedScores) = (CubeCells(schema), ScoreTable(limit: schema.scoreEntries))
        for (position, entry) in sorted.enumerated() {
            ordered.addSlot()
            orderedScores.addSlot()
            ordered.add(cells, from: entry.slot, to: position)
            orderedScores.add(scores, from: entry.slot, to: position)
        }
        orderedScores.settle()
        groups = sorted.map(\.group)
        self.cells = ordered
        self.scores = orderedScores
    }

    /// A cube without rows, which is neutral in merging.
    public init(empty schema: CubeSchema) {
        self.init(schema, [], CubeCells(schema), ScoreTable(limit: schema.scoreEntries))
    }

    /// How many rows were counted.
    public var total: Int { groups.indices.reduce(0) { $0 + cells.total(slot: $1) } }

    /// The statistics of the rows of both.
    ///
    /// - Throws: ``AuditError/schemaMismatch(member:)``, ``AuditError/tooManyRows(limit:)``,
    ///   ``AuditError/tooManyGroups(limit:)``.
    public func merged(with other: Self) throws(AuditError) -> Self {
        if let member = schema.difference(from: other.schema) { throw .schemaMismatch(member: member) }
        guard total + other.total <= Self.maximumRows else { throw .tooManyRows(limit: Self.maximumRows) }
        return try combined([self, other], schema) { $0 }
    }

    /// The statistics by fewer attributes: the rows of groups that agree in them are added up.
    ///
    /// - Parameters:
    ///   - attributes: Names from the schema, in the order the new groups should have; none for all rows together.
    ///   - missing: What becomes of rows in which one of these attributes is missing.
    /// - Throws: ``AuditError/unknownAttribute(_:known:)``, ``AuditError/duplicateAttribute(_:)``.
    public func projected(onto attributes: [String], missing: MissingLevels = .ownGroup) throws(AuditError) -> Self {
        let positions = try schema.positions(of: attributes)
        let narrower = try CubeSchema(
            attributes: attributes, scoreBuckets: schema.scoreBuckets, scoreEntries: schema.scoreEntries,
            isWeighted: schema.isWeighted)
        return try combined([self], narrower) { group in
            let projected = Group(positions.map { group.levels[$0] })
            return missing != .ownGroup && projected.hasMissingLevel ? nil : projected
        }
    }

    /// The statistics without scores, which fairness does not look at.
    public var withoutScores: Self {
        guard schema.scoreBuckets > 0 else { return self }
        let narrower = schema.withoutScores
        var (cells, scores) = (CubeCells(narrower), ScoreTable(limit: 0))
        for slot in groups.indices {
            cells.addSlot()
            scores.addSlot()
            cells.addCounts(of: self.cells, from: slot, to: slot)
        }
        return CountCube(narrower, groups.enumerated().map { ($0.element, $0.offset) }, cells, scores)
    }

    /// Adds up the groups of cubes under new names; a group that gets none is left out.
    func combined(
        _ cubes: [Self], _ schema: CubeSchema, _ name: (Group) -> Group?
    ) throws(AuditError) -> Self {
        var slots: [Group: Int] = [:]
        var cells = CubeCells(schema)
        var scores = ScoreTable(limit: schema.scoreEntries)
        for cube in cubes {
            for (source, group) in cube.groups.enumerated() {
                guard let group = name(group) else { continue }
                let slot = slots[group] ?? cells.slots
                if slot == cells.slots {
                    guard slot < schema.groupLimit else { throw .tooManyGroups(limit: schema.groupLimit) }
                    slots[group] = slot
                    cells.addSlot()
                    scores.addSlot()
                }
                cells.add(cube.cells, from: source, to: slot)
                scores.add(cube.scores, from: source, to: slot)
            }
        }
        scores.settle()
        return CountCube(schema, slots.map { ($0.key, $0.value) }, cells, scores)
    }
}

/// What becomes of rows in which an attribute is missing: a choice that a report has to state.
public enum MissingLevels: String, Sendable, CaseIterable {
    /// They are a group of their own.
    case ownGroup = "own_group"
    /// They are left out, also of what holds for all rows together.
    case drop
    /// They are left out of groups, not of all rows together, and an audit of fairness says what they could change: see ``GapBounds``.
    case bounds
}

// MARK: - Reading

extension CountCube {
    /// The rows of a group by label and prediction.
    ///
    /// - Parameter group: Its position in ``groups``.
    public func counts(group: Int) -> OutcomeCounts {
        var counts = OutcomeCounts()
        for label in Outcome.allCases {
            for prediction in Outcome.allCases {
                counts[label, prediction] = Double(cells.count(slot: group, label: label, prediction: prediction))
            }
        }
        return counts
    }

    /// The weights of a group's rows by label and prediction; the counts themselves unless rows have weights.
    public func weights(group: Int) -> OutcomeCounts {
        guard schema.isWeighted else { return counts(group: group) }
        var sums = OutcomeCounts()
        for label in Outcome.allCases {
            for prediction in Outcome.allCases {
                sums[label, prediction] = cells.weight(slot: group, label: label, prediction: prediction).sum.value
            }
        }
        return sums
    }

    /// The sums of the squares of a group's weights by label and prediction; the counts unless rows have weights.
    ///
    /// With the sum of the weights they give the effective number of rows, (Σw)² ∕ Σw² (Kish, 1965).
    public func squaredWeights(group: Int) -> OutcomeCounts {
        guard schema.isWeighted else { return counts(group: group) }
        var sums = OutcomeCounts()
        for label in Outcome.allCases {
            for prediction in Outcome.allCases {
                sums[label, prediction] = cells.weight(slot: group, label: label, prediction: prediction).squares.value
            }
        }
        return sums
    }

    /// The rows of a group with a label whose score is in a bucket, or that have none, and the sum of their scores.
    public func scores(group: Int, label: Outcome, bucket: Int?) -> (count: Int, sum: Double) {
        let count = Outcome.allCases.reduce(0) {
            $0 + cells.count(slot: group, label: label, prediction: $1, bucket: bucket)
        }
        return (count, bucket.map { cells.scoreSum(slot: group, label: label, bucket: $0).value } ?? 0)
    }

    /// The rows of a group by label, prediction and bucket.
    func count(group: Int, label: Outcome, prediction: Outcome, bucket: Int?) -> Int {
        cells.count(slot: group, label: label, prediction: prediction, bucket: bucket)
    }

    /// The sum of (score − label)² and the log loss in nats over a group's rows with a label and a score.
    public func losses(group: Int, label: Outcome) -> (squaredErrors: Double, logLosses: Double) {
        let losses = cells.losses(slot: group, label: label)
        return (losses.squaredErrors.value, losses.logLosses.value)
    }

    /// The scores of a group's rows with a label; without runs unless the schema keeps scores.
    public func scoreRuns(group: Int, label: Outcome) -> ValueRuns { scores.runs(slot: group, label: label) }

    /// The level of resolution of all score runs; see ``ValueRuns``.
    public var scoreLevel: Int { scores.level }

    /// What a snapshot has to write down of a group.
    var statistics: CubeCells { cells }
}
