/// Counts rows into the statistics of a cube, one at a time and without keeping them.
///
/// A reader asks once for the slot of each group it meets and then adds rows by slot. Builders of parts run in
/// parallel; their cubes are merged.
public struct CubeBuilder: Sendable {
    /// The largest weight of a row.
    public static let maximumWeight = 0x1p20
    /// The smallest weight above 0: the squares of smaller ones would lose their digits in sums of multiples of 2⁻⁵².
    public static let minimumWeight = 0x1p-20

    /// What is counted.
    public let schema: CubeSchema
    private var slots: [Group: Int] = [:]
    private var cells: CubeCells
    private var scores: ScoreTable
    private var rows = 0

    /// Starts with no rows.
    public init(_ schema: CubeSchema) {
        self.schema = schema
        cells = CubeCells(schema)
        scores = ScoreTable(limit: schema.scoreEntries)
    }

    /// The slot of a group, which is made when it is new.
    ///
    /// - Throws: ``AuditError/wrongLevelCount(found:expected:)``, ``AuditError/tooManyGroups(limit:)``.
    public mutating func slot(of group: Group) throws(AuditError) -> Int {
        if let slot = slots[group] { return slot }
        guard group.levels.count == schema.attributes.count else {
            throw .wrongLevelCount(found: group.levels.count, expected: schema.attributes.count)
        }
        let slot = cells.slots
        guard slot < schema.groupLimit else { throw .tooManyGroups(limit: schema.groupLimit) }
        slots[group] = slot
        cells.addSlot()
        scores.addSlot()
        return slot
    }

    /// Counts a row, or as many equal ones.
    ///
    /// - Parameters:
    ///   - count: How many; one where the schema has scores.
    ///   - slot: Its group's slot.
    ///   - label: What is true of it.
    ///   - prediction: What was decided about it.
    ///   - score: The probability in `0...1` that was given to the positive outcome; nil when there is none, and
    ///     not looked at when the schema has no scores.
    ///   - weight: 0, or in `2⁻²⁰...2²⁰`; not looked at unless the schema is weighted.
    /// - Throws: ``AuditError/valueOutOfRange(what:value:allowed:)``, ``AuditError/tooManyRows(limit:)``.
    public mutating func add(
        _ count: Int = 1, slot: Int, label: Outcome, prediction: Outcome, score: Double? = nil, weight: Double = 1
    ) throws(AuditError) {
        precondition(count >= 0 && (count == 1 || schema.scoreBuckets == 0), "equal rows have no scores")
        guard count <= CountCube.maximumRows - rows else { throw .tooManyRows(limit: CountCube.maximumRows) }
        let score = schema.scoreBuckets > 0 ? score : nil
        if let score {
            guard (0...1).contains(score) else {
                throw .valueOutOfRange(what: "score", value: score, allowed: "between 0 and 1")
            }
        }
        if schema.isWeighted { try add(count, weight: weight, slot: slot, label: label, prediction: prediction) }
        rows += count
        cells.add(count, slot: slot, label: label, prediction: prediction, bucket: score.map(schema.bucket))
        if let score { add(score: score, slot: slot, label: label) }
    }

    /// The statistics of all rows so far.
    public func cube() -> CountCube {
        var scores = scores
        scores.settle()
        return CountCube(schema, slots.map { ($0.key, $0.value) }, cells, scores)
    }

    private mutating func add(
        _ count: Int, weight: Double, slot: Int, label: Outcome, prediction: Outcome
    ) throws(AuditError) {
        guard weight == 0 || (Self.minimumWeight...Self.maximumWeight).contains(weight) else {
            throw .valueOutOfRange(
                what: "weight", value: weight, allowed: "0, or between 1/1048576 and \(Int(Self.maximumWeight))")
        }
        var (sum, squares) = (ExactSum(), ExactSum())
        sum.add(weight)
        squares.add(weight * weight)
        cells.add(weight: sum * count, squared: squares * count, slot: slot, label: label, prediction: prediction)
    }

    private mutating func add(score: Double, slot: Int, label: Outcome) {
        var sum = ExactSum()
        sum.add(score)
        cells.add(scores: sum, slot: slot, label: label, bucket: schema.bucket(of: score))
        if schema.scoreEntries > 0 { scores.add(score, slot: slot, label: label) }
        guard label != .missing else { return }
        var (squares, losses) = (ExactSum(), ExactSum())
        let given = label == .positive ? score : 1 - score
        squares.add((1 - given) * (1 - given))
        losses.add(LogLoss.of(given))
        cells.add(squaredErrors: squares, logLosses: losses, slot: slot, label: label)
    }
}

/// The loss of a probability, kept finite.
enum LogLoss {
    /// Probabilities are taken to be at least this and at most 1 minus this, as scikit-learn does since 1.3.
    static let clip = Double.ulpOfOne

    /// −ln of the probability that was given to what came true, in nats.
    static func of(_ given: Double) -> Double { -Double.log(min(max(given, clip), 1 - clip)) }
}
